"""The four lists: what waits for me first, and nothing that is not mine to see."""

import datetime

import pytest
from django.urls import reverse

from core import clock
from reviews.actions.deciding import pass_step
from tests.support.factories import user_with
from tests.support.reviews import begin, bring_to

LISTS = ["todo", "done", "running", "finished"]
QUERIES = 9


@pytest.fixture
def page(as_user):
    """Return the reviews that a list shows to a person."""

    def shown(user, **query):
        return as_user(user).get(reverse("reviews"), query)

    return shown


def titles(response):
    return [row["review"].title for row in response.context["rows"]]


def test_each_person_finds_the_review_in_the_lists_where_it_belongs(page, review, staff):
    found = {key: titles(page(staff.unit_officer, list=key)) for key in LISTS}
    assert found == {"todo": ["赵小兰"], "done": ["赵小兰"], "running": ["赵小兰"], "finished": []}
    found = {key: titles(page(staff.prefecture_approver, list=key)) for key in LISTS}
    assert found == {"todo": [], "done": [], "running": ["赵小兰"], "finished": []}


def test_a_finished_one_is_in_the_list_of_the_finished(page, review, staff):
    finished = bring_to(review, staff, 10)
    assert titles(page(staff.county_officer, list="finished")) == [finished.title]
    assert titles(page(staff.prefecture_registrar)) == [finished.title]


@pytest.mark.parametrize("key", LISTS)
def test_an_outsider_sees_nothing(page, review, staff, key):
    assert titles(page(staff.outsider, list=key)) == []


def test_who_has_no_part_in_reviews_is_refused(page, review, cadre, sysadmin):
    assert [page(user).status_code for user in (cadre, sysadmin)] == [403, 403]


def test_the_overdue_come_first_and_say_by_how_many_working_days(page, staff):
    begin(staff, ref="1", title="新件")
    with clock.at(datetime.date(2026, 9, 1)):
        begin(staff, ref="2", title="旧件")
    with clock.at(datetime.date(2026, 9, 11)):  # due on 2026-09-08, a Tuesday
        found = page(staff.unit_officer)
    assert titles(found) == ["旧件", "新件"]
    assert found.context["rows"][0]["left"] == "逾期 3 个工作日"


def test_the_lists_are_narrowed_by_what_the_url_says(page, staff):
    begin(staff, ref="532524202600001", title="甲")
    second = bring_to(begin(staff, ref="2", title="乙"), staff, 3)
    officer = staff.unit_officer
    assert titles(page(officer, kind="notice")) == ["乙"]
    assert titles(page(officer, q="532524202600001")) == ["甲"]
    assert titles(page(officer, q=second.number)) == ["乙"]
    assert titles(page(officer, subject="exit")) == titles(page(officer, late="yes")) == []
    assert len(titles(page(staff.prefecture_approver, list="running", union="532524"))) == 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["unit_officer", "county_officer", "prefecture_approver", "provincial"])
def test_a_list_costs_the_same_for_any_number(who, count, staff, provincial, as_user, django_assert_max_num_queries):
    for number in range(count):
        begin(staff, ref=str(number))
    client = as_user(provincial if who == "provincial" else getattr(staff, who))
    for key in LISTS:
        with django_assert_max_num_queries(QUERIES):
            client.get(reverse("reviews"), {"list": key})


def test_the_number_beside_the_link_is_that_of_the_to_do_list(as_user, review, staff, django_assert_num_queries):
    client = as_user(staff.unit_officer)
    with django_assert_num_queries(5):
        assert client.get(reverse("reviews_waiting")).context["count"] == 1
    assert as_user(staff.county_officer).get(reverse("reviews_waiting")).context["count"] == 0


def test_every_page_of_those_who_decide_asks_for_the_number(as_user, staff, cadre):
    asked = f'hx-get="{reverse("reviews_waiting")}"'
    assert asked in as_user(staff.unit_officer).get(reverse("home")).content.decode()
    assert asked not in as_user(cadre).get(reverse("home")).content.decode()


def test_the_first_page_names_what_waits(as_user, review, staff):
    context = as_user(staff.unit_officer).get(reverse("home")).context
    assert [row["review"] for row in context["reviews"]] == [review]
    assert (context["waiting"][0].label, context["waiting"][0].count) == ("审核待办", 1)


def test_what_was_handled_last_comes_first(page, staff):
    first, second = [bring_to(begin(staff, ref=str(n), title=str(n)), staff, 4) for n in range(2)]
    for one in (second, first):
        pass_step(one, by=staff.unit_reviewer)
    assert titles(page(staff.unit_reviewer, list="done")) == ["0", "1"]


def test_the_phone_has_the_to_do_list_at_the_bottom(as_user, staff):
    page = as_user(user_with("officer", "532524")).get(reverse("home"))
    assert [entry["label"] for entry in page.context["nav"].bottom] == ["首页", "待办", "档案", "应走访", "我的"]
