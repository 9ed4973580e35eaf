"""The papers of the assessment: the card of a union, and the results; each only what its reader may see."""

import pytest
from django.urls import reverse

from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.forms.render import render_form
from reports.scores.card import load_card
from reports.scores.results import load_results
from tests.audits.scores.conftest import checker  # noqa: F401 -- who checks for 红河州
from tests.reports.forms_case import words_of
from tests.support.scores import card_of, checked, closed, leave_counties, opened, self_scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(household, cadre, provincial):
    leave_counties("532524", "532501", "532502")
    return opened(provincial)


def printed(client, name, pk):
    return words_of(client.get(reverse(name, args=[pk])).getvalue())


def test_the_card_hides_the_checker_from_the_union_until_the_results(found, officer, checker, as_user):  # noqa: F811
    card = checked(self_scored(card_of(found), officer), checker, "31.25", "纪要缺一次。")
    own, judge = (printed(as_user(user), "score_card_form", card.pk) for user in (officer, checker))
    for words in ("被考核单位：建水县总工会", "考核单位：红河州总工会", "100%（1÷1）", "自评得分98.00分", "经办员"):
        assert words in own.replace(" ", "")
        assert words in judge.replace(" ", "")
    assert ["31.25" in words or "纪要缺一次" in words or "州审批" in words for words in (own, judge)] == [False, True]


def test_the_card_says_until_when_it_was_counted_itself(found):
    first_day = found.counted_to.replace(month=1, day=1)
    card_of(found).marks.exclude(counted_to=None).update(counted_to=first_day)
    assert load_card(card_of(found), shows_checked=True).counted_to == f"{first_day.year}年1月1日"


def test_results_go_out_by_place_and_only_when_they_are_known(found, provincial, officer, checker, as_user):  # noqa: F811
    path = reverse("score_results_form", args=[found.pk])
    assert as_user(provincial).get(path).status_code == 400
    closed(found, provincial, checker, {"532501": "40", "532524": "38"})
    assert as_user(officer).get(path).status_code == 403
    words = printed(as_user(provincial), "score_results_form", found.pk).replace(" ", "")
    assert "对3个单位" in words
    assert "红河州总工会（盖章）" in words
    assert AccessLog.objects.filter(verb=AccessVerb.PRINT, detail__startswith="考核结果通报表").count() == 1


def test_setting_a_paper_asks_the_database_nothing(found, provincial, checker, django_assert_num_queries):  # noqa: F811
    closed(found, provincial, checker, {})
    with django_assert_num_queries(6):
        form = load_card(card_of(found), shows_checked=True)
    with django_assert_num_queries(4):
        results = load_results(found)
    with django_assert_num_queries(0):
        assert all(render_form(paper).pages for paper in (form, results))
