"""The per-head figure of an income survey and the 低保 standard that it is held against.

The rule is written out with a worked table in docs/algorithms/per-head-income.md.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.errors import DomainError
from core.money import ZERO, to_money
from households.enums import INCOME_KINDS, RIGID_KINDS, LineKind
from households.models import IncomeSurvey, LivingStandard, MinimumWage
from organizations.models import Union

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class PerHead:
    """A per-head figure with everything that it was made of (元; months of the period)."""

    income: Decimal
    rigid: Decimal
    persons: int
    months: int
    amount: Decimal

    @property
    def left(self) -> Decimal:
        return self.income - self.rigid

    @property
    def formula(self) -> str:
        """The calculation as a clerk would write it."""
        divided = f"({self.income:,.2f} − {self.rigid:,.2f}) ÷ {self.persons} 人 ÷ {self.months} 个月"
        return f"{divided} = {self.amount:,.2f} 元/人·月"


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Return the whole months from a first to a last day, at least 1: 2019-04-01 to 2020-03-31 is 12."""
    after = end + datetime.timedelta(days=1)
    months = (after.year - start.year) * MONTHS_OF_A_YEAR + after.month - start.month
    if after.day < start.day:
        months -= 1
    return max(months, 1)


def per_head(income: Decimal, rigid: Decimal, *, persons: int, months: int = MONTHS_OF_A_YEAR) -> PerHead:
    """Return (income − rigid expenditure) ÷ persons ÷ months, in 元 per head and month, rounded once to the cent.

    ``income`` and ``rigid`` are sums in 元 for the whole period. The result may be negative: illness can cost more
    than a family earns. Raises DomainError when there are no persons. Source: domain reference 3.4 (the period's
    months where it is not a year).
    """
    if persons < 1:
        raise DomainError("共同生活人口至少为 1 人。", field="persons")
    amount = to_money((income - rigid) / persons / months)
    return PerHead(income=income, rigid=rigid, persons=persons, months=months, amount=amount)


def formula_of(survey: IncomeSurvey) -> PerHead:
    """Return a survey's figure with what it was made of (from the prefetched lines)."""
    months = months_between(survey.period_start, survey.period_end)
    return per_head(survey.income, survey.rigid, persons=survey.persons, months=months)


def figures_of(
    amounts: Mapping[LineKind, Decimal],
    *,
    persons: int,
    start: datetime.date,
    end: datetime.date,
    standard: LivingStandard | None,
) -> dict[str, Any]:
    """Return the columns of a survey that follow from its lines: the figure, and the standard that it is held against.

    Raises DomainError when there are no persons.
    """
    income = sum((amount for kind, amount in amounts.items() if kind in INCOME_KINDS), ZERO)
    rigid = sum((amount for kind, amount in amounts.items() if kind in RIGID_KINDS), ZERO)
    return {
        "per_head": per_head(income, rigid, persons=persons, months=months_between(start, end)).amount,
        "standard": standard.amount if standard else None,
        "standard_source": source_text(standard) if standard else "",
    }


def source_text(standard: LivingStandard | MinimumWage) -> str:
    """Say which standard a figure was held against, so that it is known even when its row should be gone."""
    region = standard.union.division_name or standard.union.name
    paper = f"（{standard.source}）" if standard.source else ""
    return f"{region} {standard.valid_from:%Y-%m-%d} 起执行{paper}"[:160]


def standard_for(union: Union, day: datetime.date) -> LivingStandard | None:
    """Return the standard of a union's region on a day: its own, or the nearest above it; None when none is known."""
    return LivingStandard.objects.holding_for(union).filter(valid_from__lte=day).first()
