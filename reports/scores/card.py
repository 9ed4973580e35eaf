"""考核评分表: the card of one union with what was measured, claimed and checked, and room for two seals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from audits.models import ScoreCard, ScoreItem
from audits.scores.measuring import NOT_KEPT
from audits.scores.sheetview import MarkRow, rows_of, total_so_far
from audits.scores.words import number
from reports.booklet.data import text
from reports.forms.data import BLANK_DAY, PrintedForm
from reports.forms.words import long_day

Groups = list[tuple[ScoreItem, list[MarkRow]]]


@dataclass(frozen=True)
class Line:
    """One item, as printed; ``heading`` stands at the first of its group alone, over ``span`` lines."""

    heading: str = text("考核类别")
    span: int = 0
    name: str = text("项目")
    how: str = text("评分标准")
    weight: str = ""
    measured: str = text("计量结果")
    computed: str = ""
    claimed: str = ""
    given: str = ""
    words: str = text("说明")


@dataclass(frozen=True, kw_only=True)
class ScoreCardForm(PrintedForm):
    """The card of a union; without ``shows_checked`` the column of the checker is left to be filled in by hand."""

    title: ClassVar[str] = "考核评分表"
    template: ClassVar[str] = "reports/forms/score_card.html"
    sheet: ClassVar[str] = "scores.css"
    label: ClassVar[str] = "评分表"
    heading: str = text("考核表名称")
    year: str = ""
    judge: str = text("考核单位")
    full: str = ""
    counted_to: str = ""
    lines: tuple[Line, ...] = field(default=(), metadata={"label": "考核项目"})
    computed: str = ""
    claimed: str = ""
    given: str = ""
    place: str = text("名次")
    self_by: str = text("自评人")
    self_on: str = BLANK_DAY
    checked_by: str = text("核定人")
    checked_on: str = BLANK_DAY


def load_card(card: ScoreCard, *, shows_checked: bool) -> ScoreCardForm:
    """Return the paper of a card (with sheet, unions and people); up to six queries."""
    groups = rows_of(card)
    is_checked = shows_checked and card.checked_at is not None
    return ScoreCardForm(
        number=f"考核{card.sheet.year}-{card.pk:05d}",
        whose=card.union.name,
        heading=set_close(card.sheet.name),
        year=str(card.sheet.year),
        judge=card.sheet.union.name,
        full=number(card.sheet.full),
        counted_to=_counted_to(groups),
        lines=tuple(_lines(groups, is_checked)),
        computed=_total(groups, "computed", is_there=True),
        claimed=_total(groups, "self_score", is_there=card.self_at is not None),
        given=_total(groups, "checked_score", is_there=is_checked),
        place=_place(card),
        self_by=card.self_by.name if card.self_by else "",
        self_on=long_day(card.self_at),
        checked_by=card.checked_by.name if is_checked and card.checked_by else "",
        checked_on=long_day(card.checked_at) if is_checked else BLANK_DAY,
    )


def set_close(name: str) -> str:
    """Write a name as papers do, without the blanks that stand around numbers on screens."""
    return name.replace(" ", "")


def _lines(groups: Groups, is_checked: bool) -> Iterator[Line]:
    for heading, rows in groups:
        yield _line(rows[0], is_checked, heading=heading.name, span=len(rows))
        yield from (_line(row, is_checked) for row in rows[1:])


def _line(row: MarkRow, is_checked: bool, *, heading: str = "", span: int = 0) -> Line:
    mark = row.mark
    words = [mark.basis_words if NOT_KEPT in mark.basis_words else ""]
    words += [f"自评：{mark.self_words}" if mark.self_words else ""]
    words += [f"核定：{mark.checked_words}" if is_checked and mark.checked_words else ""]
    return Line(
        heading=heading,
        span=span,
        name=row.item.name,
        how=row.how,
        weight=row.weight,
        measured=row.value if row.item.is_indicator else "人工评分",
        computed=row.computed if row.item.is_indicator else "",
        claimed=row.claimed if mark.self_score is not None else "",
        given=row.given if is_checked and mark.checked_score is not None else "",
        words="\n".join(word for word in words if word),
    )


def _total(groups: Groups, name: str, *, is_there: bool) -> str:
    total: Decimal = total_so_far(groups, name)
    return str(total) if is_there else ""


def _counted_to(groups: Groups) -> str:
    """Return until when this card was counted: one that was handed in is not counted anew with the others."""
    days = [row.mark.counted_to for _heading, rows in groups for row in rows if row.mark.counted_to]
    return long_day(max(days)) if days else ""


def _place(card: ScoreCard) -> str:
    if not card.is_published:
        return ""
    words = f"第 {card.place} 名（共 {card.sheet.cards.count()} 个单位）"
    return words if card.near_of is None else f"{words}，同级第 {card.near_place} 名（共 {card.near_of} 个）"
