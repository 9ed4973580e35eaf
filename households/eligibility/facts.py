"""What the calculation is given and what it gives back: plain values, written to JSON and read back unchanged."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from core.money import ZERO


@dataclass(frozen=True)
class Person:
    """One person who lives with the household, without a name: what the rules ask of people."""

    relation: str
    age: int | None = None
    sex: str = ""
    position: str = ""
    health: str = ""
    disability: str = ""
    income: Decimal | None = None


@dataclass(frozen=True)
class Veto:
    """A situation of the negative list in which the household was found; ``overridden`` is the reason, or ""."""

    code: str
    label: str
    evidence: str = ""
    overridden: str = ""


@dataclass(frozen=True)
class Facts:
    """The inputs of one calculation; amounts in 元 for the whole period, standard and wage in 元 per month."""

    amounts: Mapping[str, Decimal]
    persons: int
    months: int
    standard: Decimal
    period: tuple[str, str] = ("", "")
    standard_source: str = ""
    minimum_wage: Decimal | None = None
    wage_source: str = ""
    people: tuple[Person, ...] = ()
    causes: tuple[str, ...] = ()
    has_low_income_aid: bool = False
    vetoes: tuple[Veto, ...] = ()

    def amount(self, *kinds: str) -> Decimal:
        """Return the sum of the lines of these kinds."""
        return sum((self.amounts.get(kind, ZERO) for kind in kinds), ZERO)


@dataclass(frozen=True)
class Line:
    """One line of the explanation: its headline, its words, and whether a condition is met (None: it states none)."""

    title: str
    text: str
    met: bool | None = None


@dataclass(frozen=True)
class Finding:
    """What the rules say: the category whose case is met ("" for none), pass or fail, and why.

    ``per_head`` is the income per head and month before deductions. ``vetoes`` are the labels of those that stand.
    """

    category: str
    passed: bool
    per_head: Decimal
    lines: tuple[Line, ...]
    vetoes: tuple[str, ...] = field(default=())


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Write facts as plain JSON; amounts as text, lest a number be rounded."""
    return _plain(asdict(facts))


def facts_from_json(stored: Mapping[str, Any]) -> Facts:
    """Read facts as they were written."""
    people = (Person(**{**row, "income": _amount(row["income"])}) for row in stored["people"])
    return Facts(
        **{
            **stored,
            "amounts": {kind: Decimal(amount) for kind, amount in stored["amounts"].items()},
            "standard": Decimal(stored["standard"]),
            "minimum_wage": _amount(stored["minimum_wage"]),
            "period": tuple(stored["period"]),
            "people": tuple(people),
            "causes": tuple(stored["causes"]),
            "vetoes": tuple(Veto(**row) for row in stored["vetoes"]),
        }
    )


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return str(value)
        case dict():
            return {key: _plain(part) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part) for part in value]
        case _:
            return value
