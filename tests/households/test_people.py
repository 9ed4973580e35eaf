"""Adding, changing and removing people, and that nobody stands in two open archives."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from core.errors import Conflict, DomainError
from households.actions.people import add_member, edit_member, remove_member
from households.enums import Relation, Sex, Status
from households.history import values_of, version_of
from households.models import Household, Member
from tests.support.factories import HouseholdFactory, MemberFactory, identity_no
from tests.support.life import put

MemberEvent = apps.get_model("households", "MemberEvent")
pytestmark = pytest.mark.django_db


@pytest.fixture
def son(household):
    member = MemberFactory(household=household, name="赵一鸣", position_in_form=1)
    return Member.objects.select_related("household").get(pk=member.pk)


def test_a_new_member_stands_last_and_is_found_by_search(household, officer, son):
    number = identity_no(male=False)
    facts = {"relation": Relation.DAUGHTER, "name": "赵一诺", "identity_no": number}
    added = add_member(household, by=officer, facts=facts)
    assert (added.position_in_form, added.sex) == (2, Sex.FEMALE)
    assert f"{added.birth_date:%Y%m%d}" == number[6:14]
    assert Household.objects.matching("zyn").get() == Household.objects.matching(number).get() == household


def test_the_history_says_who_added_a_member(household, officer):
    added = add_member(household, by=officer, facts={"relation": Relation.SON, "name": "赵一鸣"})
    event = added.events.get()
    assert (event.pgh_label, event.pgh_context.metadata["user"]) == ("add", officer.pk)


def test_adding_twice_adds_once(household, officer):
    facts = {"relation": Relation.SON, "name": "赵一鸣", "identity_no": identity_no()}
    assert add_member(household, by=officer, facts=facts) == add_member(household, by=officer, facts=facts)


def test_a_second_worker_is_refused(household, officer, son):
    with pytest.raises(DomainError, match="只有一名职工本人"):
        add_member(household, by=officer, facts={"relation": Relation.SELF, "name": "钱大"})
    with pytest.raises(DomainError, match="只有一名职工本人"):
        edit_member(son, by=officer, facts={"relation": Relation.SELF})
    with pytest.raises(DomainError, match="只有一名职工本人"):
        edit_member(household.members.workers().get(), by=officer, facts={"relation": Relation.SON})


def test_a_wrong_number_is_refused_in_words(household, officer):
    with pytest.raises(DomainError, match="身份证号应为 18 位，实为 3 位，请核对原件。") as refusal:
        add_member(household, by=officer, facts={"relation": Relation.SON, "name": "赵一鸣", "identity_no": "123"})
    assert refusal.value.field == "identity_no"


def test_one_number_stands_once_in_a_household(household, officer, son):
    with pytest.raises(DomainError, match="身份证号与本户的 赵一鸣 相同"):
        add_member(
            household, by=officer, facts={"relation": Relation.SON, "name": "赵二", "identity_no": son.identity_no}
        )


def test_a_person_of_another_open_archive_is_refused_with_its_number_head_and_union(household, officer):
    other = HouseholdFactory(worker="钱大力")
    number = MemberFactory(household=other).identity_no
    with pytest.raises(DomainError, match=f"赵一鸣已在另一份在档档案中：{other.archive_no}，职工 钱大力，建水县总工会"):
        add_member(household, by=officer, facts={"relation": Relation.SON, "name": "赵一鸣", "identity_no": number})


def test_a_person_of_a_closed_archive_may_be_filed_anew(household, officer):
    other = HouseholdFactory()
    number = MemberFactory(household=other).identity_no
    put(other, Status.EXITED)
    facts = {"relation": Relation.SON, "name": "赵一鸣", "identity_no": number}
    assert add_member(household, by=officer, facts=facts).identity_no == number


def test_the_database_itself_holds_one_open_archive_per_person(household):
    number = MemberFactory(household=HouseholdFactory()).identity_no
    with pytest.raises(IntegrityError, match="one_open_archive_per_person"), transaction.atomic():
        MemberFactory(household=household, identity_no=number)


def test_changing_the_number_to_that_of_another_archive_is_refused(household, officer, son):
    number = MemberFactory(household=HouseholdFactory()).identity_no
    with pytest.raises(DomainError, match="已在另一份在档档案中"):
        edit_member(son, by=officer, facts={"identity_no": number})
    son.refresh_from_db()
    assert son.identity_no != number


def test_a_changed_name_of_the_worker_is_the_archives_name(household, officer):
    worker = household.members.workers().get()
    edit_member(worker, by=officer, facts={"name": "赵晓兰", "workplace": "紫陶厂"})
    household.refresh_from_db()
    assert (household.head_name, household.work_unit) == ("赵晓兰", "紫陶厂")
    assert worker.events.get().name == "赵小兰"


def test_a_change_in_between_is_not_overwritten(officer, provincial, son):
    fields = ("name", "health")
    seen = version_of(values_of(son, fields))
    edit_member(son, by=provincial, facts={"name": "赵一鸣", "health": "残疾"}, seen=seen)
    with pytest.raises(Conflict, match="省级经办 于 .*健康状况"):
        edit_member(son, by=officer, facts={"name": "赵一鸣", "health": "良好"}, seen=seen)


def test_changing_nothing_writes_nothing(officer, son):
    edit_member(son, by=officer, facts={"name": "赵一鸣", "birth_date": son.birth_date})
    assert son.events.count() == 0


def test_a_removed_member_is_off_the_household_and_in_the_history(household, officer, son):
    remove_member(son, by=officer)
    assert household.members.get().is_worker
    assert not Household.objects.matching("赵一鸣").exists()
    event = MemberEvent.objects.get(pgh_obj_id=son.pk)
    assert (event.name, event.pgh_context.metadata["user"]) == ("赵一鸣", officer.pk)


def test_removing_twice_changes_nothing(household, officer, son):
    remove_member(son, by=officer)
    remove_member(son, by=officer)
    assert [member.is_worker for member in household.members.all()] == [True]
    assert son.events.filter(pgh_label="delete").count() == 1


def test_the_worker_cannot_be_removed(household, officer):
    with pytest.raises(DomainError, match="职工本人不能移出档案"):
        remove_member(household.members.workers().get(), by=officer)


def test_changing_somebody_who_was_removed_is_a_conflict(officer, son):
    remove_member(son, by=officer)
    with pytest.raises(Conflict, match="将此人移出了本户"):
        edit_member(son, by=officer, facts={"health": "良好"})


def test_an_archive_under_review_takes_no_members(officer):
    archive = HouseholdFactory(status=Status.UNDER_REVIEW)
    with pytest.raises(DomainError, match="正在审核"):
        add_member(archive, by=officer, facts={"relation": Relation.SON, "name": "赵一鸣"})


def test_a_birth_date_follows_a_new_number_only_when_it_is_empty(officer, son):
    number = identity_no(birth=datetime.date(2001, 1, 1))
    edit_member(son, by=officer, facts={"identity_no": number, "birth_date": datetime.date(2000, 2, 2), "sex": ""})
    son.refresh_from_db()
    assert (son.birth_date, son.sex) == (datetime.date(2000, 2, 2), Sex.MALE)
