"""The page of registers: who opens it, what it shows as it will be, and what is kept and shared."""

import pytest
from django.urls import reverse

from households.enums import Cause
from organizations.enums import Role
from reports.catalogue import KINDS
from reports.catalogue.query import Query
from reports.catalogue.sheet import register_of
from reports.models import SavedRegister
from tests.support.factories import HouseholdFactory, union, user_with

pytestmark = pytest.mark.django_db


def page(client, kind="roster", **asked) -> str:
    response = client.get(reverse("register", args=[kind]), asked)
    assert response.status_code == 200
    return response.content.decode()


def test_nobody_sees_rows_of_another_prefecture_and_a_union_outside_is_not_there(household, outsider, as_user):
    client = as_user(outsider)
    assert household.archive_no not in page(client)
    assert client.get(reverse("register", args=["roster"]), {"union": "532524"}).status_code == 404


def test_cadres_and_administrators_are_told_who_has_registers(cadre, sysadmin, as_user):
    for user in (cadre, sysadmin):
        for url in (reverse("registers"), reverse("register", args=["roster"])):
            assert as_user(user).get(url).status_code == 403


def test_a_register_that_there_is_not_is_not_found(officer, as_user):
    assert as_user(officer).get(reverse("register", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_register_has_a_page(kind, household, officer, as_user):
    words = page(as_user(officer), kind)
    assert "填报单位：建水县总工会" in words or "这个范围内没有记录" in words


def test_columns_are_shown_in_the_order_that_is_asked(officer, household, as_user):
    words = page(as_user(officer), f=["cadre", "name"])
    table = words[words.index("<thead>") :]
    assert table.index("帮扶责任人") < table.index("姓名")
    assert "身份证号" not in table


def test_the_preview_has_groups_and_masks_numbers_even_when_full_ones_are_asked(officer, as_user):
    home = HouseholdFactory(main_cause=Cause.SCHOOLING)
    words = page(as_user(officer), group="cause", in_full="1")
    assert "主要致困原因：子女上学" in words
    assert "小　计　1 户" in words
    assert home.head.identity_no not in words


def test_a_register_that_ends_within_the_preview_has_its_total(officer, household, as_user):
    client = as_user(officer)
    assert "合　　计　1 户" in page(client)
    assert "合　　计" not in page(client, "missing_papers")


def test_columns_without_values_are_marked(officer, as_user):
    assert page(as_user(officer), "pairings", by="unit").count("此口径没有</small>") == 4


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("pairings", {"by": "unit"}, "应结对户数、未结对户数、结对率、帮扶单位在这个统计口径下没有，本表未列。"),
        ("payments", {}, "为档案现在的内容"),
        ("visits", {}, "为档案现在的内容"),
    ],
)
def test_the_note_says_what_is_not_there_and_what_is_of_the_present(kind, asked, said, officer):
    assert said in register_of(Query.of(KINDS[kind], officer, asked), set()).note


def test_the_day_stays_when_a_register_is_kept(officer, household, as_user):
    save = reverse("register_save", args=["roster"])
    kept = as_user(officer).post(f"{save}?as_of=2024-03-31", {"name": "季度报"})
    assert kept.url.endswith("&union=532524&as_of=2024-03-31")


def test_what_cannot_be_is_said_on_the_page(officer, household, as_user):
    words = page(as_user(officer), as_of="2999-01-01")
    assert "统计时点不能晚于今天。" in words
    assert household.archive_no in words


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_row_as_for_three(count, officer, as_user, django_assert_max_num_queries):
    for _number in range(count):
        HouseholdFactory()
    client = as_user(officer)
    page(client)
    with django_assert_max_num_queries(14):
        page(client, group="county")


def test_what_is_put_together_is_kept_and_opened_again(officer, household, as_user):
    client, save = as_user(officer), reverse("register_save", args=["roster"])
    client.post(f"{save}?f=name&f=persons&level=national&order=name&sums=1", {"name": "季度报"})
    saved = SavedRegister.objects.get()
    assert (saved.fields, saved.filters, saved.order, saved.page_sums) == (
        ["name", "persons"],
        "level=national",
        "name",
        True,
    )
    words = client.get(saved.get_absolute_url()).content.decode()
    assert "全国级在档困难职工花名册" in words
    client.post(f"{save}?f=name", {"name": "季度报"})
    assert SavedRegister.objects.get().fields == ["name"]


def test_a_shared_register_is_offered_below_and_by_its_owner_alone(officer, registrar, outsider, as_user):
    saved = SavedRegister.objects.create(kind="roster", name="州报", owner=registrar, union=union("532500"))
    share = reverse("register_share", args=[saved.pk])
    assert as_user(officer).post(share, {"shared": "1"}).status_code == 404
    as_user(registrar).post(share, {"shared": "1"})
    assert "州报" in as_user(officer).get(reverse("registers")).content.decode()
    assert "州报" not in as_user(outsider).get(reverse("registers")).content.decode()
    assert as_user(officer).post(share, {"shared": "0"}).status_code == 403
    assert as_user(officer).post(reverse("register_delete", args=[saved.pk])).status_code == 403
    as_user(registrar).post(reverse("register_delete", args=[saved.pk]))
    assert not SavedRegister.objects.exists()


def test_who_has_moved_on_takes_back_what_he_shared_and_shares_no_more(registrar, as_user):
    facts = {"owner": registrar, "union": union("530100"), "is_shared": True}
    saved = SavedRegister.objects.create(kind="roster", name="州报", **facts)
    share = reverse("register_share", args=[saved.pk])
    assert as_user(registrar).post(share, {"shared": "0"}).status_code == 302
    assert as_user(registrar).post(share, {"shared": "1"}).status_code == 403
    assert not SavedRegister.objects.get().is_shared


def test_a_register_without_a_name_is_not_kept(officer, household, as_user):
    response = as_user(officer).post(reverse("register_save", args=["roster"]), {"name": " "}, follow=True)
    assert "请填写名称" in response.content.decode()
    assert not SavedRegister.objects.exists()


def test_reading_by_get_keeps_nothing(as_user, officer):
    assert as_user(officer).get(reverse("register_save", args=["roster"])).status_code == 405


def test_registers_stand_in_the_navigation_of_those_who_have_them(officer, as_user):
    user_with(Role.REGISTRAR, "532500", username="another")
    assert reverse("registers") in as_user(officer).get(reverse("home")).content.decode()
