"""The list of archives: who sees what, how it is narrowed, ordered and laid out, and what it costs."""

import datetime

import pytest
from django.urls import reverse

from core.templatetags.components import badge
from households.enums import Category, Cause, Level, RuleVersion, Status
from households.filters import HouseholdFilter
from households.models import Household, ListColumns
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db
URL = reverse("households")


@pytest.fixture
def page(as_user, officer):
    client = as_user(officer)

    def get(query=""):
        return client.get(f"{URL}{query}")

    return get


def names(response):
    return [household.head_name for household, _cells in response.context["rows"]]


def test_the_list_shows_the_archives_of_the_scope_by_name(page):
    for name in ("赵小兰", "陈大力", "曾强"):
        HouseholdFactory(worker=name)
    HouseholdFactory(worker="外州人", union=union("530100"))
    response = page()
    assert names(response) == ["陈大力", "曾强", "赵小兰"]
    assert response.context["total"] == "3"


def test_numbers_are_masked(page, household):
    number = household.members.get().identity_no
    content = page().content.decode()
    assert number not in content
    assert f"{number[:6]}********{number[-4:]}" in content


def test_an_outsider_sees_nothing_of_it_in_list_count_and_search(as_user, outsider, household):
    client = as_user(outsider)
    for query in (
        "",
        "?q=zxl",
        f"?q={household.archive_no}",
        "?union=532524",
        f"?q={household.members.get().identity_no}",
    ):
        response = client.get(f"{URL}{query}")
        assert (names(response), response.context["total"]) == ([], "0")
        assert "建水县" not in response.content.decode()


def test_a_cadre_sees_the_own_household_only(as_user, cadre, household):
    HouseholdFactory(worker="别家")
    assert names(as_user(cadre).get(URL)) == ["赵小兰"]


def test_administrators_do_not_see_archives(as_user, sysadmin):
    assert as_user(sysadmin).get(URL).status_code == 403


@pytest.mark.parametrize("term", ["zxl", "小兰", "紫陶", "532524202"])
def test_it_is_found_by_what_a_clerk_remembers(page, term):
    HouseholdFactory(worker="赵小兰", worker__workplace="建水县紫陶厂")
    HouseholdFactory(archive_no="530100202100001", worker="钱大力")
    assert names(page(f"?q={term}")) == ["赵小兰"]


@pytest.mark.parametrize(
    ("facts", "query"),
    [
        ({"status": Status.EXITED}, "status=exited"),
        ({"level": Level.COUNTY}, "level=county"),
        ({"category": Category.LOW_INCOME, "rule_version": RuleVersion.A2016}, "category=low_income"),
        ({"main_cause": Cause.SCHOOLING}, "cause=schooling"),
        ({"clear_mask": 0b111111}, "clear=yes"),
        ({"clear_mask": 0b111101}, "clear=no"),
        ({"clear_mask": 0b111101}, "clear=2"),
        ({"clear_mask": 0b000001}, "clear=6"),
    ],
)
def test_it_is_narrowed_by_what_is_chosen(page, facts, query):
    HouseholdFactory(worker="陈大力", clear_mask=None)
    HouseholdFactory(worker="曾强", **facts)
    assert names(page(f"?{query}")) == ["曾强"]


def test_the_item_that_is_not_clear_is_the_one_that_is_meant(page):
    HouseholdFactory(worker="陈大力", clear_mask=0b111110)
    assert names(page("?clear=1")) == ["陈大力"]
    assert names(page("?clear=2")) == []


def test_a_union_stands_for_everything_below_it(as_user, registrar):
    HouseholdFactory(worker="陈大力", union=union("532524"))
    HouseholdFactory(worker="曾强", union=union("532502"))
    client = as_user(registrar)
    assert names(client.get(f"{URL}?union=532524")) == ["陈大力"]
    assert names(client.get(f"{URL}?union=532500")) == ["陈大力", "曾强"]


def test_the_unions_to_choose_from_are_those_of_the_scope(as_user, registrar):
    content = as_user(registrar).get(URL).content.decode()
    assert "建水县总工会" in content
    assert "昆明市总工会" not in content


@pytest.mark.parametrize("query", ["?level=town", "?union=x", "?clear=9", "?sort=password", "?page=x", "?q=%00"])
def test_nonsense_in_the_url_narrows_nothing(page, household, query):
    response = page(query)
    assert response.status_code == 200
    assert names(response) == ["赵小兰"]


def test_what_is_set_is_said_and_can_be_taken_away(page, household):
    response = page("?level=national&status=on_file&sort=no&page=1")
    chips = [(chip.label, chip.value, chip.without) for chip in response.context["chips"]]
    assert chips == [
        ("状态", "在档", "level=national&sort=no"),
        ("建档标准", "全国级", "status=on_file&sort=no"),
    ]


def test_it_is_ordered_by_one_column_and_within_it_by_the_one_before(page):
    for name, amount in (("陈大力", 300), ("曾强", 100), ("赵小兰", 100), ("安定", None)):
        HouseholdFactory(worker=name)
        Household.objects.filter(head_name=name).update(per_head=amount)
    assert names(page("?sort=per_head,-name")) == ["赵小兰", "曾强", "陈大力", "安定"]
    assert names(page("?sort=-per_head,name")) == ["陈大力", "曾强", "赵小兰", "安定"]
    assert names(page("?sort=-name")) == ["赵小兰", "曾强", "陈大力", "安定"]


def test_a_head_pressed_again_turns_the_order_and_keeps_the_one_before(page, household):
    response = page("?level=national&sort=per_head,name")
    head = next(head for head in response.context["heads"] if head.label == "人均纯收入")
    assert (head.direction, head.query) == ("ascending", "level=national&sort=-per_head,name")
    assert response.context["name_head"].query == "level=national&sort=name,per_head"


def test_fifty_make_a_page_and_the_next_one_goes_on(page):
    for _ in range(51):
        HouseholdFactory()
    first, second = page(), page("?page=2")
    assert (len(names(first)), len(names(second))) == (50, 1)
    assert first.context["total"] == "51"


def test_an_empty_list_says_what_to_do(as_user, officer, reviewer):
    assert "可以导入现有的花名册" in as_user(officer).get(URL).content.decode()
    assert "建档由经办人员办理" in as_user(reviewer).get(URL).content.decode()
    assert "没有符合条件的档案" in as_user(officer).get(f"{URL}?status=exited").content.decode()


def test_only_officers_are_offered_a_new_archive(as_user, reviewer, household):
    assert reverse("household_create") not in as_user(reviewer).get(URL).content.decode()


def test_chosen_columns_are_kept_for_the_account(as_user, officer, household):
    client = as_user(officer)
    response = client.post(reverse("list_columns"), {"columns": ["phone", "filed", "x"], "query": "level=national"})
    assert response.url == f"{URL}?level=national"
    assert ListColumns.objects.get().columns == ["phone", "filed"]
    content = client.get(URL).content.decode()
    assert "139****0001" in content
    assert "2020-01-06" in content
    client.post(reverse("list_columns"), {"columns": []})
    assert not ListColumns.objects.exists()


def test_columns_are_posted(as_user, officer):
    assert as_user(officer).get(reverse("list_columns")).status_code == 405


def test_ticked_households_go_to_the_printer(page, household):
    content = page("?level=national").content.decode()
    assert f'action="{reverse("booklets_print")}?level=national"' in content
    assert f'name="archive_no" value="{household.archive_no}"' in content


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("who", ["officer", "cadre", "registrar"])
def test_the_list_costs_the_same_for_any_number_of_rows(rows, who, request, as_user, django_assert_max_num_queries):
    user = request.getfixturevalue(who)
    for number in range(rows):
        HouseholdFactory(union=union("532524"), filed_on=datetime.date(2020, 1, 1 + number))
    client = as_user(user)
    client.get(URL)
    with django_assert_max_num_queries(9):
        client.get(f"{URL}?q=zxl&union=532524&clear=no&sort=-filed,name")


def test_whatever_is_made_of_the_whole_list_is_narrowed_alike(officer, household, rf):
    HouseholdFactory(worker="外县人", union=union("532502"))
    HouseholdFactory(level=Level.COUNTY)
    query = rf.get("/?level=national").GET
    assert HouseholdFilter(query, Household.objects.visible_to(officer), user=officer).qs.get() == household


def test_somebody_with_two_roles_sees_subtree_and_own_household(as_user, cadre, household):
    mixed = user_with(Role.REGISTRAR, "530100", username="mixed")
    mixed.role_assignments.create(
        role=Role.CADRE,
        union=union("532524"),
        valid_from=datetime.date(2020, 1, 1),
        expires_on=datetime.date(2099, 1, 1),
    )
    mixed.archive_grants.create(household=household, kind="pairing")
    HouseholdFactory(worker="昆明人", union=union("530100"))
    HouseholdFactory(worker="别家")
    assert names(as_user(mixed).get(URL)) == ["昆明人", "赵小兰"]


@pytest.mark.parametrize(("status", "shown"), [("on_file", True), ("draft", False), ("exited", False)])
def test_a_household_without_a_cadre_is_a_gap_only_while_it_is_in_care(status, shown, officer, as_user):
    household = HouseholdFactory(status=status)
    pages = [as_user(officer).get(url).content.decode() for url in (URL, household.get_absolute_url())]
    assert [badge("未结对", "bad") in page for page in pages] == [shown, shown]
