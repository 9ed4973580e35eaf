"""Fifty households in public: nothing personal on the page, in its source, in the paper, or in the paper's metadata."""

import datetime
import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from audits.actions.grounds import Ask
from audits.actions.household_reviews import apply_many
from audits.enums import CancelCause
from reports.notices.printing import print_notice
from reviews.actions.appraising import Votes, record_appraisals
from reviews.actions.notices import draw_notice
from reviews.actions.wording import Wording
from reviews.enums import Subject
from reviews.models import Notice
from tests.reports.forms_case import words_of
from tests.support.factories import HouseholdFactory, MemberFactory, identity_no
from tests.support.notices import posted
from tests.support.reviews import Staff, sitting, unit

pytestmark = pytest.mark.django_db
COUNT = 50
CHILD = datetime.date(2015, 3, 1)


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def homes(staff):
    """Households of a unit, each with a child, an address, a card and an illness."""
    return [home(number) for number in range(COUNT)]


def home(number: int):
    facts = {"address": f"建水县临安镇朝阳路{number + 100}号2单元", "card_no": f"62220212345678{number:05d}"}
    household = HouseholdFactory(union=unit(), worker=f"职工{number:02d}", cause_text="肺癌化疗", **facts)
    MemberFactory(household=household, name=f"小满{number:02d}", identity_no=identity_no(birth=CHILD))
    return household


def notice_over(homes, staff: Staff) -> Notice:
    asks = [Ask(household, {"cause": CancelCause.RETIRED, "note": "核查"}) for household in homes]
    reviews = apply_many(Subject.CANCEL, asks, by=staff.unit_officer).reviews
    record_appraisals({review: Votes(5) for review in reviews}, by=staff.unit_officer, sitting=sitting())
    return draw_notice(reviews, by=staff.unit_officer, wording=Wording(hotline="0873-7652345"))


def secrets_of(homes) -> set[str]:
    """Return what must not be public of each household, numbers also in part."""
    found: set[str] = set()
    for household in homes:
        found |= {household.archive_no, household.address, household.card_no, "朝阳路", "肺癌"}
        for member in household.members.all():
            found |= {member.identity_no, member.identity_no[6:14], member.phone, member.phone[3:]}
            found |= {member.name} if member.name.startswith("小满") else set()
    return found - {""}


def test_neither_the_page_nor_the_paper_of_fifty_says_anything_personal(homes, staff):
    notice = posted(notice_over(homes, staff), staff)
    page = Client().get(reverse("public_notice", args=[notice.token])).content.decode()
    pdf = print_notice(notice, by=staff.unit_officer, address=f"https://example.test/notices/{notice.token}/")
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        metadata = f"{dict(paper.docinfo)} {paper.open_metadata()} {paper.Root.get('/Outlines')}"
    words = words_of(pdf)
    for household in homes:
        assert household.head_name in page
        assert household.head_name in words
        assert household.head_name not in metadata
    for text in (page, words, metadata, pdf.decode("latin-1")):
        assert {secret for secret in secrets_of(homes) if secret in text} == set()
