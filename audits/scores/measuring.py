"""Counting what the indicators of a sheet measure, for all its open cards at once, and keeping it in their marks."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from audits.models import Mark, ScoreCard, ScoreItem, ScoreSheet
from audits.scores.enums import Basis
from audits.scores.scales import points_for, points_for_nothing, share, to_points
from audits.scores.sources import SOURCES, Asked, Counted, Figure, Source
from core import clock
from households.importing.bulk import update_rows

COUNTED = ("basis", "numerator", "denominator", "measured", "counted_to", "basis_words", "basis_ref", "computed")
KNOWN = (Basis.COUNTED, Basis.NOTHING)
NEAR = datetime.timedelta(days=31)
NOT_KEPT = "这一项没有留存当日数据"


def measure(sheet: ScoreSheet, cards: Sequence[ScoreCard], day: datetime.date) -> None:
    """Count every indicator for some cards of a sheet until a day; as many queries for one card as for hundreds."""
    paths = {card.pk: card.union.path for card in cards}
    asked = Asked(tuple(paths.values()), datetime.date(sheet.year, 1, 1), day, judge=sheet.union.path)
    marks: dict[ScoreItem, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(card__in=list(paths)).exclude(item__source="").select_related("item"):
        marks[mark.item].append(mark)
    for item, rows in marks.items():
        _measure_item(item, rows, paths, asked)
    update_rows(Mark, [mark for rows in marks.values() for mark in rows], COUNTED)


def _measure_item(item: ScoreItem, marks: Iterable[Mark], paths: dict[int, str], asked: Asked) -> None:
    source = SOURCES.get(item.source)
    found = source.count(asked) if source else {}
    stands_in = source is not None and source.of_present and not found and not asked.is_now
    if source and stands_in:
        found = _of_today(source, asked)
    for mark in marks:
        if stands_in and _stays(mark, asked.last):
            continue
        mark.counted_to = asked.last
        figure = found.get(paths[mark.card_id])
        if source is None or figure is None:
            mark.basis, mark.numerator, mark.denominator, mark.measured = Basis.UNKNOWN, None, None, None
            mark.computed, mark.basis_words, mark.basis_ref = None, "", None
        else:
            _take(mark, item, source, figure)


def _of_today(source: Source, asked: Asked) -> Counted:
    """Count what stands today in place of a past day that nothing was kept of, and say so."""
    now = source.count(replace(asked, last=clock.today(), memory=asked.once("today", dict)))
    said = f"{NOT_KEPT}，按计量当天（{clock.today():%Y-%m-%d}）的情况"
    return {path: replace(figure, words=said) for path, figure in now.items()}


def _stays(mark: Mark, day: datetime.date) -> bool:
    """Leave a figure that was counted for the day, or shortly before it: anew it would be that of a still later day."""
    counted = mark.counted_to if mark.basis in KNOWN else None
    if counted is None or not counted <= day <= counted + NEAR:
        return False
    mark.basis_words = mark.basis_words or f"{NOT_KEPT}，按 {counted:%Y-%m-%d} 计量的结果"
    return True


def _take(mark: Mark, item: ScoreItem, source: Source, figure: Figure) -> None:
    mark.numerator = Decimal(figure.numerator)
    mark.denominator = Decimal(figure.denominator or 0) if source.is_share else None
    mark.measured, mark.basis_words, mark.basis_ref = value_of(source, figure), figure.words, figure.ref
    mark.basis = Basis.NOTHING if mark.measured is None else Basis.COUNTED
    rule = item.rule
    mark.computed = points_for_nothing(rule) if mark.measured is None else points_for(rule, mark.measured)


def value_of(source: Source, figure: Figure) -> Decimal | None:
    """Return what is held against the scale; None where there was nothing to count."""
    if figure.value is not None:
        return figure.value
    return share(figure.numerator, figure.denominator or 0) if source.is_share else to_points(figure.numerator)
