"""How far two assessors agree: figures by question and assessor, and every pair behind them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Interview
from audits.verification.enums import InterviewStatus, Round
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, user_with
from tests.support.verification import answered, assessors, in_the_field

pytestmark = pytest.mark.django_db


def in_pairs(by, count, **facts):
    """Have every household asked twice, the second time of the first one that it does not know its cadre."""
    HouseholdFactory.create_batch(count)
    found = in_the_field(by, assessors(2), allocation="census", blind_share="1", phone_share="0", **facts)
    answered(found, by)
    last = Interview.objects.filter(verification=found, round=Round.BLIND).order_by("pk").first()
    Interview.objects.filter(pk=last.pk).update(answers={**last.answers, "knows_cadre": "no"})
    return found


@pytest.fixture
def client(provincial):
    made = Client()
    made.force_login(provincial)
    return made


def asked(client, found, **query):
    return client.get(reverse("verification_agreement", args=[found.pk]), query)


def test_a_figure_is_its_pairs(provincial, client):
    found = in_pairs(provincial, 12)
    page = asked(client, found)
    shown = {one.key: one for one in page.context["questions"]}
    knows = shown["knows_cadre"]
    assert (knows.found.pairs, round(knows.found.observed * 12)) == (12, 11)
    assert shown["identity_same"].grade == "两人回答全部相同，且只有一种答案"
    assert shown["persons"].grade == "只看是否相同"
    assert knows.grade == "回答几乎都是同一种，以相同比例为准"
    behind = asked(client, found, of="question", key="knows_cadre")
    assert len(behind.context["page"]) == 12
    (line,) = asked(client, found, of="question", key="knows_cadre", differing="").context["page"]
    assert (line.one, line.other) == ("是", "否")


def test_each_assessor_is_held_against_the_others(provincial, client):
    found = in_pairs(provincial, 12)
    people = asked(client, found).context["people"]
    assert {one.section for one in people} == {"12 户"}
    (line,) = asked(client, found, of="assessor", key=people[0].key, differing="").context["page"]
    assert line.question.code == "knows_cadre"


def test_of_few_pairs_nothing_is_said(provincial, client):
    found = in_pairs(provincial, 2)
    assert {one.grade for one in asked(client, found).context["questions"]} == {"不足 10 对，不作评价"}


def test_what_is_not_handed_in_twice_is_not_compared(provincial, client):
    HouseholdFactory.create_batch(2)
    found = in_the_field(provincial, assessors(2), allocation="census", blind_share="1", phone_share="0")
    assert "还没有可以比较的问卷" in asked(client, found).content.decode()
    assert not Interview.objects.filter(verification=found, status=InterviewStatus.AGREED).exists()


@pytest.mark.parametrize(("role", "status"), [(Role.OFFICER, 403), (Role.ASSESSOR, 404)])
def test_who_reads_it(provincial, role, status):
    found = in_pairs(provincial, 1)
    other = Client()
    other.force_login(user_with(role, "532524"))
    assert asked(other, found).status_code == status


def test_the_page_asks_as_often_for_three_as_for_one(provincial, client):
    counts = []
    for name, count in (("甲", 1), ("乙", 2)):
        found = in_pairs(provincial, count, name=name)
        with CaptureQueriesContext(connection) as queries:
            pairs = asked(client, found).context["pairs"]
        counts.append((pairs, len(queries)))
    assert counts == [(1, 8), (3, 8)]
