"""What the pages and papers of the assessment show, read at once: cards with their marks, results with their places."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum

from audits.models import Mark, MarkPaper, ScoreCard, ScoreItem, ScoreSheet
from audits.scores.enums import CardStatus, Sense, SheetStatus
from audits.scores.scales import ZERO, total_of
from audits.scores.sources import SOURCES, Lead
from audits.scores.words import number, scale_words, signed_points, source_name, sum_words, value_words, weight_words


@dataclass(frozen=True)
class ItemRow:
    """One line of a sheet: a heading with the sum of its weights, or an item."""

    item: ScoreItem
    weight: Decimal
    is_first: bool = False
    is_last: bool = False

    @property
    def weight_words(self) -> str:
        if self.item.is_group:
            return number(self.weight) if self.weight else ""
        return weight_words(self.item)

    @property
    def how(self) -> str:
        """How points come out."""
        return scale_words(self.item) if self.item.is_indicator else self.item.standard

    @property
    def source(self) -> str:
        return source_name(self.item) if self.item.is_indicator else ""


@dataclass(frozen=True)
class Part:
    """A heading with what lies below it."""

    heading: ItemRow
    rows: list[ItemRow] = field(default_factory=list)


def parts_of(sheet: ScoreSheet) -> list[Part]:
    """Return the headings of a sheet, each with its items; one query."""
    below: dict[int | None, list[ScoreItem]] = defaultdict(list)
    for item in sheet.items.in_order():
        below[item.parent_id].append(item)
    headings = below.pop(None, [])
    return [
        Part(_row(heading, headings, below[heading.pk]), [_row(item, below[heading.pk]) for item in below[heading.pk]])
        for heading in headings
    ]


def _row(item: ScoreItem, beside: list[ScoreItem], inside: list[ScoreItem] | None = None) -> ItemRow:
    counted = sum((one.weight for one in inside or [] if one.sense == Sense.BASE), ZERO)
    weight = item.weight if inside is None else counted
    return ItemRow(item, weight, is_first=beside[0] is item, is_last=beside[-1] is item)


@dataclass
class MarkRow:
    """One mark as it is shown: measured, claimed, checked, and what it was in the year before."""

    mark: Mark
    card: ScoreCard
    papers: list[MarkPaper] = field(default_factory=list)
    before: Decimal | None = None

    @property
    def item(self) -> ScoreItem:
        return self.mark.item

    @property
    def how(self) -> str:
        return scale_words(self.item) if self.item.is_indicator else self.item.standard

    @property
    def weight(self) -> str:
        return weight_words(self.item)

    @property
    def value(self) -> str:
        return value_words(self.mark)

    @property
    def computed(self) -> str:
        return signed_points(self.item, self.mark.computed)

    @property
    def claimed(self) -> str:
        return signed_points(self.item, self.mark.self_score)

    @property
    def given(self) -> str:
        return signed_points(self.item, self.mark.checked_score)

    @property
    def last_year(self) -> str:
        return signed_points(self.item, self.before)

    @property
    def url(self) -> str:
        """The list behind what was measured, "" where there is none."""
        source, mark = SOURCES.get(self.item.source), self.mark
        if source is None or not mark.numerator and not mark.denominator or mark.counted_to is None:
            return ""
        first = mark.counted_to.replace(month=1, day=1)
        return source.behind(Lead(self.card.union, first, mark.counted_to, mark.basis_ref))


def rows_of(card: ScoreCard) -> list[tuple[ScoreItem, list[MarkRow]]]:
    """Return the marks of a card below their headings, with papers and the last year's points; four queries."""
    papers: dict[int, list[MarkPaper]] = defaultdict(list)
    for paper in card.papers.filter(removed_at=None).order_by("pk"):
        papers[paper.item_id].append(paper)
    before = _points_before(card)
    found: dict[ScoreItem, list[MarkRow]] = defaultdict(list)
    for mark in card.marks.in_order():
        row = MarkRow(mark, card, papers[mark.item_id], before.get(mark.item.code))
        if heading := mark.item.parent:
            found[heading].append(row)
    return list(found.items())


def card_before(card: ScoreCard) -> ScoreCard | None:
    """Return the published card of the same union on its judge's sheet of the year before."""
    asked = {"union": card.union_id, "sheet__union": card.sheet.union_id, "sheet__year": card.sheet.year - 1}
    same_kinds = ScoreCard.objects.filter(**asked, sheet__kinds__overlap=card.sheet.kinds)
    return same_kinds.filter(status=CardStatus.PUBLISHED).select_related("sheet").order_by("-pk").first()


def _points_before(card: ScoreCard) -> dict[str, Decimal]:
    before = card_before(card)
    return dict(before.marks.values_list("item__code", "checked_score")) if before else {}


@dataclass
class Result:
    """One line of the results: a union's points by heading, its total and place, and those of the year before."""

    card: ScoreCard
    points: list[tuple[ScoreItem, Decimal | None]] = field(default_factory=list)
    before: ScoreCard | None = None

    @property
    def cells(self) -> list[tuple[ScoreItem, str]]:
        """The points of each heading in words."""
        return [(heading, sum_words(points)) for heading, points in self.points]

    @property
    def total(self) -> Decimal | None:
        return self.card.total

    @property
    def moved(self) -> int | None:
        """How many places it rose since the year before."""
        if self.before is None or self.card.place is None or self.before.place is None:
            return None
        return self.before.place - self.card.place

    @property
    def fell(self) -> int:
        """How many places it fell."""
        return -(self.moved or 0)


@dataclass(frozen=True)
class Results:
    """The results of a sheet in the order of their places; before they are published in the order of the tree."""

    sheet: ScoreSheet
    headings: list[ScoreItem]
    rows: list[Result]

    @property
    def has_before(self) -> bool:
        return any(row.before for row in self.rows)


def results_of(sheet: ScoreSheet) -> Results:
    """Read every card of a sheet with the points of each heading; four queries, whatever the number of unions."""
    headings = list(sheet.items.filter(parent=None).order_by("place", "pk"))
    cards = list(sheet.cards.select_related("union").order_by("place", "union__path"))
    marks = Mark.objects.filter(card__sheet=sheet, checked_score__isnull=False).order_by()
    points: dict[tuple[int, int], list[tuple[str, Decimal]]] = defaultdict(list)
    for card, heading, sense, given in marks.values_list("card", "item__parent", "item__sense").annotate(
        Sum("checked_score")
    ):
        points[card, heading].append((sense, given))
    before = _cards_before(sheet)
    rows = []
    for card in cards:
        told = [(heading, _sum(points[card.pk, heading.pk])) for heading in headings]
        rows.append(Result(card, told, before.get(card.union_id)))
    return Results(sheet, headings, rows)


def _sum(points: list[tuple[str, Decimal]]) -> Decimal | None:
    if not points:
        return None
    return sum((-given if sense == Sense.MALUS else given for sense, given in points), ZERO)


def _cards_before(sheet: ScoreSheet) -> dict[int, ScoreCard]:
    past = ScoreCard.objects.filter(sheet__union=sheet.union_id, sheet__year=sheet.year - 1)
    past = past.filter(sheet__status=SheetStatus.CLOSED, sheet__kinds__overlap=sheet.kinds)
    return {card.union_id: card for card in past.select_related("sheet").order_by("pk")}


def total_so_far(rows: list[tuple[ScoreItem, list[MarkRow]]], name: str) -> Decimal:
    """Add up computed, claimed or checked points of a card."""
    marks = [row.mark for _heading, group in rows for row in group]
    given = ((mark.item.sense, getattr(mark, name)) for mark in marks)
    return total_of((sense, points) for sense, points in given if points is not None)
