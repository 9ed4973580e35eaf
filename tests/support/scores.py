"""Score sheets of 红河州 over its counties, made by the actions."""

import datetime
from decimal import Decimal

from audits.actions.scores.cards import open_cards, publish_results
from audits.actions.scores.checking import finish_check, save_checked
from audits.actions.scores.items import add_item
from audits.actions.scores.marks import attach_paper, save_self_scores, submit_self_scores
from audits.actions.scores.sheets import publish_sheet, start_sheet
from audits.models import ScoreCard, ScoreItem, ScoreSheet
from audits.scores.enums import ItemKind, Scale
from core import clock
from organizations.models import Union, User
from tests.support.factories import union
from tests.support.files import photo, upload

NAME = "县（市）困难职工帮扶工作考核"


def leave_counties(*codes: str) -> None:
    """Close all other counties, so that few cards are opened."""
    Union.objects.filter(kind="county").exclude(code__in=codes).update(is_active=False)


def sheet(by: User, *, code: str = "532500", **facts) -> ScoreSheet:
    """Begin an empty sheet of this year for the counties."""
    usual = {"year": clock.today().year, "name": NAME, "kinds": ["county"]}
    return start_sheet(by=by, union=union(code), **usual | facts)


def item(found: ScoreSheet, by: User, *, heading: str = "结对帮扶", **facts) -> ScoreItem:
    """Add an item, and its heading when it is the first of it; by hand unless a source is given."""
    group = found.items.filter(kind=ItemKind.GROUP, name=heading).first() or add_item(found, by=by, name=heading)
    usual = {"name": "专题研究", "kind": ItemKind.HAND, "weight": Decimal(40), "standard": "研究两次得满分。"}
    if "source" in facts:
        ends = {"full_at": Decimal(100), "zero_at": Decimal(0)}
        usual = {"name": "结对覆盖率", "kind": ItemKind.INDICATOR, "weight": Decimal(60), "scale": Scale.LINEAR, **ends}
    return add_item(found, by=by, parent=group, **usual | facts)


def published(by: User, **facts) -> ScoreSheet:
    """Publish a sheet of two items: 60 points for pairing, 40 by hand."""
    found = sheet(by, **facts)
    item(found, by, source="pairing_rate")
    item(found, by)
    return publish_sheet(found, by=by)


def opened(by: User, **facts) -> ScoreSheet:
    """Publish it, and open the cards."""
    return open_cards(published(by, **facts), by=by)


def card_of(found: ScoreSheet, code: str = "532524") -> ScoreCard:
    """Return the card of a union."""
    return found.cards.select_related("sheet__union", "union").get(union__code=code)


def self_scored(card: ScoreCard, by: User, points: str = "38") -> ScoreCard:
    """Let a union claim points by hand, and hand the card in."""
    said = {mark.pk: (Decimal(points), "") for mark in card.marks.filter(item__kind=ItemKind.HAND)}
    return submit_self_scores(save_self_scores(card, by=by, seen=card.version, said=said), by=by)


def checked(card: ScoreCard, by: User, points: str = "35", words: str = "会议只有一次记录。") -> ScoreCard:
    """Check a card: computed points where there are some, these points by hand."""
    said = {
        mark.pk: (Decimal(points), words) if mark.computed is None else (mark.computed, words)
        for mark in card.marks.all()
    }
    return finish_check(save_checked(card, by=by, seen=card.version, said=said), by=by)


def over(found: ScoreSheet) -> None:
    """Let the last day on which unions score themselves have been yesterday, be it of the year before."""
    ScoreSheet.objects.filter(pk=found.pk).update(self_until=clock.today() - datetime.timedelta(days=1))


def closed(found: ScoreSheet, by: User, checker: User, points: dict[str, str]) -> ScoreSheet:
    """Check every card without its own scores (points by hand by union code, others none), and publish."""
    over(found)
    for card in found.cards.select_related("sheet__union", "union"):
        checked(ScoreCard.objects.get(pk=card.pk), checker, points.get(card.union.code, "0"))
    return publish_results(found, by=by)


def scored(by: User, officer: User) -> dict[str, object]:
    """Make what the paths of the world name: a sheet in force with a card that has a paper, and a draft."""
    found = opened(by)
    over(found)
    card = card_of(found)
    mark = card.marks.get(item__kind=ItemKind.HAND)
    paper = attach_paper(card, mark, by=officer, upload=upload(photo()))
    draft = sheet(by, name="试编考核表", shipped=True)
    item = draft.items.scored()[0]
    named = {"scores": found.pk, "score_card": card.pk, "score_paper": paper.pk, "scores_draft": draft.pk}
    return named | {"score_item": item.pk, "score_heading": item.parent_id}
