"""What a questionnaire asks of a household: which questions are shown, and what is wrong with the answers.

Pure: a questionnaire is data (``audits.models.Question``), its rules stand in docs/algorithms/verification.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from audits.verification.enums import QuestionKind
from core.money import CENT

YES, NO = "yes", "no"
YES_NO = ((YES, "是"), (NO, "否"))
SCALE = (("5", "很满意"), ("4", "满意"), ("3", "一般"), ("2", "不满意"), ("1", "很不满意"))
MOST_MONEY = Decimal(10) ** 8
LONGEST = 500
# Of a payment that came in another sum than the ledger says, the sum is asked; it is kept beside the answers.
LESS, AMOUNTS = "less", "_amounts"
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """When a question is asked: another one was answered with one of these."""

    code: str
    answers: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        """Tell whether the other question was answered so; one of several ticks is enough."""
        said = answers.get(self.code)
        given = said if isinstance(said, list) else [said]
        return not self.answers.isdisjoint(map(str, given))


@dataclass(frozen=True)
class Ask:
    """One question as the rules read it; ``options`` are (value, label), ``lowest`` and ``highest`` of numbers."""

    code: str
    kind: str
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_required: bool = True
    shown_if: tuple[Shown, ...] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The answers to choose from."""
        return {QuestionKind.YES_NO: YES_NO, QuestionKind.SCALE: SCALE}.get(QuestionKind(self.kind), self.options)


@dataclass(frozen=True)
class Lists:
    """What the questions about each measure and each payment go through: the keys of this household's."""

    measures: Sequence[str] = field(default=())
    payments: Sequence[str] = field(default=())

    def of(self, kind: str) -> Sequence[str]:
        """Return the keys that a question of a kind asks about."""
        return self.measures if kind == QuestionKind.EACH_MEASURE else self.payments


class Wrong(ValueError):
    """An answer that cannot be taken; the message is shown at the question."""


def asked(questions: Iterable[Ask], answers: Answers) -> list[Ask]:
    """Return the questions that these answers lead to; one that is hidden hides what hangs on it."""
    found: list[Ask] = []
    hidden: set[str] = set()
    for ask in questions:
        if all(shown.code not in hidden and shown.holds(answers) for shown in ask.shown_if):
            found.append(ask)
        else:
            hidden.add(ask.code)
    return found


def read_all(questions: Iterable[Ask], raw: Answers, lists: Lists) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers of what is asked as they are kept, and what is wrong, by code; hidden answers are dropped."""
    every = list(questions)
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for ask in asked(every, raw):
        try:
            answers[ask.code] = read(ask, raw.get(ask.code), lists)
            if ask.kind == QuestionKind.EACH_AID:
                answers[ask.code + AMOUNTS] = _amounts(ask, answers[ask.code], raw.get(ask.code + AMOUNTS))
        except Wrong as error:
            wrong[ask.code] = str(error)
    return {code: value for code, value in answers.items() if value not in (None, "", [], {})}, wrong


def read(ask: Ask, raw: Any, lists: Lists | None = None) -> Any:
    """Return one answer as it is kept, None for none that was not required. Raises Wrong."""
    if ask.kind in (QuestionKind.EACH_MEASURE, QuestionKind.EACH_AID):
        return _each(ask, raw or {}, (lists or Lists()).of(ask.kind))
    if raw in (None, "", []):
        if ask.is_required:
            raise Wrong("请作答。")
        return None
    return READERS.get(QuestionKind(ask.kind), _choice)(ask, raw)


def _choice(ask: Ask, raw: Any) -> str:
    if str(raw) not in dict(ask.choices):
        raise Wrong("请从选项中选择。")
    return str(raw)


def _choices(ask: Ask, raw: Any) -> list[str]:
    ticked = raw if isinstance(raw, list) else [raw]
    return [_choice(ask, value) for value in dict.fromkeys(ticked)]


def _text(ask: Ask, raw: Any) -> str:
    text = str(raw).strip()
    if len(text) > LONGEST:
        raise Wrong(f"最多 {LONGEST} 字，现有 {len(text)} 字。")
    return text


def _money(ask: Ask, raw: Any) -> str:
    amount = _number(raw, "请填写金额，如 1200 或 1200.50。")
    if amount != amount.quantize(CENT):
        raise Wrong("金额最多两位小数。")
    return str(_within(ask, amount, MOST_MONEY).quantize(CENT))


def _whole(ask: Ask, raw: Any) -> int:
    number = _number(raw, "请填写整数。")
    if number != int(number):
        raise Wrong("请填写整数。")
    return int(_within(ask, number, MOST_MONEY))


def _number(raw: Any, words: str) -> Decimal:
    text = str(raw).strip().replace(",", "").replace("，", "")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Wrong(words) from error
    if not number.is_finite() or abs(number) > MOST_MONEY:
        raise Wrong(words)
    return number


def _within(ask: Ask, number: Decimal, most: Decimal) -> Decimal:
    lowest = ask.lowest if ask.lowest is not None else Decimal(0)
    highest = ask.highest if ask.highest is not None else most
    if not lowest <= number <= highest:
        raise Wrong(f"应在 {lowest.normalize():,f} 至 {highest.normalize():,f} 之间。")
    return number


def _each(ask: Ask, raw: Any, keys: Sequence[str]) -> dict[str, str]:
    said = raw if isinstance(raw, dict) else {}
    if ask.is_required and any(not said.get(key) for key in keys):
        raise Wrong("请逐项作答。")
    return {key: _choice(ask, said[key]) for key in keys if said.get(key)}


def _amounts(ask: Ask, said: Mapping[str, str], raw: Any) -> dict[str, str]:
    """Return how much came in, of the payments of which another sum came in."""
    typed = raw if isinstance(raw, dict) else {}
    asked_for = [key for key, answer in said.items() if answer == LESS]
    if any(typed.get(key) in (None, "") for key in asked_for):
        raise Wrong("金额不符的，请填写实际收到的金额。")
    return {key: _money(ask, typed[key]) for key in asked_for}


READERS: dict[QuestionKind, Callable[[Ask, Any], Any]] = {
    QuestionKind.CHOICES: _choices,
    QuestionKind.MONEY: _money,
    QuestionKind.NUMBER: _whole,
    QuestionKind.TEXT: _text,
}
