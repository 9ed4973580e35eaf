"""The people at the desks, a review that has just begun, and what a notice says in these tests."""

import pytest

from reviews.enums import Subject
from reviews.subjects import HANDLERS
from tests.support.notices import Masked
from tests.support.reviews import Staff, begin


@pytest.fixture
def staff(db):
    return Staff.hire()


@pytest.fixture
def review(staff):
    return begin(staff)


@pytest.fixture
def said(monkeypatch):
    """Have the lines of a notice say what the tests want, whichever app stands behind the subject."""
    handler = Masked()
    monkeypatch.setitem(HANDLERS, Subject.ENTRY, handler)
    return handler
