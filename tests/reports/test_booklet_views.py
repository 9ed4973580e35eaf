"""The booklet of one household on screen: who gets it, how, and what stays in the log."""

import pytest
from django.urls import reverse

from households.models import ArchiveGrant, Member
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.reports.booklet_case import full_household, text_of
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(officer):
    return full_household(officer)


@pytest.fixture
def url(household):
    return reverse("booklet", args=[household.archive_no])


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_booklet_opens_in_the_browser(as_user, officer, url, household):
    response = as_user(officer).get(url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert household.archive_no in response["Content-Disposition"]
    assert body(response).startswith(b"%PDF-1.7")


def test_it_is_saved_when_asked_for(as_user, officer, url):
    assert as_user(officer).get(url, {"download": 1})["Content-Disposition"].startswith("attachment")


def test_every_print_leaves_a_line(as_user, officer, url, household):
    as_user(officer).get(url)
    line = AccessLog.objects.get(verb=AccessVerb.PRINT)
    assert (line.user, line.subject, line.detail) == (officer, household.archive_no, "户户清表册（完整号码）")


def test_a_cadre_prints_the_own_household_with_masked_numbers(as_user, url, household):
    cadre = user_with(Role.CADRE)
    ArchiveGrant.objects.create(household=household, user=cadre, kind="pairing")
    worker = Member.objects.get(household=household, relation="self")
    text = text_of(body(as_user(cadre).get(url)))
    assert worker.masked_identity_no in text
    assert worker.identity_no not in text
    assert AccessLog.objects.get(verb=AccessVerb.PRINT).detail == "户户清表册（号码已隐去）"


def test_for_an_outsider_there_is_no_such_booklet(as_user, outsider, url):
    assert as_user(outsider).get(url).status_code == 404
    assert not AccessLog.objects.filter(verb=AccessVerb.PRINT).exists()


def test_administrators_see_no_booklet(as_user, sysadmin, url):
    assert as_user(sysadmin).get(url).status_code == 404


def test_it_is_only_read(as_user, officer, url):
    assert as_user(officer).post(url).status_code == 405


def test_an_unprintable_character_is_explained_on_a_page(as_user, officer, url, household):
    household.cause_text = "\U000f5d6a"
    household.save(update_fields=["cause_text"])
    response = as_user(officer).get(url)
    assert response.status_code == 400
    assert "致困原因简述中的" in response.content.decode()
