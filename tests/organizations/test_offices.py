"""The offices of government departments."""

import pytest

from core.errors import DomainError, NotAllowed
from organizations.actions.offices import create_office, edit_office
from organizations.enums import AccessVerb, Department
from organizations.models import Office
from tests.support.factories import union

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sysadmin):
    return create_office(by=sysadmin, union=union("532524"), department=Department.HEALTH, name="建水县卫生健康局")


def test_office_stands_in_its_region_and_leaves_a_line(office, log_lines):
    assert list(union("532524").offices.all()) == [office]
    assert log_lines(AccessVerb.ADMIN) == [("sysadmin", "532524", "新建部门：建水县卫生健康局")]


def test_name_stands_once_in_a_region(sysadmin, office):
    with pytest.raises(DomainError, match="已有同名部门") as refusal:
        create_office(by=sysadmin, union=union("532524"), department=Department.HEALTH, name="建水县卫生健康局")
    assert refusal.value.field == "name"


def test_edited_office_is_named_in_the_log(sysadmin, office, log_lines):
    edit_office(office, by=sysadmin, department=Department.HEALTH, name="建水县卫健局", is_active=False)
    edit_office(office, by=sysadmin, department=Department.HEALTH, name="建水县卫健局", is_active=False)
    details = [detail for _user, _subject, detail in log_lines(AccessVerb.ADMIN)]
    assert details == ["新建部门：建水县卫生健康局", "修改部门：建水县卫生健康局改为 建水县卫健局，停用"]


def test_only_the_system_administrator_of_the_place_keeps_offices(secadmin, officer, county_sysadmin):
    for user, code in [(secadmin, "532524"), (officer, "532524"), (county_sysadmin, "532525")]:
        with pytest.raises(NotAllowed):
            create_office(by=user, union=union(code), department=Department.HEALTH, name="某局")


def test_pages_create_find_and_edit(as_user, sysadmin):
    client = as_user(sysadmin)
    data = {"union": "532524", "department": "health", "name": "建水县卫生健康局"}
    assert client.post("/offices/add/", data).url == "/offices/"
    made = Office.objects.get()
    assert list(client.get("/offices/?q=卫生").context["page"]) == [made]
    assert list(client.get("/offices/?department=education").context["page"]) == []
    edited = {"department": "health", "name": "建水县卫健局", "is_active": "on"}
    assert client.post(f"/offices/{made.pk}/edit/", edited).url == "/offices/"
    assert Office.objects.get().name == "建水县卫健局"


def test_office_of_another_region_is_not_found(as_user, county_sysadmin, sysadmin):
    elsewhere = create_office(by=sysadmin, union=union("530100"), department=Department.HEALTH, name="昆明市卫健委")
    client = as_user(county_sysadmin)
    assert client.get(f"/offices/{elsewhere.pk}/edit/").status_code == 404
    assert list(client.get("/offices/").context["page"]) == []


def test_list_costs_the_same_with_many_offices(as_user, sysadmin, django_assert_num_queries):
    client = as_user(sysadmin)
    for number in (1, 2, 3):
        create_office(by=sysadmin, union=union("532524"), department=Department.HEALTH, name=f"某局{number}")
        with django_assert_num_queries(4):
            client.get("/offices/")
