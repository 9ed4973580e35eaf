"""Opening an archive: its number, its worker, and what is refused."""

import datetime

import pytest

from core.errors import Conflict, DomainError
from households.actions.archives import open_archive
from households.enums import Category, Cause, Level, RuleVersion, Sex, Status
from households.models import Household
from organizations.enums import UnionKind
from organizations.models import Union
from tests.support.factories import HouseholdFactory, identity_no, union
from tests.support.races import at_once, told_apart

pytestmark = pytest.mark.django_db
FILED = datetime.date(2026, 3, 2)
FACTS = {"level": Level.NATIONAL, "category": Category.DEEP, "main_cause": Cause.ILLNESS, "filed_on": FILED}


def opened(by, *, at="532524", facts=FACTS, archive_no="", **worker):
    worker = {"name": "李秀英", "identity_no": identity_no(male=False), **worker}
    return open_archive(by=by, union=union(at), facts=facts, worker=worker, archive_no=archive_no)


def test_an_archive_begins_as_a_draft_with_its_worker(officer):
    household = opened(officer, workplace="建水县紫陶厂")
    household.refresh_from_db()
    assert (household.status, household.created_by) == (Status.DRAFT, officer)
    assert (household.head_name, household.work_unit) == ("李秀英", "建水县紫陶厂")
    assert household.rule_version == RuleVersion.B2020
    assert Household.objects.matching("lxy").get() == household


def test_birth_date_and_sex_follow_from_the_identity_number(officer):
    number = identity_no(birth=datetime.date(1980, 1, 1), male=False)
    worker = opened(officer, identity_no=number).members.get()
    assert f"{worker.birth_date:%Y%m%d}" == number[6:14]
    assert worker.sex == Sex.FEMALE


def test_what_is_typed_stands_before_what_the_number_says(officer):
    worker = opened(officer, birth_date=datetime.date(1979, 9, 9)).members.get()
    assert worker.birth_date == datetime.date(1979, 9, 9)


def test_an_old_category_brings_its_rule_version(officer):
    assert opened(officer, facts={**FACTS, "category": Category.LOW_INCOME}).rule_version == RuleVersion.A2016


def test_numbers_run_on_within_a_division_and_year(officer, provincial):
    numbers = [opened(officer).archive_no, opened(officer).archive_no, opened(provincial, at="532500").archive_no]
    assert numbers == ["532524202600001", "532524202600002", "532500202600001"]


def test_a_number_behind_the_highest_is_taken(officer):
    HouseholdFactory(archive_no="532524202600041")
    assert opened(officer).archive_no == "532524202600042"


def test_a_grassroots_union_numbers_by_its_county(officer):
    Union.objects.add_child(union("532524"), {"code": "JS001", "name": "紫陶厂工会", "kind": UnionKind.GRASSROOTS})
    assert opened(officer, at="JS001").archive_no == "532524202600001"


def test_an_industry_system_numbers_by_the_province(provincial):
    assert opened(provincial, at="CY01").archive_no == "530000202600001"


def test_a_number_may_be_given(officer):
    assert opened(officer, archive_no="532524201900007").archive_no == "532524201900007"


def test_a_number_that_is_used_up_is_said(officer):
    HouseholdFactory(archive_no="532524202699999")
    with pytest.raises(DomainError, match="已用到最后一号"):
        opened(officer)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"archive_no": "532524201900007"}, "archive_no"),
        ({"archive_no": "12"}, "archive_no"),
        ({"identity_no": ""}, "identity_no"),
        ({"identity_no": "53252419800101001X"}, "identity_no"),
        ({"facts": {**FACTS, "secondary_causes": [Cause.ILLNESS]}}, ""),
        ({"facts": {**FACTS, "rule_version": RuleVersion.A2016}}, ""),
        ({"facts": {**FACTS, "persons": 31}}, ""),
        ({"facts": {**FACTS, "level": "town"}}, "level"),
    ],
)
def test_what_opening_refuses(officer, change, field):
    HouseholdFactory(archive_no="532524201900007")
    with pytest.raises(DomainError) as refusal:
        opened(officer, **change)
    assert refusal.value.field == field
    assert Household.objects.count() == 1


def test_pressing_twice_opens_one_archive(officer):
    number = identity_no()
    assert opened(officer, identity_no=number) == opened(officer, identity_no=number)


def test_a_worker_of_another_archive_is_refused_with_its_number_head_and_union(officer, provincial):
    number = identity_no()
    first = opened(provincial, at="530100", identity_no=number, name="李秀英")
    with pytest.raises(DomainError) as refusal:
        opened(officer, identity_no=number)
    assert refusal.value.field == "identity_no"
    assert refusal.value.message == (
        f"李秀英已在另一份在档档案中：{first.archive_no}，职工 李秀英，昆明市总工会。"
        "一人只能在一份档案中，请与该单位核对。"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_two_officers_at_once_get_two_numbers(officer):
    numbers, refusals = told_apart(at_once(*[lambda: opened(officer).archive_no] * 2))
    assert sorted(numbers) == ["532524202600001", "532524202600002"]
    assert refusals == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_two_officers_at_once_do_not_open_two_archives_for_one_person(officer, outsider):
    number = identity_no()
    results = at_once(
        lambda: opened(officer, identity_no=number, archive_no="532524202600100"),
        lambda: opened(outsider, at="530100", identity_no=number, archive_no="530100202600100"),
    )
    made, refusals = told_apart(results)
    assert len(made) == 1
    assert f"已在另一份在档档案中：{made[0].archive_no}" in refusals[0].message


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_one_number_given_twice_at_once_is_one_archive(officer):
    made, refusals = told_apart(at_once(*[lambda: opened(officer, archive_no="532524202600100")] * 2))
    assert len(made) == 1
    assert isinstance(refusals[0], Conflict)
    assert "档案编号 532524202600100 已被使用" in refusals[0].message
