"""From a measured value to points, and from points to a total and a place.

Pure calculation, written out with worked tables in docs/algorithms/scores.md. Every number is a Decimal; points have
two places and are rounded once, half up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from audits.scores.enums import Scale, Sense

ZERO, HUNDREDTH = Decimal("0.00"), Decimal("0.01")
Step = tuple[Decimal, Decimal]


def to_points(value: Decimal | int | Fraction) -> Decimal:
    """Round to the hundredth, half up: the one rounding of the assessment."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return exact.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def share(numerator: Decimal | int, denominator: Decimal | int) -> Decimal | None:
    """Return the numerator for a hundred of the denominator, to two places; None of nothing."""
    return to_points(Fraction(numerator) * 100 / Fraction(denominator)) if denominator else None


@dataclass(frozen=True)
class Rule:
    """How an item turns a value into points, of which ``weight`` are the most.

    ``full_at`` and ``zero_at`` bound the straight line; ``steps`` are pairs of bound and points, the best first;
    ``each`` is what one case counts.
    """

    weight: Decimal
    sense: str = Sense.BASE
    scale: str = Scale.LINEAR
    full_at: Decimal | None = None
    zero_at: Decimal | None = None
    steps: Sequence[Step] = ()
    less_is_better: bool = False
    each: Decimal | None = None
    full_if_nothing: bool = True


def points_for(rule: Rule, value: Decimal) -> Decimal:
    """Return the points for a measured value, between nothing and the weight."""
    match rule.scale:
        case Scale.LINEAR:
            return to_points(Fraction(rule.weight) * _along(rule, value))
        case Scale.STEPS:
            return to_points(next((points for bound, points in rule.steps if _reached(rule, value, bound)), ZERO))
        case _:
            counted = Fraction(rule.each or 0) * Fraction(value)
            counted = Fraction(rule.weight) - counted if rule.sense == Sense.BASE else counted
            return to_points(min(max(counted, Fraction(0)), Fraction(rule.weight)))


def points_for_nothing(rule: Rule) -> Decimal | None:
    """Return the points where there was nothing to count; None where somebody has to say."""
    if rule.sense != Sense.BASE:
        return ZERO
    return to_points(rule.weight) if rule.full_if_nothing else None


def _along(rule: Rule, value: Decimal) -> Fraction:
    full, zero = Fraction(rule.full_at or 0), Fraction(rule.zero_at or 0)
    return min(max((Fraction(value) - zero) / (full - zero), Fraction(0)), Fraction(1))


def _reached(rule: Rule, value: Decimal, bound: Decimal) -> bool:
    return value <= bound if rule.less_is_better else value >= bound


def total_of(marks: Iterable[tuple[str, Decimal]]) -> Decimal:
    """Add up points by their sense: what is taken off is taken off, and a total is never below zero."""
    signed = (-points if sense == Sense.MALUS else points for sense, points in marks)
    return max(sum(signed, ZERO), ZERO)


def places_of(totals: Sequence[Decimal]) -> list[int]:
    """Return the place of each total: one more than there are greater ones, so that equal totals share a place."""
    first = {total: place for place, total in reversed(list(enumerate(sorted(totals, reverse=True), start=1)))}
    return [first[total] for total in totals]
