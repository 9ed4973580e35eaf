"""The API of 专项行动: the figures and the scope of the pages, errors in words, the limits of the login."""

import datetime

import pytest
from django.test import Client

from organizations.enums import Role
from organizations.models import User
from tests.support.api import problem_of
from tests.support.drive import drive
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(provincial):
    return drive(provincial, user_with(Role.OFFICER, "532500", username="prefecture", name="州经办"))


def test_campaigns_are_listed_and_shown(made, officer, as_user):
    client = as_user(officer)
    page = client.get("/api/v1/campaigns/").json()
    assert (page["next"], len(page["results"])) == (None, 1)
    one = client.get(f"/api/v1/campaigns/{made.campaign.pk}/").json()
    assert one == page["results"][0]
    assert (one["name"], one["union"], one["is_open"], one["visit_methods"]) == ("户户清行动", "532500", True, ["home"])


@pytest.mark.parametrize("code", ["532500", "532524"])
def test_a_board_says_what_the_page_says(made, provincial, as_user, code):
    client = as_user(provincial)
    said = client.get(f"/api/v1/campaigns/{made.campaign.pk}/board/", {"union": code}).json()
    page = client.get(made.campaign.get_absolute_url(), {"union": code}).context
    for mine, row in zip([said["total"], *said["rows"]], [page["board"].total, *page["board"].rows], strict=True):
        assert {column.value: mine[column.value] for column, _n in row.figures.columns} == {
            column.value: number for column, number in row.figures.columns
        }
        assert (mine["union"], mine["visits_lag"]) == (row.union.code, row.visits_lag)
    assert [row["name"] for row in said["cadres"]] == [row.name for row in page["cadres"]]


def test_a_county_gets_its_own(made, officer, as_user):
    said = as_user(officer).get(f"/api/v1/campaigns/{made.campaign.pk}/board/").json()
    assert (said["union"], said["total"]["targets"], said["gone_percent"]) == ("532524", 3, 35.5)
    refused = as_user(officer).get(f"/api/v1/campaigns/{made.campaign.pk}/board/?union=532501")
    assert problem_of(refused) == (404, "没有这样的内容，或不在您的数据范围内。")


@pytest.mark.parametrize("path", ["", "board/"])
def test_an_outsider_finds_nothing(made, outsider, as_user, path):
    refused = as_user(outsider).get(f"/api/v1/campaigns/{made.campaign.pk}/{path}")
    assert problem_of(refused) == (404, "没有这样的内容，或不在您的数据范围内。")
    assert as_user(outsider).get("/api/v1/campaigns/").json()["results"] == []


def test_who_may_not_is_told_in_words(made, cadre, as_user):
    status, words = problem_of(as_user(cadre).get("/api/v1/campaigns/"))
    assert (status, words) == (403, "专项行动由各级工会的经办、审核、审批、财务和档案统计人员查看。")
    assert problem_of(as_user(cadre).get(f"/api/v1/campaigns/{made.campaign.pk}/board/"))[0] == 403


def test_only_reading_and_only_json(made, provincial, as_user):
    client = as_user(provincial)
    assert problem_of(client.post("/api/v1/campaigns/"))[0] == 405
    assert problem_of(client.get("/api/v1/campaigns/", headers={"Accept": "text/html"}))[0] == 406


def test_without_a_login_or_after_idle_time_nothing_is_told(made, provincial, as_user, settings):
    assert problem_of(Client().get("/api/v1/campaigns/"))[0] == 401
    client = as_user(provincial)
    assert client.get("/api/v1/campaigns/").status_code == 200
    session = client.session
    session["last_seen"] = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).timestamp()
    session.save()
    assert problem_of(client.get("/api/v1/campaigns/"))[0] == 401


def test_a_first_password_must_be_changed_first(made, provincial, as_user):
    User.objects.filter(pk=provincial.pk).update(must_change_password=True)
    assert problem_of(as_user(provincial).get("/api/v1/campaigns/"))[0] == 401


@pytest.mark.parametrize(("path", "queries"), [("", 4), ("{}/board/", 7), ("{}/board/?union=532524", 8)])
def test_the_api_costs_few_queries(made, provincial, as_user, django_assert_num_queries, path, queries):
    client, url = as_user(provincial), f"/api/v1/campaigns/{path.format(made.campaign.pk)}"
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
