"""An unchanged booklet is not set again; anything that changes what it prints makes it a new one."""

import os
import time

import pytest

from reports.booklet.printing import body_of, print_booklet
from reports.booklet.store import fetch, folder, keep, path_of, prune
from tests.reports.booklet_case import full_household, load, text_of

pytestmark = pytest.mark.django_db
MONTH = 31 * 24 * 3600


@pytest.fixture
def household(officer):
    return full_household(officer)


def test_what_was_set_once_is_fetched_as_it_was(household, officer):
    booklet = load(household, officer)
    assert fetch(booklet) is None
    body = body_of(booklet)
    kept = fetch(booklet)
    assert (kept.pdf, kept.pages, kept.faces) == (body.pdf, body.pages, body.faces)
    assert [tuple(mark) for mark in kept.marks] == body.marks


def test_a_change_of_the_archive_is_printed(household, officer):
    print_booklet(household, by=officer)
    household.cause_text = "家庭收入低"
    household.save(update_fields=["cause_text"])
    assert "家庭收入低" in text_of(print_booklet(household, by=officer))
    assert len(list(folder().glob("??/*"))) == 2


def test_masked_and_full_prints_are_never_mistaken_for_each_other(household, officer):
    assert path_of(load(household, officer)) != path_of(load(household, None))


def test_the_print_time_is_of_the_print_not_of_the_setting(household, officer):
    first = text_of(print_booklet(household, by=officer))
    assert "打印人" in first
    assert "打印人" not in text_of(print_booklet(household, by=None))


def test_bodies_that_nobody_printed_for_a_month_are_removed(household, officer):
    booklet = load(household, officer)
    keep(booklet, body_of(booklet))
    assert prune() == 0
    os.utime(path_of(booklet), (time.time() - MONTH,) * 2)
    assert prune() == 1
    assert fetch(booklet) is None


def test_a_print_keeps_its_body_from_being_removed(household, officer):
    booklet = load(household, officer)
    body_of(booklet)
    os.utime(path_of(booklet), (time.time() - MONTH,) * 2)
    body_of(booklet)
    assert prune() == 0
