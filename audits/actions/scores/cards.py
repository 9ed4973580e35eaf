"""The cards of a sheet: opening one for each union, counting, and publishing the results."""

import datetime
from collections import defaultdict

from django.db import transaction

from audits.actions.scores.locks import lock_sheet
from audits.models import Mark, ScoreCard, ScoreSheet
from audits.scores.enums import Basis, CardStatus, SheetStatus
from audits.scores.measuring import measure
from audits.scores.scales import places_of, total_of
from core import clock
from core.errors import DomainError, first_few
from households.importing.bulk import insert_rows, update_rows
from organizations.models import Union, User

MOST_UNITS = 500  # results stand beside each other on one page and one paper
RESULT = ("status", "total", "place", "near_place", "near_of", "published_at")


def latest_day(sheet: ScoreSheet) -> datetime.date:
    """Return the last day until which a sheet may be counted: that of its year, or today."""
    return min(datetime.date(sheet.year, 12, 31), clock.today())


@transaction.atomic
def open_cards(sheet: ScoreSheet, *, by: User, day: datetime.date | None = None) -> ScoreSheet:
    """Open a card for each union that the sheet scores and has none yet, and count what all open cards measure.

    Pressed again, it counts anew until ``day``; cards that their unions have handed in keep what was counted. Untouched
    cards of unions that were closed meanwhile go.
    """
    locked = lock_sheet(sheet, by=by)
    if locked.status != SheetStatus.PUBLISHED:
        raise DomainError("考核表没有发布，或结果已经公布，不能生成评分表。")
    day = day or latest_day(locked)
    if not datetime.date(locked.year, 1, 1) <= day <= latest_day(locked):
        raise DomainError(f"计量截至日期应在 {locked.year} 年内，且不晚于今天。", field="day")
    _drop_closed(locked)
    _open_missing(locked)
    cards = ScoreCard.objects.filter(sheet=locked, status=CardStatus.OPEN)
    opened = list(cards.select_for_update(of=("self",)).select_related("union").order_by("pk"))
    measure(locked, opened, day)
    ScoreCard.objects.filter(pk__in=[card.pk for card in opened]).update(counted_at=clock.now())
    locked.counted_to = day
    locked.save(update_fields=["counted_to"])
    return locked


def _drop_closed(sheet: ScoreSheet) -> None:
    """Take out the cards of unions that were closed since and had said nothing: nobody is left to be scored."""
    touched = {"self_at": None, "checked_at": None, "saved_by": None, "papers": None}
    closed = ScoreCard.objects.filter(sheet=sheet, status=CardStatus.OPEN, union__is_active=False, **touched)
    ScoreCard.objects.filter(pk__in=list(closed.values_list("pk", flat=True))).delete()


def _open_missing(sheet: ScoreSheet) -> None:
    scored = Union.objects.active().within(sheet.union.path).filter(kind__in=sheet.kinds).exclude(pk=sheet.union_id)
    missing = list(scored.exclude(score_cards__sheet=sheet))
    opened = sheet.cards.count()
    if len(missing) + opened > MOST_UNITS:
        raise DomainError(f"一张考核表最多考核 {MOST_UNITS} 个单位，请分别由下级工会编制考核表。")
    cards = [ScoreCard(sheet=sheet, union=union) for union in missing]
    if not cards and not opened:
        raise DomainError(f"{sheet.union}下没有可以考核的{sheet.kinds_words}工会。")
    insert_rows(ScoreCard, cards)
    items = list(sheet.items.scored())
    basis = {item.pk: Basis.UNKNOWN if item.is_indicator else Basis.HAND for item in items}
    insert_rows(Mark, [Mark(card=card, item=item, basis=basis[item.pk]) for card in cards for item in items])


@transaction.atomic
def publish_results(sheet: ScoreSheet, *, by: User) -> ScoreSheet:
    """Publish total and place of every card, once all are checked; from then on nothing of them changes.

    A second press changes nothing. Raises DomainError that names the unions whose cards are not checked.
    """
    locked = lock_sheet(sheet, by=by)
    if locked.status == SheetStatus.CLOSED:
        return locked
    rows = ScoreCard.objects.select_for_update(of=("self",)).filter(sheet=locked).select_related("union")
    cards = list(rows.order_by("pk"))
    _refuse_open(cards)
    _settle(cards)
    update_rows(ScoreCard, cards, RESULT)
    locked.status, locked.closed_by, locked.closed_at = SheetStatus.CLOSED, by, clock.now()
    locked.save(update_fields=["status", "closed_by", "closed_at"])
    return locked


def _refuse_open(cards: list[ScoreCard]) -> None:
    if not cards:
        raise DomainError("还没有生成评分表，不能公布结果。")
    if waiting := [card.union.name for card in cards if card.status != CardStatus.CHECKED]:
        raise DomainError(f"{first_few(waiting)} {len(waiting)} 个单位还没有核定，请全部核定后再公布结果。")


def _settle(cards: list[ScoreCard]) -> None:
    """Work out total and place of each card, and its place among the unions below the same one."""
    marks: dict[int, list] = defaultdict(list)
    rows = Mark.objects.filter(card__in=[card.pk for card in cards])
    for key, sense, points in rows.values_list("card", "item__sense", "checked_score"):
        marks[key].append((sense, points))
    now = clock.now()
    beside: dict[str, list[ScoreCard]] = defaultdict(list)
    for card in cards:
        card.total, card.status, card.published_at = total_of(marks[card.pk]), CardStatus.PUBLISHED, now
        beside[card.union.path[: -Union.steplen]].append(card)
    for card, place in zip(cards, _places(cards), strict=True):
        card.place = place
    for group in beside.values():
        for card, place in zip(group, _places(group), strict=True):
            card.near_place, card.near_of = place, len(group)


def _places(cards: list[ScoreCard]) -> list[int]:
    return places_of([card.total for card in cards if card.total is not None])
