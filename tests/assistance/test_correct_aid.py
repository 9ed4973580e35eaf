"""Correcting an aid record: only what differs, with the former state in the history, and never over somebody else."""

import pytest

from assistance.actions.aid import correct_aid, record_aid, remove_aid, state_no_aid
from assistance.enums import AidKind, AidSource
from core.errors import Conflict, DomainError
from tests.support.factories import AidRecordFactory, HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(household, cadre, aid_facts):
    return record_aid(household, by=cadre, facts=aid_facts())


def typed(page, **changed):
    """Return the form as the page shows it, changed by keywords."""
    form = page.context["form"]
    shown = {bound.html_name: bound.value() for bound in form}
    return (
        {name: "" if value is None else value for name, value in shown.items()} | {form.seen_name: form.seen} | changed
    )


def test_correcting_keeps_the_former_state(record, officer, aid_facts):
    corrected = correct_aid(record, by=officer, facts=aid_facts(amount=1800))
    event = corrected.events.select_related("pgh_context").get()
    assert (corrected.amount, event.amount, event.pgh_context.metadata["user"]) == (1800, 1500, officer.pk)


def test_correcting_nothing_leaves_no_history(record, officer, aid_facts):
    assert correct_aid(record, by=officer, facts=aid_facts()).events.count() == 0


def test_another_source_makes_it_a_policy(record, officer, aid_facts):
    assert correct_aid(record, by=officer, facts=aid_facts(source=AidSource.DEPARTMENT)).kind == AidKind.POLICY


def test_moved_to_a_year_stated_as_none_it_withdraws_the_statement(record, household, officer, aid_facts):
    state_no_aid(household, by=officer, years=[2018, 2020])
    correct_aid(record, by=officer, facts=aid_facts(year=2018))
    assert [statement.year for statement in household.years_without_aid.all()] == [2020]


def test_what_was_removed_meanwhile_is_not_corrected(record, officer, aid_facts):
    remove_aid(record, by=officer)
    with pytest.raises(Conflict, match="移除了这条帮扶记录"):
        correct_aid(record, by=officer, facts=aid_facts(amount=1))


def test_what_recording_refuses_correcting_refuses(record, officer, aid_facts):
    with pytest.raises(DomainError, match="请填写金额"):
        correct_aid(record, by=officer, facts=aid_facts(amount=0))


def test_on_screen_it_starts_from_what_is_on_file(as_user, officer, record, address):
    client, page = as_user(officer), address("aid_correct", record.pk)
    response = client.post(page, typed(client.get(page), amount="1800"))
    record.refresh_from_db()
    assert (response.url, record.amount, record.project_detail) == (address("household_aid"), 1800, "中秋慰问")


def test_somebody_elses_correction_in_between_is_shown_and_then_overruled(
    as_user, officer, provincial, record, address, aid_facts
):
    client, page = as_user(officer), address("aid_correct", record.pk)
    mine = typed(client.get(page), amount="1800")
    correct_aid(record, by=provincial, facts=aid_facts(amount=1600))
    refused = client.post(page, mine)
    assert "省级经办 于" in refused.content.decode()
    client.post(page, mine | {"seen_aid": refused.context["form"].seen})
    record.refresh_from_db()
    assert record.amount == 1800


def test_a_record_of_another_household_is_not_found(as_user, officer, address):
    other = AidRecordFactory(household=HouseholdFactory())
    assert as_user(officer).get(address("aid_correct", other.pk)).status_code == 404


def test_a_closed_archive_is_not_corrected(record, closed, officer, aid_facts, as_user, address):
    with pytest.raises(DomainError, match="不能再修改"):
        correct_aid(record, by=officer, facts=aid_facts(amount=1))
    assert as_user(officer).get(address("aid_correct", record.pk)).status_code == 403


def test_a_reader_is_refused_and_an_outsider_finds_nothing(statuses, record, address):
    assert statuses(address("aid_correct", record.pk)) == [403, 404]


def test_who_fills_in_a_record_that_was_removed_meanwhile_is_told_by_whom_and_loses_nothing(
    as_user, officer, provincial, record, address
):
    client, page = as_user(officer), address("aid_correct", record.pk)
    mine = typed(client.get(page), remark="补录凭证")
    remove_aid(record, by=provincial)
    refused = client.post(page, mine)
    words = refused.content.decode()
    assert (refused.status_code, "移除了这条帮扶记录" in words, "补录凭证" in words) == (200, True, True)
    assert "省级经办 于" in words


def test_who_opens_a_removed_record_is_told_by_whom(as_user, officer, provincial, record, address):
    remove_aid(record, by=provincial)
    refused = as_user(officer).get(address("aid_correct", record.pk))
    assert (refused.status_code, "省级经办 于" in refused.content.decode()) == (409, True)
