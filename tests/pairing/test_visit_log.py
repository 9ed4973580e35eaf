"""The visit form as people use it: with and without its script."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from households.enums import Need
from organizations.models import AccessLog
from pairing.models import Visit
from tests.support.factories import DifficultyFactory
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
TWO_FOUND = {
    "found-TOTAL_FORMS": "3",
    "found-0-need": Need.MEDICAL,
    "found-0-description": "透析费用高",
    "found-1-need": Need.EDUCATION,
    "found-1-description": "女儿学费",
    "found-2-need": "",
    "found-2-description": "",
}


@pytest.fixture
def url(household):
    return reverse("visit_log", args=[household.archive_no])


def test_a_cadre_logs_a_visit_with_difficulties_and_a_photo(as_user, cadre, household, url, answers):
    data = answers(**TWO_FOUND, policies=["政策明白卡"], policies_other="临时救助", photos=[upload(photo())])
    response = as_user(cadre).post(url, data)
    visit = household.visits.get()
    assert response.url == reverse("my_households")
    assert [d.description for d in visit.difficulties.order_by("number")] == ["透析费用高", "女儿学费"]
    assert visit.photos.count() == 1
    assert visit.policies == "政策明白卡、临时救助"


def test_the_script_is_told_where_to_go(as_user, cadre, url, answers):
    response = as_user(cadre).post(url, answers(), headers={"accept": "application/json"})
    assert response.json() == {"url": reverse("my_households")}


def test_the_script_is_told_what_is_wrong_and_where(as_user, cadre, url, answers):
    data = answers(situation="", **TWO_FOUND | {"found-1-description": ""})
    response = as_user(cadre).post(url, data, headers={"accept": "application/json"})
    assert response.json()["errors"] == [
        {"id": "id_situation", "label": "走访情况", "message": "请填写走访情况。"},
        {"id": "id_found-1-description", "label": "困难描述", "message": "请写明是什么困难。"},
    ]
    assert not Visit.objects.exists()


def test_what_a_rule_refuses_stands_beside_its_field(as_user, cadre, url, answers):
    data = answers(**TWO_FOUND, no_difficulty="on", situation="写了很多字")
    page = as_user(cadre).post(url, data).content.decode()
    assert "已登记本次发现的 2 项困难，不能同时确认目前没有困难" in page
    assert "写了很多字" in page
    assert "请重新选择" in page


def test_pressing_twice_logs_one_visit(as_user, cadre, household, url, answers):
    client, data = as_user(cadre), answers()
    assert client.post(url, data).url == client.post(url, data).url == reverse("my_households")
    assert household.visits.count() == 1


def test_an_earlier_day_is_allowed_and_a_later_one_not(as_user, cadre, household, url, answers):
    today = timezone.localdate()
    as_user(cadre).post(url, answers(on=(today - datetime.timedelta(days=3)).isoformat()))
    page = as_user(cadre).post(url, answers(on=(today + datetime.timedelta(days=1)).isoformat())).content.decode()
    assert "走访日期不能晚于今天" in page
    assert household.visits.count() == 1


def test_an_officer_says_who_visited_and_comes_back_to_the_household(as_user, officer, cadre, household, url, answers):
    response = as_user(officer).post(url, answers(visitor=str(cadre.cadre.pk)))
    assert response.url == reverse("household_visits", args=[household.archive_no])
    assert household.visits.get().cadre == cadre.cadre


def test_the_responsible_cadre_is_suggested_to_an_officer(as_user, officer, cadre, url):
    form = as_user(officer).get(url).context["form"]
    assert form.initial["visitor"] == str(cadre.cadre.pk)


def test_a_cadre_is_not_asked_who_visits(as_user, cadre, url):
    assert "visitor" not in as_user(cadre).get(url).context["form"].fields


def test_the_form_suggests_today_the_method_due_and_the_next_visit(as_user, cadre, url):
    form = as_user(cadre).get(url).context["form"]
    today = timezone.localdate()
    assert (form.initial["on"], form.initial["method"]) == (today, "home")
    assert form.initial["next_visit_on"] == today + datetime.timedelta(days=92)


def test_a_call_is_suggested_while_the_home_visit_has_time(as_user, cadre, household, url, answers):
    as_user(cadre).post(url, answers())
    form = as_user(cadre).get(url).context["form"]
    assert form.initial["method"] == "call"
    assert form.initial["next_visit_on"] == timezone.localdate() + datetime.timedelta(days=92)


def test_the_method_may_come_in_the_address(as_user, cadre, url):
    assert as_user(cadre).get(f"{url}?method=call").context["form"].initial["method"] == "call"


def test_known_difficulties_are_shown_instead_of_asked_again(as_user, cadre, household, url):
    DifficultyFactory(household=household, description="已知的困难")
    page = as_user(cadre).get(url).content.decode()
    assert "已知的困难" in page
    assert 'name="no_difficulty"' not in page


def test_looking_at_the_form_leaves_a_line_and_sending_it_none(as_user, cadre, household, url, answers):
    as_user(cadre).get(url)
    as_user(cadre).post(url, answers())
    assert [line.detail for line in AccessLog.objects.filter(subject=household.archive_no)] == ["登记走访"]


@pytest.mark.parametrize("count", [1, 3])
def test_sending_a_plain_visit_is_cheap(
    as_user, cadre, url, answers, more_households, count, django_assert_max_num_queries
):
    more_households(count - 1)
    client = as_user(cadre)
    with django_assert_max_num_queries(20):
        client.post(url, answers())


def test_a_reader_is_refused_and_an_outsider_finds_nothing(as_user, reviewer, outsider, sysadmin, url, answers):
    assert as_user(reviewer).get(url).status_code == 403
    assert as_user(reviewer).post(url, answers()).status_code == 403
    assert as_user(outsider).post(url, answers()).status_code == 404
    assert as_user(sysadmin).get(url).status_code == 404
    assert not Visit.objects.exists()
