"""The rates of a verification: what they count, where, beside which standard, and the lists behind them."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import RateStandard
from audits.verification.enums import Outcome, PopulationClass, Verdict
from audits.verification.intervals import Rate
from audits.verification.rateboard import rates_of
from audits.verification.ratekinds import BY_CODE, RATES
from audits.verification.rates import RateLine, findings_behind, interviews_behind
from audits.verification.surveying import survey
from tests.support.factories import union
from tests.support.source import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rated_once")]


@pytest.fixture
def found(rated):
    return rated


def shares(found, code="530000"):
    lines = rates_of(found, union(code))
    return {line.kind.code: line.rate and round(line.rate.share, 4) for line in lines}


def test_each_rate_of_the_province(found):
    assert shares(found) == {
        "wrongly_filed": 0.0,
        "missed": None,
        "wrongly_exited": None,
        "overdue": 0.25,
        "precision": 0.75,
        "coverage": 0.875,
        "measures": 0.6667,
        "satisfaction": 0.75,
    }


def test_a_union_has_the_rates_of_its_own_households(found):
    assert (shares(found, "530100")["overdue"], shares(found, "532524")["overdue"]) == (0.5, 0.1667)
    assert shares(found, "532524")["coverage"] == 0.8333
    assert shares(found, "530300") == dict.fromkeys(shares(found))


@pytest.mark.parametrize("code", ["530000", "532524", "530100"])
def test_each_number_opens_a_list_of_that_length(found, code):
    for line in rates_of(found, union(code)):
        rate, behind = line.rate, interviews_behind if line.kind.by_answers else findings_behind
        if rate and line.kind.unit == "户":
            counts = [behind(line.kind, found, union(code), hits=hits).count() for hits in (False, True)]
            assert counts == [rate.judged, rate.hits]


def test_one_measure_that_fits_does_not_make_all_fit(found):
    (line,) = [line for line in rates_of(found, union("530000")) if line.kind.code == "measures"]
    assert (line.rate.judged, line.rate.hits) == (3, 2)


def test_of_everybody_the_measures_leave_no_doubt_though_some_have_none(found):
    (line,) = [line for line in rates_of(found, union("530000")) if line.kind.code == "measures"]
    assert (line.rate.low, line.rate.high, line.rate.covered) == (line.rate.share, line.rate.share, 3)


def standard(code, limit, on="2020-01-01", at="530000"):
    day = datetime.date.fromisoformat(on)
    return RateStandard.objects.create(union=union(at), code=code, valid_from=day, limit=Decimal(limit), source="x")


@pytest.mark.parametrize(
    ("code", "limit", "verdict", "met"),
    [
        ("overdue", "0.3", Verdict.MET, True),
        ("overdue", "0.25", Verdict.MET, True),
        ("overdue", "0.2", Verdict.NOT_MET, False),
        ("satisfaction", "0.75", Verdict.MET, True),
        ("satisfaction", "0.8", Verdict.NOT_MET, False),
        ("missed", "0.1", Verdict.NOTHING, None),
    ],
)
def test_a_census_meets_its_standard_or_not(found, code, limit, verdict, met):
    standard(code, limit)
    line = {line.kind.code: line for line in rates_of(found, union("530000"))}[code]
    assert (line.verdict, line.met) == (verdict, met)


def test_without_a_standard_nothing_is_said(found):
    assert {line.verdict for line in rates_of(found, union("530000"))} == {Verdict.NO_STANDARD, Verdict.NOTHING}


def test_the_nearest_and_latest_standard_holds(found):
    standard("overdue", "0.1"), standard("overdue", "0.2", on="2021-01-01"), standard("overdue", "0.9", on="2099-01-01")
    standard("overdue", "0.4", at="532500")
    held = [rates_of(found, union(code))[3].standard.limit for code in ("530000", "530100", "532524")]
    assert held == [Decimal("0.2"), Decimal("0.2"), Decimal("0.4")]


def test_a_sample_that_straddles_its_standard_says_so(provincial):
    line = RateLine(BY_CODE["overdue"], Rate(0.02, 0.005, 0.06, 2, 100, 1000, 0), standard("overdue", "0.03"))
    assert (line.met, line.verdict) == (True, Verdict.UNSURE)


def test_the_statements_do_not_grow_with_unions(found):
    counts = []
    for code in ("530000", "530100"):
        with CaptureQueriesContext(connection) as queries:
            rates_of(found, union(code))
        counts.append(len(queries))
    assert counts == [7, 7]


def test_the_definitions_are_those_of_the_document():
    page = (ROOT / "docs/algorithms/verification.md").read_text(encoding="utf-8")
    assert all(f"| `{kind.code}` | {kind.name} | {kind.formula} |" in page for kind in RATES)
    assert {group for kind in RATES for group in kind.classes} == set(PopulationClass)
    assert Outcome.WRONG_FACTS not in {outcome for kind in RATES for outcome in kind.outcomes}


def test_what_is_read_once_gives_each_union_its_own_rates(found):
    placed = survey(found, len(union("532524").path))
    for code in ("530000", "532524", "530100", "530300"):
        at = union(code)
        assert [placed.rate(kind, at.path) for kind in RATES] == [line.rate for line in rates_of(found, at)]
