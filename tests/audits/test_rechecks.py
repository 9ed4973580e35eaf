"""回头看: entries fixed at the start, outcomes by hand and by re-verifications, newly found archives, closing."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from audits.actions.rechecks import add_found, close_recheck, note_outcomes, start_recheck
from audits.enums import RecheckOutcome
from audits.models import Recheck, RecheckEntry
from core.errors import DomainError, NotAllowed
from households.enums import Status
from tests.support.factories import HouseholdFactory, union

D = datetime.date
pytestmark = pytest.mark.django_db


@pytest.fixture
def recheck(household, provincial):
    """A recheck of 红河州 over ``household`` and one archive of a grassroots level."""
    HouseholdFactory(level="grassroots")
    HouseholdFactory(union=union("530100"))
    HouseholdFactory(status=Status.EXITED)
    return start(provincial)


def start(by, code="532500", **facts) -> Recheck:
    usual = {"name": "2018 年回头看", "starts_on": D(2018, 3, 1), "ends_on": D(2018, 12, 1)}
    return start_recheck(by=by, union=union(code), **(usual | facts))


def test_the_entries_are_the_archives_in_care_of_that_day(recheck, household, provincial):
    assert recheck.entries.count() == 2
    HouseholdFactory()
    assert start(provincial) == recheck
    assert recheck.entries.count() == 2
    entry = recheck.entries.get(household=household)
    assert (entry.level, entry.category, entry.outcome) == (household.level, household.category, "")


def test_a_recheck_may_be_about_some_levels(recheck, provincial):
    assert start(provincial, name="全国级", levels=["national"]).entries.count() == 1


def test_outcomes_are_noted_and_corrected(recheck, officer):
    assert note_outcomes(recheck.entries.all(), by=officer, outcome="keep") == 2
    assert note_outcomes(recheck.entries.all()[:1], by=officer, outcome="exit", note="子女就业") == 1
    assert sorted(recheck.entries.values_list("outcome", flat=True)) == ["exit", "keep"]
    with pytest.raises(DomainError, match="请选择核查结果"):
        note_outcomes(recheck.entries.all(), by=officer, outcome="new")


def test_a_new_archive_is_added_once_and_stays_new(recheck, officer):
    fresh, elsewhere = HouseholdFactory(), HouseholdFactory(union=union("530100"))
    assert [add_found(recheck, [fresh], by=officer) for _ in range(2)] == [1, 0]
    note_outcomes(recheck.entries.all(), by=officer, outcome="keep")
    assert recheck.entries.get(household=fresh).outcome == RecheckOutcome.NEW
    with pytest.raises(NotAllowed):
        add_found(recheck, [elsewhere], by=officer)


def test_closing_needs_every_outcome_and_then_nothing_changes(recheck, officer, provincial):
    with pytest.raises(DomainError, match="还有 2 户没有核查结果"):
        close_recheck(recheck, by=provincial)
    with pytest.raises(NotAllowed):
        close_recheck(recheck, by=officer)
    note_outcomes(recheck.entries.all(), by=officer, outcome="keep")
    assert not close_recheck(recheck, by=provincial).is_open
    with pytest.raises(DomainError, match="已结束"):
        note_outcomes(recheck.entries.all(), by=officer, outcome="exit")


def test_who_is_no_officer_there_may_not(recheck, reviewer, outsider):
    for by in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            note_outcomes(recheck.entries.all(), by=by, outcome="keep")
        with pytest.raises(NotAllowed):
            start(by, name="另一次")


def test_the_database_keeps_entries_and_wants_the_day_of_an_outcome(recheck):
    with pytest.raises(IntegrityError, match="recheck_outcome_with_its_day"), transaction.atomic():
        RecheckEntry.objects.update(outcome="keep")
    with pytest.raises(Exception, match="Cannot delete rows"), transaction.atomic():
        recheck.entries.all().delete()


def test_the_board_goes_down_and_its_numbers_lead_to_lists(recheck, officer, provincial, as_user, household):
    note_outcomes(recheck.entries.filter(household=household), by=officer, outcome="exit")
    client, path = as_user(provincial), f"/rechecks/{recheck.pk}/"
    context = client.get(path).context
    assert [(row.union.code, row.counts) for row in context["rows"]] == [("532524", {"exit": 1, "": 1})]
    assert context["total"].done_percent == 50
    rows = client.get(f"{path}archives/", {"outcome": "exit", "union": "532524"}).context["page"]
    assert [entry.household for entry in rows] == [household]
    assert rows[0].review is None


def test_chosen_ones_and_all_of_a_list_get_an_outcome(recheck, officer, as_user):
    client, first = as_user(officer), recheck.entries.first()
    path = f"/rechecks/{recheck.pk}/outcomes/?outcome=waiting"
    client.post(path, {"entry": [first.pk], "outcome": "cancel"})
    client.post(path, {"all": "1", "outcome": "keep"})
    assert list(recheck.entries.order_by("pk").values_list("outcome", flat=True)) == ["cancel", "keep"]


def test_a_recheck_is_begun_and_closed_on_its_pages(household, provincial, as_user):
    client = as_user(provincial)
    said = {"union": "532500", "name": "春季回头看", "starts_on": "2026-01-01", "ends_on": "2026-03-01"}
    page = client.post("/rechecks/new/", said, follow=True)
    assert "应核查 1 户。" in page.content.decode()
    made = Recheck.objects.get()
    assert "还有 1 户没有核查结果" in client.post(f"/rechecks/{made.pk}/close/", follow=True).content.decode()
    client.post(f"/rechecks/{made.pk}/found/", {"archive_no": HouseholdFactory().archive_no})
    assert made.entries.filter(outcome="new").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_board_and_list_cost_the_same_for_one_and_for_three(count, provincial, as_user, django_assert_num_queries):
    for _ in range(count):
        HouseholdFactory()
    path, client = start(provincial).get_absolute_url(), as_user(provincial)
    client.get(path)
    with django_assert_num_queries(8):
        client.get(path)
    with django_assert_num_queries(8):
        client.get(f"{path}archives/")
