"""The life of an archive: changes of status that stay, drafts that end, and hardship that returns."""

import datetime

import pytest
from django.db import InternalError, connection, transaction

from core import clock
from core.errors import DomainError, NotAllowed
from households.actions.lifecycle import Turn, change_status, discard_draft, reopen_as_relapse
from households.enums import Level, Relation, Status
from households.models import Household, StatusChange
from tests.support.factories import HouseholdFactory, MemberFactory, union
from tests.support.life import put

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 3)


def life(household):
    return list(household.status_changes.values_list("from_status", "to_status", "on", "cause", "review_no"))


@pytest.fixture
def drafts():
    return [HouseholdFactory(status=Status.DRAFT) for _number in range(3)]


@pytest.fixture
def left(household):
    MemberFactory(household=household, relation=Relation.DAUGHTER, name="赵小满")
    return put(household, Status.EXITED, filed_on=DAY)


def test_an_archive_that_comes_in_on_file_begins_its_life_on_its_filing_day(household, officer):
    assert life(household) == [("", "on_file", household.filed_on, "", "")]
    assert life(HouseholdFactory(status=Status.DRAFT)) == []


def test_a_change_of_many_keeps_a_row_of_each_and_tells_them_apart(drafts, officer):
    turns = {drafts[0].pk: Turn(cause="重复", review_no="2025-000001", columns=(("level", Level.COUNTY),))}
    change_status(drafts, Status.CANCELLED, by=officer, on=DAY, cause="集中清理", turns=turns)
    found = list(StatusChange.objects.order_by("household").values_list("cause", "review_no", "level", "by"))
    assert found == [
        ("重复", "2025-000001", "county", officer.pk),
        ("集中清理", "", "national", officer.pk),
        ("集中清理", "", "national", officer.pk),
    ]
    assert set(Household.objects.values_list("status", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_as_few_statements_as_one(drafts, officer, count, django_assert_num_queries):
    with django_assert_num_queries(6):
        change_status(drafts[:count], Status.CANCELLED, by=officer, on=DAY)


def test_what_has_the_status_already_gets_no_second_row(drafts, officer):
    for _time in range(2):
        change_status(drafts, Status.CANCELLED, by=officer, on=DAY)
    assert StatusChange.objects.count() == 3


@pytest.mark.parametrize(
    "sql", ["UPDATE households_statuschange SET cause = 'x'", "DELETE FROM households_statuschange"]
)
def test_what_happened_is_never_rewritten(household, sql):
    with pytest.raises(InternalError, match="append_only|no_delete"), transaction.atomic():
        connection.cursor().execute(sql)


def test_what_happened_moves_with_the_archive(household):
    household.union = union("530100")
    household.save(update_fields=["union"])
    assert household.status_changes.get().union_path == union("530100").path


def test_a_draft_is_discarded_with_its_reason(drafts, officer):
    for _time in range(2):
        discard_draft(drafts[0], by=officer, cause="重复录入")
    drafts[0].refresh_from_db()
    assert drafts[0].status == Status.CANCELLED
    assert [row[:2] + row[3:4] for row in life(drafts[0])] == [("draft", "cancelled", "重复录入")]


def test_a_draft_is_not_discarded_without_reason_nor_an_archive_on_file_at_all(drafts, household, officer):
    with pytest.raises(DomainError, match="请写明作废原因"):
        discard_draft(drafts[0], by=officer, cause=" ")
    with pytest.raises(DomainError, match="在档的请申请注销"):
        discard_draft(household, by=officer, cause="重复")


def test_hardship_that_returns_opens_a_draft_filled_in_from_the_old_archive(left, officer):
    with clock.at(DAY):
        new = reopen_as_relapse(left, by=officer)
    new.refresh_from_db()
    assert (new.status, new.previous, new.filed_on, new.archive_no) == ("draft", left, None, "532524202500001")
    assert (new.head_name, new.address, new.created_by) == (left.head_name, left.address, officer)
    assert [m.name for m in new.members.all()] == ["赵小兰", "赵小满"]
    assert (new.surveys.count(), new.per_head, left.members.count()) == (0, None, 2)


def test_asked_again_it_is_the_same_draft(left, officer):
    assert reopen_as_relapse(left, by=officer) == reopen_as_relapse(left, by=officer)


def test_only_what_was_left_by_exit_is_opened_again_and_nobody_twice(household, left, officer):
    with pytest.raises(DomainError, match="只有已脱困的档案"):
        reopen_as_relapse(put(HouseholdFactory(), Status.CANCELLED), by=officer)
    worker = household.members.get(relation=Relation.SELF)
    MemberFactory(household=HouseholdFactory(), name=worker.name, identity_no=worker.identity_no)
    with pytest.raises(DomainError, match="已在另一份在档档案中"):
        reopen_as_relapse(left, by=officer)


def test_who_is_no_officer_there_opens_and_discards_nothing(left, drafts, outsider, reviewer):
    for user in (outsider, reviewer):
        with pytest.raises(NotAllowed):
            reopen_as_relapse(left, by=user)
        with pytest.raises(NotAllowed):
            discard_draft(drafts[0], by=user, cause="重复")
