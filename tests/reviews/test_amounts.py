"""Who has to agree by how much it is, and notices on which one review has many lines."""

from decimal import Decimal

import pytest

from core import clock
from core.errors import DomainError
from organizations.enums import Role
from reviews.actions.closing import close_notice
from reviews.actions.notices import draw_notice
from reviews.actions.procedures import copy_procedure, edit_procedure, publish_procedure
from reviews.actions.starting import procedure_for, start_review
from reviews.enums import Subject
from reviews.inforce import standings
from reviews.models import Procedure
from reviews.subjects import HANDLERS
from tests.support.factories import union, user_with
from tests.support.notices import Masked, after, answered, objection, ran
from tests.support.reviews import bring_to, unit

pytestmark = pytest.mark.django_db


class ManyLines(Masked):
    """Three people stand behind each review."""

    def notice_rows(self, reviews):
        rows = self.notice_lines(reviews)
        return {key: [values | {"姓名": f"职工{n}"} for n in (1, 2, 3)] for key, values in rows.items()}


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setitem(HANDLERS, Subject.ENTRY, ManyLines())


@pytest.mark.parametrize(
    ("amount", "from_amount"),
    [(None, 0), ("0.01", 0), ("49999.99", 0), ("50000", 50_000), ("999999.99", 50_000), ("1000000", 1_000_000)],
)
def test_the_procedure_is_the_one_of_the_highest_amount_that_is_reached(amount, from_amount):
    found = procedure_for(Subject.PAYMENT, union("532524"), amount and Decimal(amount))
    assert found.amount_from == from_amount


def test_the_last_who_agrees_to_a_million_sits_at_the_province():
    steps = procedure_for(Subject.PAYMENT, union("532524"), Decimal(1_000_000)).steps.order_by("number")
    assert [step.name for step in steps][-3:] == ["县级审批", "州级审批", "省级审批"]


def version_of_prefecture(approver, shipped_from, amount_from):
    """Return a draft of 红河州 for an amount, copied from the shipped procedure for another."""
    shipped = Procedure.objects.get(subject=Subject.PAYMENT, amount_from=shipped_from, union=union("530000"))
    draft = copy_procedure(shipped, by=approver, union=union("532500"))
    edit_procedure(draft, by=approver, name="红河州发放", note="", amount_from=Decimal(amount_from))
    return draft


def held_at(*amounts):
    return [procedure_for(Subject.PAYMENT, union("532524"), Decimal(amount)) for amount in amounts]


def test_a_version_of_a_prefecture_holds_there_for_its_amount_up_to_the_next_of_those_above():
    approver = user_with(Role.APPROVER, "532500")
    draft = version_of_prefecture(approver, 50_000, 80_000)
    publish_procedure(draft, by=approver, valid_from=clock.today())
    assert [found == draft for found in held_at(79_999, 80_000, 999_999, 1_000_000)] == [False, True, True, False]
    assert procedure_for(Subject.PAYMENT, union("530100"), Decimal(80_000)).union == union("530000")
    rows = standings(Procedure.objects.filter(subject=Subject.PAYMENT), union("532524"))
    holding = {(row.procedure.union.code, int(row.procedure.amount_from)) for row in rows if row.holds_here}
    assert holding == {("530000", 0), ("530000", 50_000), ("532500", 80_000), ("530000", 1_000_000)}


def test_a_version_for_small_sums_takes_no_approval_away_from_large_ones():
    approver = user_with(Role.APPROVER, "532500")
    draft = version_of_prefecture(approver, 0, 0)
    publish_procedure(draft, by=approver, valid_from=clock.today())
    small, large, million = held_at(49_999, 50_000, 1_000_000)
    assert (small, large.amount_from, million.amount_from) == (draft, 50_000, 1_000_000)


def test_a_prefecture_leaves_out_no_approval_above_it_and_no_notice():
    approver = user_with(Role.APPROVER, "532500")
    draft = version_of_prefecture(approver, 50_000, 2_000_000)
    with pytest.raises(DomainError, match="须经省级审定，不能省去"):
        publish_procedure(draft, by=approver, valid_from=clock.today())
    edit_procedure(draft, by=approver, name="红河州发放", note="", amount_from=Decimal(60_000))
    draft.steps.get(kind="notice").delete()
    with pytest.raises(DomainError, match="资金发放须先公示"):
        publish_procedure(draft, by=approver, valid_from=clock.today())


def test_what_is_no_money_is_not_told_apart_by_amount():
    approver = user_with(Role.APPROVER, "532500")
    draft = copy_procedure(Procedure.objects.get(subject="entry"), by=approver, union=union("532500"))
    with pytest.raises(DomainError, match="不按金额分级") as refusal:
        edit_procedure(draft, by=approver, name="甲", note="", amount_from=Decimal(1))
    assert refusal.value.field == "amount_from"


def test_a_review_keeps_its_amount_and_the_procedure_of_it(staff):
    facts = {"title": "生活救助", "subject_ref": "FF-1", "content": [], "facts": {}, "amount": Decimal(60_000)}
    review = start_review(subject=Subject.PAYMENT, union=union("532524"), by=staff.county_officer, **facts)
    assert (review.amount, review.procedure.amount_from) == (Decimal(60_000), Decimal(50_000))


@pytest.fixture
def on_the_wall(many, staff):
    return ran(staff)


def test_a_review_may_have_many_lines_on_a_notice(on_the_wall):
    assert [line.values["姓名"] for line in on_the_wall.lines.all()] == ["职工1", "职工2", "职工3"]
    assert len(on_the_wall.standing_reviews()) == 1


def test_drawing_twice_returns_the_draft_with_all_its_lines(many, review, staff):
    waiting = bring_to(review, staff, 3)
    first, second = [draw_notice([waiting], by=staff.unit_officer) for _twice in range(2)]
    assert (first, first.lines.count()) == (second, 3)


def test_the_review_goes_on_once_when_all_its_lines_have_stood(on_the_wall, staff):
    with after(on_the_wall):
        batch = close_notice(on_the_wall, by=staff.unit_officer)
    assert (len(batch.done), batch.done[0].step.name) == (1, "基层初审")


def test_one_line_found_wrong_holds_the_whole_review(on_the_wall, staff):
    lines = list(on_the_wall.lines.all())
    with clock.at(on_the_wall.starts_on):
        answered(objection(on_the_wall, line=lines[0]), staff)
        answered(objection(on_the_wall, line=lines[1]), staff, upheld=True)
    with after(on_the_wall):
        batch = close_notice(on_the_wall, by=staff.unit_officer)
    assert (batch.done, len(batch.refused)) == ([], 1)
    assert unit() == batch.refused[0][0].union
