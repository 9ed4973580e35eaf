"""The page 批量制定措施."""

import pytest
from django.urls import reverse

from assistance.models import Measure
from households.enums import Need
from tests.support.factories import DifficultyFactory, MeasureFactory, TemplateFactory, union
from tests.support.life import put

pytestmark = pytest.mark.django_db
PAGE = "/measures/new/"
TYPED = {
    "kind": "grant",
    "text": "申请国家助学金",
    "lead_department": "education",
    "deadline": "2099-12-31",
    "expected": "",
}


@pytest.fixture
def two(difficulty):
    """A medical difficulty, and one of schooling in another household."""
    return [difficulty, DifficultyFactory(household__worker="钱一", need=Need.EDUCATION)]


def shown(client, **query) -> list[int]:
    """Return which difficulties the page shows."""
    return [row.pk for row in client.get(PAGE, query).context["page"]]


def test_open_difficulties_without_a_measure_are_shown(as_user, officer, two):
    MeasureFactory(difficulty=DifficultyFactory())
    put(DifficultyFactory().household, "exited")
    DifficultyFactory(household__union=union("530100"))
    assert shown(as_user(officer)) == [row.pk for row in two]


def test_they_are_narrowed_by_need_and_union(as_user, provincial, two):
    client = as_user(provincial)
    elsewhere = DifficultyFactory(household__union=union("530100"))
    assert shown(client, need="education") == [two[1].pk]
    assert shown(client, union="530100") == [elsewhere.pk]


def test_the_need_chosen_proposes_the_department(as_user, officer, two):
    form = as_user(officer).get(PAGE, {"need": "medical"}).context["form"]
    assert (form["lead_department"].value(), form["co_departments"].value()) == ("medical_insurance", ["health"])


def test_the_ticked_get_the_measure_and_are_gone_from_the_list(as_user, officer, two):
    client = as_user(officer)
    page = client.post(PAGE, TYPED | {"difficulty": [row.pk for row in two]}, follow=True)
    assert "已为 2 项困难制定措施" in page.content.decode()
    assert {row.difficulty for row in Measure.objects.all()} == set(two)
    assert shown(client) == []


def test_nothing_ticked_is_said_and_the_typed_stays(as_user, officer, two):
    page = as_user(officer).post(PAGE, TYPED).content.decode()
    assert "请先勾选要制定措施的困难" in page
    assert "申请国家助学金" in page


def test_what_is_missing_is_said_and_the_ticks_stay(as_user, officer, two):
    response = as_user(officer).post(PAGE, TYPED | {"text": "", "difficulty": [two[1].pk]})
    assert list(response.context["form"].errors) == ["text"]
    assert response.context["ticked"] == {two[1].pk}


def test_of_another_prefecture_nothing_is_planned(as_user, outsider, two):
    page = as_user(outsider).post(PAGE, TYPED | {"difficulty": [two[0].pk]}).content.decode()
    assert "请先勾选" in page
    assert not Measure.objects.exists()


def test_a_cadre_sees_the_own_households_only(as_user, cadre, two):
    assert shown(as_user(cadre)) == [two[0].pk]


def test_a_reader_is_refused(as_user, reviewer):
    assert as_user(reviewer).get(PAGE).status_code == 403


def test_frequent_measures_are_offered_by_need(as_user, officer, two):
    TemplateFactory(text="报销")
    TemplateFactory(text="助学", need=Need.EDUCATION)
    page = as_user(officer).get(reverse("measures_add"), {"need": "education"})
    assert [row.text for row, _facts in page.context["templates"]] == ["助学"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(as_user, officer, count, django_assert_num_queries):
    DifficultyFactory.create_batch(count)
    client = as_user(officer)
    with django_assert_num_queries(7):
        client.get(PAGE)
