"""Two interviews of one household held against each other: how far assessors agree, and the answers behind it.

The rules are written out in docs/algorithms/verification.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from audits.models import Interview, Question, Verification
from audits.verification.agreement import Agreement, agreement, pooled
from audits.verification.enums import ANSWERED, QuestionKind, Round
from audits.verification.querysets import InterviewQuerySet

LEAST_PAIRS = 10  # of fewer, a figure says more of chance than of the assessors [INF]
# Landis and Koch 1977: from which kappa on agreement is called so.
GRADES = ((0.81, "几乎完全一致"), (0.61, "高度一致"), (0.41, "中等一致"), (0.21, "一般"), (-1.0, "较差"))
# Where nearly everybody says the same, one answer that differs throws kappa down: then it tells nothing.
CONCENTRATED = 0.9
UNSAID = ""  # one of the two was not asked, or did not answer
EACH = (QuestionKind.EACH_AID, QuestionKind.EACH_MEASURE)
# Sums hardly ever agree by chance: of them only the share of equal ones is told.
BY_SHARE = (QuestionKind.MONEY, QuestionKind.NUMBER)


@dataclass(frozen=True)
class Pair:
    """The first interview of a household and a second one of somebody else."""

    first: Interview
    second: Interview

    def both(self, question: Question) -> list[tuple[str, str]]:
        """Return what the two were told, item by item; nothing where neither was told anything."""
        one, other = self.first.answers.get(question.code), self.second.answers.get(question.code)
        if question.kind not in EACH:
            said = (_plain(one), _plain(other))
            return [said] if said != (UNSAID, UNSAID) else []
        one, other = one or {}, other or {}
        return [(_plain(one.get(key)), _plain(other.get(key))) for key in sorted(one.keys() | other.keys())]


@dataclass(frozen=True)
class Agreed:
    """How far two agreed about a question, or an assessor with others; ``key`` leads to the pairs behind it."""

    key: str
    name: str
    section: str
    found: Agreement | None
    by_share: bool = False

    @property
    def is_enough(self) -> bool:
        return self.found is not None and self.found.pairs >= LEAST_PAIRS

    @property
    def grade(self) -> str:
        """What it is worth, in words."""
        if self.found is None or not self.is_enough:
            return f"不足 {LEAST_PAIRS} 对，不作评价"
        if self.by_share:
            return "只看是否相同"
        if self.found.kappa is None:
            return "两人回答全部相同，且只有一种答案"
        if self.found.expected >= CONCENTRATED:
            return "回答几乎都是同一种，以相同比例为准"
        kappa = self.found.kappa
        return next(words for least, words in GRADES if kappa >= least)


def pairs_of(interviews: InterviewQuerySet, which: str) -> list[Pair]:
    """Return the first interviews with the second ones of a round, both handed in; two queries."""
    answered = interviews.filter(status__in=ANSWERED).for_list()
    second = {one.sample_id: one for one in answered.filter(round=which)}
    first = answered.filter(round=Round.FIRST, sample__in=list(second)).order_by("pk")
    return [Pair(one, second[one.sample_id]) for one in first]


def comparable(verification: Verification, which: str) -> list[Question]:
    """Return the questions that both rounds ask and whose answers can be compared: all but free words."""
    rows = verification.questionnaire.questions.exclude(kind=QuestionKind.TEXT).order_by("place")
    return [row for row in rows if which != Round.PHONE or row.by_phone]


def by_question(pairs: Sequence[Pair], questions: Iterable[Question]) -> list[Agreed]:
    """Return the agreement about each question that anybody answered."""
    made = (_of_question(pairs, question) for question in questions)
    return [one for one in made if one.found is not None]


def _of_question(pairs: Iterable[Pair], question: Question) -> Agreed:
    found = agreement(chain.from_iterable(pair.both(question) for pair in pairs))
    return Agreed(question.code, question.text, question.section, found, by_share=question.kind in BY_SHARE)


def by_assessor(pairs: Sequence[Pair], questions: Sequence[Question]) -> list[Agreed]:
    """Return how far each assessor agreed with the others, over all questions that are no sums."""
    judged = [question for question in questions if question.kind not in BY_SHARE]
    people = {one.assessor.username: one.assessor for pair in pairs for one in (pair.first, pair.second)}
    made = []
    for username, person in sorted(people.items(), key=lambda entry: entry[1].name):
        mine = of_assessor(pairs, username)
        parts = [_of_question(mine, question).found for question in judged]
        made.append(Agreed(username, person.name, f"{len(mine)} 户", pooled(part for part in parts if part)))
    return made


def of_assessor(pairs: Iterable[Pair], username: str) -> list[Pair]:
    """Return the pairs in which an assessor is one of the two."""
    return [pair for pair in pairs if username in (pair.first.assessor.username, pair.second.assessor.username)]


@dataclass(frozen=True)
class Line:
    """What two were told at one household about one question, in words."""

    pair: Pair
    question: Question
    one: str
    other: str

    @property
    def is_same(self) -> bool:
        return self.one == self.other


def lines_of(pairs: Iterable[Pair], questions: Sequence[Question]) -> Iterator[Line]:
    """Yield the answers behind a figure, those that differ as well as those that do not."""
    wording = {question.code: _wording(question) for question in questions}
    for pair in pairs:
        for question in questions:
            for one, other in pair.both(question):
                yield Line(pair, question, wording[question.code](one), wording[question.code](other))


def _wording(question: Question) -> Callable[[str], str]:
    labels: Mapping[str, str] = dict(question.ask.choices)
    return lambda said: "、".join(labels.get(part, part) for part in said.split("、")) if said else "未答"


def _plain(said: Any) -> str:
    """Return an answer as one text; ticks in one order."""
    if said is None:
        return UNSAID
    return "、".join(sorted(map(str, said))) if isinstance(said, list) else str(said)
