"""Who took part by union and kind, and who worked afterwards, down the tree."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from assistance.models import FollowUp
from assistance.services.counts import behind, numbers_below, persons_by_kind, rows_by_union
from assistance.services.enums import ServiceKind, Work
from core import clock
from organizations.unionrows import unions_below
from tests.support.factories import union
from tests.support.services import a_service, completed_by, taking_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(officer, prefect):
    """Three who completed a course, of whom two work, one who was counselled, one who did not complete."""
    course = a_service(officer)
    people = completed_by(course, officer, "甲", "乙", "丙")
    completed_by(a_service(officer, kind=ServiceKind.COUNSELLING), officer, "丁")
    taking_part(course, officer, "戊")
    wages = [(Work.EMPLOYED, Decimal("3000.01")), (Work.EMPLOYED, Decimal("3200.00")), (Work.LOOKING, None)]
    for person, (work, wage) in zip(people, wages, strict=True):
        day = datetime.date(2026, 6, 8)
        FollowUp.objects.create(enrolment=person, months=3, on=day, work=work, wage=wage, employer="某单位", by=officer)


def test_persons_are_counted_by_kind_and_union(found, prefect):
    place = union("532500")
    below, total = numbers_below(place, prefect, year=2026)
    [row] = rows_by_union(place, unions_below(place), below)
    assert (row.name, row.numbers.persons) == ("建水县总工会", {"training": 3, "counselling": 1})
    assert (total.total, dict(total.by_kind)["matching"]) == (4, 0)


def test_the_middle_wage_is_exact_and_the_share_is_of_those_looked_at(found, prefect):
    _below, total = numbers_below(union("532500"), prefect, year=2026)
    three, six = total.looks
    assert (three.looked, three.employed, three.share, three.wage) == (3, 2, "66.7%", Decimal("3100.01"))
    assert (six.looked, six.share, six.wage) == (0, "", None)


def test_another_year_and_another_scope_count_nothing(found, prefect, outsider):
    assert numbers_below(union("532500"), prefect, year=2025)[0] == {}
    assert numbers_below(union("532500"), outsider, year=2026)[0] == {}
    period = {"since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 3, 31)}
    assert persons_by_kind(union("532500"), prefect, **period) == {"training": 3, "counselling": 1}


@pytest.mark.parametrize(
    ("group", "count"), [("training", 3), ("all", 4), ("looked-3", 3), ("work-3", 2), ("work-6", 0), ("nonsense", 4)]
)
def test_the_list_behind_a_number_has_as_many_rows(found, prefect, group, count):
    year = {"since": datetime.date(2026, 1, 1), "until": datetime.date(2026, 12, 31)}
    assert behind(union("532500"), prefect, **year, group=group).count() == count


def test_the_page_of_spending_counts_people_and_leads_to_their_list(found, prefect, as_user):
    shown = as_user(prefect).get(reverse("spending"), {"part": "q1"}).content.decode()
    listed = reverse("service_counts_behind")
    for group, count in (("training", 3), ("counselling", 1), ("all", 4)):
        link = f"{listed}?union=532500&amp;group={group}&amp;year=2026&amp;part=q1"
        assert f'<a href="{link}">{count}</a>' in shown
    people = as_user(prefect).get(listed, {"group": "training", "year": "2026", "part": "q1"}).content.decode()
    assert "2026 年第一季度 · 3 人次" in people
    assert "帮扶服务人次" not in as_user(prefect).get(reverse("spending"), {"part": "q2"}).content.decode()


def test_counting_costs_three_queries_however_many_unions(found, prefect, django_assert_num_queries):
    place = union("530000")
    assert prefect.scope
    with django_assert_num_queries(3):
        numbers_below(place, prefect, year=2026)


@pytest.mark.parametrize("page", ["service_counts", "service_counts_behind"])
@pytest.mark.parametrize("year", ["0000", "9999", "二〇二六"])
def test_a_year_that_no_calendar_counts_on_is_the_present_one(prefect, as_user, page, year):
    shown = as_user(prefect).get(reverse(page), {"year": year}).content.decode()
    assert str(clock.today().year) in shown
