"""What may be changed of a question, and what makes a questionnaire one that can be asked.

The rules of judgement, the rates and the door read some questions by their codes: those keep their kind and the values
of their answers, and stay; their wording is free.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from audits.models import Question
from audits.verification.enums import PopulationClass, QuestionKind
from audits.verification.loading import AMOUNT, DIFFERING, ITEM
from audits.verification.questions import SCALE, YES_NO
from audits.verification.ratekinds import RATES

READ = frozenset(
    {"persons", "vetoes", "cause_true", "aid", *DIFFERING, *(kind.question for kind in RATES if kind.question)}
)
CHOOSING = (QuestionKind.CHOICE, QuestionKind.CHOICES)
# What a condition can ask about.
ASKABLE = (QuestionKind.YES_NO, QuestionKind.SCALE, *CHOOSING)
# What can be asked anew; the lists of payments and measures are there once.
NEW_KINDS = (*ASKABLE, QuestionKind.NUMBER, QuestionKind.MONEY, QuestionKind.TEXT)


def is_read(question: Question) -> bool:
    """Tell whether a rule reads this question by its code."""
    return question.code in READ or question.code.startswith((AMOUNT, ITEM))


def choices_of(question: Question) -> list[tuple[str, str]]:
    """Return the answers that a condition on a question can name."""
    fixed = {QuestionKind.YES_NO: YES_NO, QuestionKind.SCALE: SCALE}
    return [(value, label) for value, label in fixed.get(QuestionKind(question.kind), question.options)]


def condition_words(question: Question, by_code: dict[str, Question]) -> list[str]:
    """Return in words when a question is shown."""
    words = []
    for code, answers in question.shown_if:
        other = by_code.get(code)
        labels = dict(choices_of(other)) if other else {}
        named = "或".join(f"“{labels.get(answer, answer)}”" for answer in answers)
        words.append(f"“{other.text if other else code}”回答{named}时")
    return words


@dataclass(frozen=True)
class Described:
    """A question as its version shows it: when it is asked, of whom, and whether rules read it."""

    row: Question
    conditions: list[str]
    is_read: bool

    @property
    def choices(self) -> list[tuple[str, str]]:
        return choices_of(self.row) if self.row.options else []

    @property
    def asked_of(self) -> str:
        return "、".join(str(PopulationClass(one).label) for one in self.row.classes)

    @property
    def bounds(self) -> str:
        low, high = self.row.lowest, self.row.highest
        return f"{_plain(low) or '不限'} 至 {_plain(high) or '不限'}" if low is not None or high is not None else ""


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def described(questions: Sequence[Question]) -> list[tuple[str, list[Described]]]:
    """Return the questions by section, in order."""
    by_code = {question.code: question for question in questions}
    rows = [Described(one, condition_words(one, by_code), is_read(one)) for one in questions]
    return [(section, list(part)) for section, part in groupby(rows, key=lambda one: one.row.section)]


def troubles(questions: Sequence[Question]) -> list[str]:
    """Return why a questionnaire cannot be asked; nothing when it can."""
    found = [] if questions else ["还没有问题。"]
    before: dict[str, Question] = {}
    for question in questions:
        found += _troubles_of(question, before)
        before[question.code] = question
    return found


def _troubles_of(question: Question, before: dict[str, Question]) -> Iterable[str]:
    if question.kind in CHOOSING and len(question.options) < 2:  # noqa: PLR2004 -- a choice is between two at least
        yield f"“{question.text}”至少要有两个选项。"
    for code, answers in question.shown_if:
        other = before.get(code)
        if other is None:
            yield f"“{question.text}”的出现条件所依据的问题须排在它前面。"
        elif not set(answers) <= set(dict(choices_of(other))):
            yield f"“{question.text}”的出现条件用到了“{other.text}”没有的选项。"
