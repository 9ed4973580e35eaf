"""The forms of the archive on screen: opening one, changing sections, and what is kept when something is wrong."""

import pytest
from django.urls import reverse

from households.actions.archives import edit_archive
from households.enums import Category, Cause, Level, RuleVersion, Status
from households.models import Household
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, MemberFactory, identity_no, union
from tests.support.reviews import Staff

pytestmark = pytest.mark.django_db
NEW = reverse("household_create")


def filled(**changes):
    """What a clerk types for a new archive."""
    return {
        "union": "532524",
        "level": Level.NATIONAL,
        "category": Category.DEEP,
        "filed_on": "2026-03-02",
        "name": "李秀英",
        "identity_no": identity_no(male=False),
        "main_cause": Cause.ILLNESS,
        "persons": "3",
        "annual_income": "1,8000元",
        **changes,
    }


def section(client, household, key="", **changes):
    """Open the form of a section, and return what it would send, with some changes."""
    url = reverse("household_edit", args=[household.archive_no, *([key] if key else [])])
    form = client.get(url).context["form"]
    sent = {part.seen_name: part.seen for part in form.sections}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            sent[bound.name] = value.code if hasattr(value, "code") else "on" if value is True else value
    return url, sent | changes


def test_a_new_archive_is_opened_as_a_draft(as_user, officer):
    response = as_user(officer).post(NEW, filled(secondary_causes=[Cause.SCHOOLING, Cause.LAID_OFF]))
    household = Household.objects.get()
    assert response.url == household.get_absolute_url()
    assert (household.status, household.union, household.persons) == (Status.DRAFT, union("532524"), 3)
    assert household.annual_income == 18000
    assert household.secondary_causes == [Cause.SCHOOLING, Cause.LAID_OFF]
    assert household.head_name == "李秀英"


def test_pressing_save_twice_opens_one_archive(as_user, officer):
    client, typed = as_user(officer), filled()
    assert client.post(NEW, typed).url == client.post(NEW, typed).url
    assert Household.objects.count() == 1


def test_an_archive_may_be_opened_under_the_older_rules(as_user, officer):
    as_user(officer).post(NEW, filled(category=Category.NEAR_LOW_INCOME))
    assert Household.objects.get().rule_version == RuleVersion.A2016


@pytest.mark.parametrize("who", ["reviewer", "registrar", "sysadmin", "cadre"])
def test_only_officers_open_archives(who, request, as_user):
    client = as_user(request.getfixturevalue(who))
    assert (client.get(NEW).status_code, client.post(NEW, filled()).status_code) == (403, 403)


def test_a_union_outside_the_scope_cannot_be_chosen(as_user, officer):
    client = as_user(officer)
    assert "昆明市总工会" not in client.get(NEW).content.decode()
    response = client.post(NEW, filled(union="530100"))
    assert "union" in dict(response.context["form"].sections[0].errors)
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        ({"name": ""}, "name", "请填写姓名"),
        ({"identity_no": ""}, "identity_no", "请填写身份证号"),
        ({"identity_no": "532524198001010011"}, "identity_no", "身份证号校验位不正确，请核对原件。"),
        ({"archive_no": "123"}, "archive_no", "档案编号应为 15 位数字。"),
        ({"annual_income": "很少"}, "annual_income", "请填写金额"),
        ({"filed_on": "2099-01-01"}, "filed_on", "建档日期不能晚于今天。"),
        ({"secondary_causes": [Cause.ILLNESS]}, "secondary_causes", "不能与主要致困原因相同"),
        ({"secondary_causes": ["laid_off", "uninsured", "schooling", "disaster"]}, "secondary_causes", "最多 3 项"),
        ({"main_cause": Cause.OTHER}, "other_cause", "请写明是什么原因"),
        ({"persons": "31"}, "persons", "家庭人口应在 1 到 30 之间"),
        ({"annual_income": "-5"}, "annual_income", "不能小于 0"),
        ({"floor_area": "两间"}, "floor_area", "请填写面积"),
        ({"started_work_on": "2099-01-01"}, "started_work_on", "参加工作时间不能晚于今天"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_at_the_top(as_user, officer, change, name, words):
    response = as_user(officer).post(NEW, filled(remark="老机械厂退养职工", **change))
    content = response.content.decode()
    assert response.status_code == 200
    assert words in content
    if name:
        assert f'href="#id_{name}' in content
    assert "老机械厂退养职工" in content
    assert not Household.objects.exists()


def test_a_mistyped_number_is_said_together_with_all_else_that_is_wrong(as_user, officer):
    content = as_user(officer).post(NEW, filled(name="", identity_no="53252419800101001")).content.decode()
    assert all(f'href="#id_{name}"' in content for name in ("name", "identity_no"))
    assert "身份证号应为 18 位，实为 17 位，请核对原件。" in content


@pytest.mark.parametrize(("phone", "odd"), [("123", True), ("13987311234", False), ("0873-7651234", False)])
def test_a_phone_number_that_nobody_can_call_is_saved_with_a_warning(as_user, officer, phone, odd):
    response = as_user(officer).post(NEW, filled(phone=phone), follow=True)
    assert Household.objects.exists()
    assert ("手机号码位数不对" in response.content.decode()) is odd


def test_a_worker_of_another_archive_is_named_beside_the_number(as_user, officer):
    other = HouseholdFactory(worker="钱大力", union=union("532502"))
    number = MemberFactory(household=other).identity_no
    content = as_user(officer).post(NEW, filled(identity_no=number)).content.decode()
    assert f"已在另一份在档档案中：{other.archive_no}，职工 钱大力，开远市总工会" in content
    assert "李秀英" in content


def test_a_taken_number_is_said(as_user, officer, household):
    content = as_user(officer).post(NEW, filled(archive_no=household.archive_no)).content.decode()
    assert f"档案编号 {household.archive_no} 已被使用" in content


def test_one_section_is_saved_alone(as_user, officer, household):
    client = as_user(officer)
    url, sent = section(client, household, "housing", housing="租房", floor_area="62.5")
    assert client.post(url, sent).url == household.get_absolute_url()
    household.refresh_from_db()
    assert (household.housing, household.floor_area) == ("租房", 62.5)


def test_the_whole_form_writes_only_the_sections_that_were_touched(as_user, officer, provincial, household):
    client = as_user(officer)
    url, sent = section(client, household, remark="户主住院", phone="139 8731-1234")
    edit_archive(household, by=provincial, facts={"housing": "租房"})
    client.post(url, sent)
    household.refresh_from_db()
    assert (household.remark, household.housing) == ("户主住院", "租房")
    assert household.members.get().phone == "13987311234"
    assert household.events.count() == 2


def test_saving_without_a_change_writes_nothing(as_user, officer, household):
    client = as_user(officer)
    url, sent = section(client, household)
    response = client.post(url, sent, follow=True)
    assert "没有改动" in response.content.decode()
    assert household.events.count() == household.members.get().events.count() == 0


def test_somebody_elses_save_in_between_is_shown_and_the_typed_is_kept(as_user, officer, provincial, household):
    client = as_user(officer)
    url, sent = section(client, household, "family", address="建水县临安镇新址8号")
    edit_archive(household, by=provincial, facts={"address": "建水县临安镇旧街3号"})
    response = client.post(url, sent)
    content = response.content.decode()
    assert "省级经办 于" in content
    assert "与您填写的不同之处：家庭住址" in content
    assert "建水县临安镇新址8号" in content
    sent["seen_family"] = response.context["form"].sections[0].seen
    client.post(url, sent)
    household.refresh_from_db()
    assert household.address == "建水县临安镇新址8号"


def test_after_another_mistake_the_version_that_was_seen_is_still_the_first(as_user, officer, provincial, household):
    client = as_user(officer)
    url, sent = section(client, household, "figures", persons="无")
    edit_archive(household, by=provincial, facts={"annual_income": 9000})
    seen = client.post(url, sent).context["form"].sections[0].seen
    assert seen == sent["seen_figures"]


def test_the_categories_to_choose_from_are_those_of_the_files_rules(as_user, officer):
    household = HouseholdFactory(category=Category.LOW_INCOME, rule_version=RuleVersion.A2016)
    client = as_user(officer)
    content = client.get(reverse("household_edit", args=[household.archive_no, "filing"])).content.decode()
    assert "低保边缘户" in content
    assert "深度困难职工" not in content
    url, sent = section(client, household, "filing", category=Category.DEEP)
    assert "category" in client.post(url, sent).context["form"].sections[0].errors


def test_an_unknown_section_is_not_found(as_user, officer, household):
    url = reverse("household_edit", args=[household.archive_no, "secrets"])
    assert as_user(officer).get(url).status_code == 404


def test_opening_the_form_with_whole_numbers_leaves_a_line(as_user, officer, household):
    client = as_user(officer)
    for section in ("worker", "housing"):
        client.get(reverse("household_edit", args=[household.archive_no, section]))
    lines = AccessLog.objects.filter(subject=household.archive_no).order_by("pk").values_list("verb", "detail")
    assert list(lines) == [(AccessVerb.REVEAL, "修改档案"), (AccessVerb.VIEW, "修改档案")]


def test_a_doubtful_card_number_is_taken_with_a_warning(as_user, officer, household):
    client = as_user(officer)
    url, sent = section(client, household, "bank", card_no="6228 4804 0256 4890 011")
    content = client.post(url, sent, follow=True).content.decode()
    assert "银行卡号校验不通过" in content
    household.refresh_from_db()
    assert household.card_no == "6228480402564890011"


def test_the_form_costs_a_bounded_number_of_queries(as_user, officer, household, django_assert_max_num_queries):
    client = as_user(officer)
    client.get(NEW)
    with django_assert_max_num_queries(10):
        client.get(reverse("household_edit", args=[household.archive_no]))


def test_who_files_for_one_union_only_need_not_choose_it(as_user):
    works = Staff.hire().unit_officer
    assert f'value="{works.union.code}" selected' in as_user(works).get(NEW).content.decode()
