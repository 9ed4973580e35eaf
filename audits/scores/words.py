"""What sheets and marks say, in words."""

from decimal import Decimal

from audits.models import Mark, ScoreItem
from audits.scores.enums import Basis, Scale, Sense
from audits.scores.sources import SOURCES

NOT_KNOWN = "指标已停用"


def number(value: Decimal | None) -> str:
    """Write a number without idle zeros: 98, 97.5, 0.25; empty for none."""
    if value is None:
        return ""
    plain = f"{value:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def source_name(item: ScoreItem) -> str:
    """Return what an indicator counts."""
    source = SOURCES.get(item.source)
    return source.name if source else NOT_KNOWN


def unit_of(item: ScoreItem) -> str:
    """Return the unit of what an indicator counts."""
    source = SOURCES.get(item.source)
    return source.unit if source else ""


def with_unit(value: Decimal | None, unit: str) -> str:
    """Write a number with its unit: 98%, 3 件, 12.5 例/百户."""
    return f"{number(value)}{'' if unit.startswith('%') else ' '}{unit}"


def scale_words(item: ScoreItem) -> str:
    """Say how an indicator turns its value into points."""
    unit = unit_of(item)
    gives = {Sense.BASE: "得", Sense.BONUS: "加", Sense.MALUS: "扣"}[Sense(item.sense)]
    match item.scale:
        case Scale.LINEAR:
            full, zero = with_unit(item.full_at, unit), with_unit(item.zero_at, unit)
            return f"{full} {gives}满分，{zero} {gives} 0 分，其间按比例。"
        case Scale.STEPS:
            reach = "不高于" if item.less_is_better else "达到"
            steps = [f"{reach} {with_unit(bound, unit)} {gives} {number(given)} 分" for bound, given in item.pairs]
            return "；".join(steps) + f"；其余{gives} 0 分。"
        case Scale.PER_CASE:
            verb = "扣" if item.sense == Sense.BASE else gives
            return f"每 1 {unit}{verb} {number(item.each)} 分，{verb}完 {number(item.weight)} 分为止。"
    return ""


def value_words(mark: Mark) -> str:
    """Write what was measured, and out of what."""
    if mark.basis in (Basis.NOTHING, Basis.UNKNOWN):
        return str(mark.get_basis_display())
    if mark.basis == Basis.HAND or mark.measured is None:
        return ""
    said = with_unit(mark.measured, unit_of(mark.item))
    if mark.denominator is None:
        return said
    return f"{said}（{number(mark.numerator)} ÷ {number(mark.denominator)}）"


def signed_points(item: ScoreItem, points: Decimal | None) -> str:
    """Write points with the sign that they have in the total; a dash for none."""
    if points is None:
        return "—"
    sign = {Sense.BONUS: "+", Sense.MALUS: "−"}.get(Sense(item.sense), "")
    return f"{sign if points else ''}{points}"


def sum_words(points: Decimal | None) -> str:
    """Write a sum of points, which what was taken off may bring below zero; a dash for none."""
    return "—" if points is None else f"{points}".replace("-", "−")


def weight_words(item: ScoreItem) -> str:
    """Write what an item may give at most."""
    return {Sense.BONUS: "+", Sense.MALUS: "−"}.get(Sense(item.sense), "") + number(item.weight)
