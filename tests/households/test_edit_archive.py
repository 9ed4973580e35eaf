"""Changing what stands in an archive, when two people have it open, and what the history then says."""

import pytest

from core.errors import Conflict, DomainError
from households.actions.archives import Edit, edit_archive, edit_sections
from households.enums import Category, Cause, Level, Status
from households.history import values_of, version_of
from households.models import Household
from tests.support.factories import HouseholdFactory, union

pytestmark = pytest.mark.django_db
HOUSING = ("housing", "floor_area")


def version(row, fields=HOUSING):
    return version_of(values_of(row, fields))


def test_only_what_differs_is_written_and_stands_in_the_history(household, officer):
    before = household.updated_at
    edit_archive(household, by=officer, facts={"housing": "租房", "address": household.address})
    household.refresh_from_db()
    event = household.events.get()
    assert (household.housing, event.housing) == ("租房", "")
    assert event.pgh_context.metadata["user"] == officer.pk
    assert household.updated_at > before


def test_saving_what_stands_there_already_writes_nothing(household, officer):
    before = household.updated_at
    edit_archive(household, by=officer, facts={"address": household.address, "persons": 1})
    household.refresh_from_db()
    assert (household.updated_at, household.events.count()) == (before, 0)


def test_what_somebody_saved_in_between_is_not_overwritten(household, officer, provincial):
    seen = version(household)
    edit_archive(household, by=provincial, facts={"housing": "租房", "floor_area": None}, seen=seen)
    with pytest.raises(
        Conflict, match="省级经办 于 .*修改了这一部分，与您填写的不同之处：住房类型。您填写的内容仍在下面"
    ):
        edit_archive(household, by=officer, facts={"housing": "自建房", "floor_area": None}, seen=seen)
    household.refresh_from_db()
    assert household.housing == "租房"


def test_after_the_conflict_was_shown_the_next_save_counts(household, officer, provincial):
    edit_archive(household, by=provincial, facts={"housing": "租房"})
    household.refresh_from_db()
    edit_archive(household, by=officer, facts={"housing": "自建房", "floor_area": None}, seen=version(household))
    household.refresh_from_db()
    assert household.housing == "自建房"


def test_a_change_of_another_section_is_no_conflict(household, officer, provincial):
    seen = version(household)
    edit_archive(household, by=provincial, facts={"remark": "户主住院"})
    edit_archive(household, by=officer, facts={"housing": "租房", "floor_area": None}, seen=seen)
    household.refresh_from_db()
    assert (household.housing, household.remark) == ("租房", "户主住院")


def test_the_same_change_sent_twice_is_no_conflict(household, officer):
    seen, facts = version(household), {"housing": "租房", "floor_area": None}
    edit_archive(household, by=officer, facts=facts, seen=seen)
    edit_archive(household, by=officer, facts=facts, seen=seen)
    assert household.events.count() == 1


def test_sections_are_saved_all_or_none(household, officer):
    edits = [Edit({"remark": "户主住院"}), Edit({"phone": "13987300009"}, of_worker=True), Edit({"persons": 31})]
    with pytest.raises(DomainError, match="家庭人口应在 1 到 30 之间"):
        edit_sections(household, by=officer, edits=edits)
    household.refresh_from_db()
    assert (household.remark, household.members.get().phone) == ("", "13987300001")
    edit_sections(household, by=officer, edits=edits[:2])
    household.refresh_from_db()
    assert (household.remark, household.members.get().phone) == ("户主住院", "13987300009")


def test_moving_an_archive_to_another_union_moves_its_scope(household, officer):
    edit_archive(household, by=officer, facts={"union": union("532500")})
    household.refresh_from_db()
    assert household.union_path == union("532500").path


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"category": Category.LOW_INCOME}, "困难类别与认定规则版本不符"),
        ({"category": Category.RELATIVE}, "须经审核调整"),
        ({"level": Level.COUNTY}, "须经审核调整"),
        ({"secondary_causes": [Cause.ILLNESS]}, "次要致困原因不能与主要致困原因相同"),
        ({"secondary_causes": [Cause.LAID_OFF, Cause.SCHOOLING, Cause.UNINSURED, Cause.OTHER]}, "最多三项"),
        ({"persons": 0}, "家庭人口应在 1 到 30 之间"),
        ({"housing": "城堡"}, "不是有效选项"),
    ],
)
def test_what_editing_refuses(household, officer, facts, message):
    with pytest.raises(DomainError, match=message):
        edit_archive(household, by=officer, facts=facts)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (Status.UNDER_REVIEW, "正在审核，审核结束后才能修改"),
        (Status.EXITED, "已脱困，不能再修改"),
        (Status.CANCELLED, "已注销，不能再修改"),
        (Status.REJECTED, "未通过，不能再修改"),
    ],
)
def test_states_that_take_no_changes(officer, status, message):
    archive = HouseholdFactory(status=status)
    with pytest.raises(DomainError, match=message):
        edit_archive(archive, by=officer, facts={"remark": "改"})
    assert Household.objects.get().remark == ""
