"""Writing a sheet: items, weights, publishing once and for all, copying, who may."""

import datetime
from decimal import Decimal

import pytest
from django.db import InternalError, transaction

from audits.actions.scores.items import add_item, edit_item, move_item, remove_item
from audits.actions.scores.sheets import copy_sheet, discard_sheet, edit_sheet, publish_sheet, set_self_until
from audits.models import ScoreItem, ScoreSheet
from audits.scores.shipped import SHEET
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.scores import NAME, item, published, sheet

pytestmark = pytest.mark.django_db


def test_the_shipped_skeleton_is_marked_and_may_be_published(provincial):
    made = sheet(provincial, shipped=True)
    assert "推定" in made.note
    assert made.items.count() == len(SHEET) + sum(len(rows) for _code, _name, rows in SHEET)
    assert publish_sheet(made, by=provincial).status == "published"


def test_the_same_again_is_the_first_and_another_name_another(provincial):
    made = sheet(provincial)
    assert sheet(provincial) == made
    assert sheet(provincial, name="产业工会考核", kinds=["industry"]) != made
    publish = item(made, provincial, weight=Decimal(100)) and publish_sheet(made, by=provincial)
    assert publish_sheet(publish, by=provincial).published_at == publish.published_at
    with pytest.raises(DomainError, match="同名"):
        sheet(provincial)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"name": " "}, "name"), ({"kinds": []}, "kinds"), ({"kinds": ["province"]}, "kinds"), ({"year": 1900}, "year")],
)
def test_a_sheet_that_makes_no_sense_is_refused(provincial, facts, field):
    with pytest.raises(DomainError) as refused:
        sheet(provincial, **facts)
    assert refused.value.field == field


def test_weights_add_up_to_the_full_mark_and_no_heading_is_empty(provincial):
    made = sheet(provincial)
    item(made, provincial)
    add_item(made, by=provincial, name="公示")
    with pytest.raises(DomainError, match="“公示”下没有项目.*合计 40.00 分，与满分 100"):
        publish_sheet(made, by=provincial)
    with pytest.raises(InternalError, match="do not add up"), transaction.atomic():
        ScoreSheet.objects.filter(pk=made.pk).update(status="published", published_at="2026-01-01T00:00Z")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"weight": Decimal(0)}, "weight"),
        ({"standard": ""}, "standard"),
        ({"source": "no such"}, "source"),
        ({"source": "pairing_rate", "full_at": None}, "full_at"),
        ({"source": "pairing_rate", "zero_at": Decimal(100)}, "zero_at"),
        ({"source": "pairing_rate", "scale": "steps", "steps": []}, "steps"),
        ({"source": "pairing_rate", "scale": "steps", "steps": [["90", "61"]]}, "steps"),
        ({"source": "pairing_rate", "scale": "steps", "steps": [["90", "5"], ["95", "3"]]}, "steps"),
        ({"source": "pairing_rate", "scale": "per_case"}, "each"),
    ],
)
def test_an_item_without_what_it_needs_is_refused(provincial, facts, field):
    made = sheet(provincial)
    with pytest.raises(DomainError) as refused:
        item(made, provincial, **facts)
    assert refused.value.field == field


def test_items_are_changed_moved_and_removed(provincial):
    made = sheet(provincial)
    first, second = item(made, provincial), item(made, provincial, source="pairing_rate")
    move_item(second, by=provincial, up=True)
    move_item(second, by=provincial, up=True)
    assert [one.name for one in made.items.in_order()] == ["结对帮扶", "结对覆盖率", "专题研究"]
    edit_item(first, by=provincial, name="部署", kind="hand", weight=Decimal(30), standard="有方案。")
    assert [str(one.weight) for one in made.items.in_order()] == ["0.00", "60.00", "30.00"]
    remove_item(first, by=provincial)
    remove_item(first, by=provincial)
    assert made.items.count() == 2
    discard_sheet(made, by=provincial)
    assert not ScoreItem.objects.exists()


def test_a_published_sheet_never_changes(provincial):
    made = published(provincial)
    first = made.items.scored()[0]
    acts = [
        lambda: edit_item(first, by=provincial, name="另一项", kind="hand", weight=Decimal(1), standard="x"),
        lambda: add_item(made, by=provincial, name="另一类"),
        lambda: edit_sheet(made, by=provincial, name="另一表", year=made.year, kinds=["county"]),
        lambda: discard_sheet(made, by=provincial),
    ]
    for act in acts:
        with pytest.raises(DomainError, match="已经发布"):
            act()
    for rows, facts in ((made.items, {"weight": 1}), (ScoreSheet.objects.filter(pk=made.pk), {"full": 90})):
        with pytest.raises(InternalError, match="frozen"), transaction.atomic():
            rows.update(**facts)


def test_until_when_unions_score_themselves_may_change_while_a_sheet_is_in_force(provincial, officer):
    made = published(provincial)
    day = datetime.date(made.year + 1, 1, 15)
    assert set_self_until(made, by=provincial, day=day).self_until == day
    for year in (made.year - 1, made.year + 2, 9999):
        with pytest.raises(DomainError, match=f"应在 {made.year} 年或 {made.year + 1} 年"):
            set_self_until(made, by=provincial, day=day.replace(year=year))
    with pytest.raises(NotAllowed):
        set_self_until(made, by=officer, day=day)


def test_next_year_begins_with_a_copy(provincial):
    made = published(provincial, name="2026 年考核", year=2026, self_until=datetime.date(2026, 12, 31))
    copy = copy_sheet(made, by=provincial)
    assert (copy.name, copy.year, copy.is_draft, copy_sheet(made, by=provincial)) == ("2027 年考核", 2027, True, copy)
    assert copy.self_until == datetime.date(2027, 12, 31)
    codes = [list(one.items.in_order().values_list("code", "name", "weight")) for one in (made, copy)]
    assert codes[0] == codes[1]


def test_who_keeps_no_sheets_there_may_not(provincial, officer, reviewer, outsider):
    made = sheet(provincial)
    for by in (officer, reviewer, outsider):
        for act in (lambda by=by: sheet(by, name=NAME + "二"), lambda by=by: publish_sheet(made, by=by)):
            with pytest.raises(NotAllowed):
                act()


def test_what_no_total_can_hold_is_not_published(provincial):
    most, made = Decimal("9999.99"), sheet(provincial, full=Decimal("9999.99"))
    item(made, provincial, weight=most)
    item(made, provincial, name="经验推广", sense="bonus", weight=Decimal("0.01"))
    with pytest.raises(DomainError, match="合计 10000.00 分，最多 9999.99 分"):
        publish_sheet(made, by=provincial)
    nothing = sheet(provincial, name="只有加分", full=Decimal(0))
    item(nothing, provincial, sense="bonus")
    with pytest.raises(DomainError, match="满分须大于 0"):
        publish_sheet(nothing, by=provincial)


def test_below_an_item_or_a_heading_that_is_gone_nothing_is_added(provincial):
    made = sheet(provincial)
    first = item(made, provincial)
    heading = first.parent
    with pytest.raises(Conflict):
        add_item(made, by=provincial, parent=first, name="下级", kind="hand", weight=Decimal(1), standard="x")
    remove_item(heading, by=provincial)
    with pytest.raises(Conflict):
        add_item(made, by=provincial, parent=heading, name="下级", kind="hand", weight=Decimal(1), standard="x")
