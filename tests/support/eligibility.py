"""The shipped rules and the facts of made-up households, without a database."""

from decimal import Decimal

from households.eligibility.facts import Facts
from households.eligibility.parameters import Case, Rules
from households.eligibility.shipped import CASES
from households.enums import LineKind, RuleVersion
from households.models.rules import usual_idle_positions, usual_serious_illnesses

RENAMED = {"deducted_kinds": "deducted"}
NUMBERS = ("over", "upto", "limit", "loss_share")
SETTLED = {
    "excludes_basic_pension": True,
    "idle_positions": tuple(usual_idle_positions()),
    "serious_illnesses": tuple(usual_serious_illnesses()),
}


def shipped(regime: str = RuleVersion.B2020, **changes) -> Rules:
    """Return a shipped version, with switches set otherwise."""
    return Rules(**{"name": "认定规则", "cases": tuple(map(_case, CASES[regime])), **SETTLED, **changes})


def _case(row: dict) -> Case:
    values = {RENAMED.get(name, name): value for name, value in row.items()}
    values |= {name: Decimal(values[name]) for name in NUMBERS if name in values}
    return Case(**values | {"deducted": tuple(values.get("deducted", ()))})


def family(*, persons: int = 1, months: int = 12, standard: int = 640, causes=(), people=(), **amounts) -> Facts:
    """Return the facts of a household; amounts by the name of their line."""
    return Facts(
        amounts={LineKind(kind): Decimal(amount) for kind, amount in amounts.items()},
        persons=persons,
        months=months,
        standard=Decimal(standard),
        causes=tuple(causes),
        people=tuple(people),
    )
