"""What sheets measure is what the pages of each subject say, and opens their lists; of past days what was kept."""

import datetime
from decimal import Decimal

import pytest

from audits.models import QualityRun, Verification
from audits.quality.running import run_rules
from audits.scores.counted import PRESENT
from audits.scores.measuring import value_of
from audits.scores.sources import SOURCES, Asked, Lead
from audits.verification.rateboard import RateBook
from core import clock
from core.spells import Spell
from organizations.enums import Role
from organizations.models import Union
from organizations.unionrows import unions_below
from pairing.models import CareRhythm
from pairing.rhythmcounts import rhythm_below
from reports.indicators.board import board_of
from reports.indicators.definitions import INDICATORS
from reports.indicators.standing import keep_day
from tests.audits.verification.conftest import rated  # noqa: F401 -- the worked verification
from tests.support.drive import drive
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.faults import fault_of, run_now

pytestmark = pytest.mark.django_db
CODES = ("532524", "532501", "532502", "530100")


def asked(*codes, last=None, judge="530000"):
    last = last or clock.today()
    paths = tuple(union(code).path for code in codes)
    return Asked(paths, last.replace(month=1, day=1), last, judge=union(judge).path)


def said(code, *codes, **more):
    """Return the value of a source for unions by code; None where nothing was to count, "?" where nothing is known."""
    source = SOURCES[code]
    found = source.count(asked(*codes, **more))
    paths = {one: union(one).path for one in codes}
    return {one: value_of(source, found[path]) if path in found else "?" for one, path in paths.items()}


@pytest.fixture
def made(provincial):
    return drive(provincial, user_with(Role.OFFICER, "532500", username="prefecture"))


@pytest.mark.parametrize("code", ["clear_rate", "pairing_rate", "solved_rate"])
def test_a_rate_is_that_of_the_dashboard(made, provincial, code):
    today = clock.today()
    measured = said(code, *CODES)
    for one in CODES:
        board = board_of(union(one), Spell(today.replace(month=1, day=1), today), provincial)
        shown = INDICATORS[code].measure(board.figures)
        assert (measured[one] and round(measured[one], 1)) == shown, one


def test_visits_in_time_are_those_of_the_statistics(made, provincial):
    rows = {
        row.union.code: row.counts
        for row in rhythm_below(union("532500"), unions_below(union("532500")), user=provincial)
    }
    measured = said("visits_in_time", "532524", "532501")
    counts = rows["532524"]
    assert measured["532524"] == round(Decimal(counts.kept * 100) / counts.households, 2)
    assert measured["532501"] is None


def test_faults_are_counted_for_a_hundred_archives_once_the_rules_were_run(household):
    run_now(union=union("532501"))
    run_now(stopped_by=user_with(Role.OFFICER, "530000"))
    assert said("faults", "532524")["532524"] == "?"
    run_rules()
    faults = household.faults.count()
    assert faults
    assert said("faults", "532524", "532501") == {"532524": Decimal(faults * 100), "532501": None}
    assert QualityRun.objects.whole().count() == 1


def test_of_a_past_day_the_snapshot_counts(made):
    yesterday = clock.today() - datetime.timedelta(days=1)
    assert said("pairing_rate", "532524", last=yesterday) == {"532524": "?"}
    keep_day(yesterday)
    before = said("pairing_rate", "532524")
    HouseholdFactory()
    assert said("pairing_rate", "532524", last=yesterday) == before != said("pairing_rate", "532524")


def test_what_only_the_present_knows_is_kept_with_the_snapshot_of_the_day(made):
    yesterday = clock.today() - datetime.timedelta(days=1)
    for code in PRESENT:
        assert said(code, "532524", last=yesterday) == {"532524": "?"}
    keep_day(yesterday)
    before = {code: said(code, *CODES) for code in PRESENT}
    HouseholdFactory()
    CareRhythm.objects.update(due_on=yesterday)
    assert {code: said(code, *CODES, last=yesterday) for code in PRESENT} == before
    assert said("visits_in_time", "532524") == {"532524": 0} != before["visits_in_time"]


def test_faults_of_a_past_day_are_those_after_its_run_for_the_archives_of_then(household):
    with clock.at(clock.today() - datetime.timedelta(days=40)):
        run_rules()
        day, before = clock.today(), said("faults", "532524")
    after = day + datetime.timedelta(days=1)
    fault_of(household, "name-short")
    assert said("faults", "532524")["532524"] == before["532524"] + 100
    assert said("faults", "532524", last=after) == before
    assert said("faults", "532524", last=day - datetime.timedelta(days=1)) == {"532524": "?"}


def test_rates_of_a_verification_are_those_of_its_own_page(rated, provincial, as_user):  # noqa: F811 -- the fixture of that name
    day = clock.today()
    Verification.objects.filter(pk=rated.pk).update(status="closed", ends_on=day)
    for code in (*CODES, "532500"):
        book = RateBook(rated, union(code), in_full=False)
        shown = {line.kind.code: line.rate for line in book.lines(union(code))}
        for kind, rate in shown.items():
            measured = said(f"survey_{kind}", code)[code]
            assert measured == ("?" if rate is None else round(Decimal(str(rate.share)) * 100, 2)), (code, kind)
    figure = SOURCES["survey_overdue"].count(asked("532524"))[union("532524").path]
    page = as_user(provincial).get(SOURCES["survey_overdue"].behind(Lead(union("532524"), day, day, figure.ref)))
    assert page.context["union"].code == "532524"
    past = clock.months_after(day, -12)
    assert said("survey_overdue", "532524", last=past) == {"532524": "?"}


def test_the_links_lead_to_lists_and_one_of_the_gap_has_its_length(made, provincial, as_user):
    client, today = as_user(provincial), clock.today()
    for source in SOURCES.values():
        if url := source.behind(Lead(union("532524"), today.replace(month=1, day=1), today)):
            assert client.get(url).status_code == 200, source.code
    url = SOURCES["pairing_rate"].behind(Lead(union("532524"), today, today))
    figure = SOURCES["pairing_rate"].count(asked("532524"))[union("532524").path]
    assert len(client.get(url).context["page"]) == figure.denominator - figure.numerator


def test_archives_of_a_township_count_for_its_county(household):
    facts = {"code": "532524101", "name": "临安镇工会", "kind": "township"}
    township = Union.objects.add_child(union("532524"), facts)
    HouseholdFactory(union=township)
    assert SOURCES["clear_rate"].count(asked("532524"))[union("532524").path].denominator == 2
    assert SOURCES["clear_rate"].count(asked("532524101"))[township.path].denominator == 1
