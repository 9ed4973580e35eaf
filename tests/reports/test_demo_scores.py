"""The assessment that the first start makes: last year's results, and this year's cards at work."""

import pytest

from audits.models import ScoreCard, ScoreSheet
from core import clock
from organizations.models import User
from reports.demo.accounts import ensure_accounts
from reports.demo.scores import Scores
from reports.demo.seeding import seed_households
from reports.home import waiting_for
from tests.support.once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def assessed(django_db_setup, django_db_blocker, tmp_path_factory):
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        ensure_accounts()
        seed_households(60, 1)
        Scores(1).make()
        yield


def test_last_year_is_known_and_this_year_is_at_work(assessed):
    past, present = ScoreSheet.objects.order_by("year")
    assert (past.status, present.status, present.year) == ("closed", "published", clock.today().year)
    assert sorted(past.cards.values_list("place", flat=True))[0] == 1
    states = present.cards.values_list("union__code", "status")
    assert [code for code, status in states if status == "self_scored"] == ["532524"]
    assert ScoreCard.objects.filter(sheet=present, marks__computed__gt=0).exists()


def test_the_demo_checker_finds_the_card_of_the_county(assessed):
    lines = {line.label: line.count for line in waiting_for(User.objects.get(username="prefecture-approver"))}
    assert lines["考核待核定"] == 1
