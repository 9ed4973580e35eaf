"""Removing a wrong aid record: it goes, its history stays."""

import pytest

from assistance.actions.aid import remove_aid
from assistance.models import AidRecord
from core.errors import DomainError
from tests.support.factories import AidRecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(household):
    return AidRecordFactory(household=household)


def test_the_history_keeps_what_was_removed_and_by_whom(record, officer):
    remove_aid(record, by=officer)
    event = AidRecord.pgh_event_model.objects.select_related("pgh_context").get()
    assert (event.pgh_label, event.amount, event.pgh_context.metadata["user"]) == ("delete", 1500, officer.pk)
    assert not AidRecord.objects.exists()


def test_removing_twice_changes_nothing(record, officer):
    remove_aid(record, by=officer)
    remove_aid(record, by=officer)
    assert AidRecord.pgh_event_model.objects.count() == 1


def test_on_screen_it_is_posted_and_said(as_user, cadre, record, address):
    client, page = as_user(cadre), address("aid_remove", record.pk)
    assert client.get(page).status_code == 405
    assert "已移除 2019 年生活救助 1,500.00 元" in client.post(page, follow=True).content.decode()
    assert client.post(page).url == address("household_aid")


def test_a_closed_archive_keeps_what_it_has(record, closed, officer, as_user, address):
    with pytest.raises(DomainError, match="不能再修改"):
        remove_aid(record, by=officer)
    assert as_user(officer).post(address("aid_remove", record.pk)).status_code == 403


def test_a_reader_is_refused_and_an_outsider_finds_nothing(statuses, record, address):
    assert statuses(address("aid_remove", record.pk)) == [403, 404]
    assert AidRecord.objects.exists()
