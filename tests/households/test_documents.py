"""Which papers a household's file needs, by its case, and where one uploads what is missing."""

import datetime

import pytest
from django.urls import reverse

from households.actions.attachments import attach_file
from households.documents import CANCEL, DEATH, EXIT, REQUIREMENTS, missing_documents
from households.enums import AttachmentKind, Cause, Departure, Relation, Status
from tests.support.factories import HouseholdFactory, MemberFactory
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
K = AttachmentKind
BASIC = [
    *(K.APPLICATION, K.IDENTITY, K.HOUSEHOLD_BOOK, K.INCOME, K.HARDSHIP, K.COMMITMENT, K.AUTHORISATION),
    *(K.CHECK_REPORT, K.VISIT_FORM, K.MEMBERSHIP, K.BANK_CARD),
]


def kinds(household, subject="entry", **more) -> list[str]:
    return [paper.kind for paper in missing_documents(household, subject, **more)]


@pytest.fixture
def plain(db):
    return HouseholdFactory(main_cause=Cause.UNEMPLOYED)


def test_every_household_needs_the_basic_set(plain):
    assert kinds(plain) == BASIC


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"main_cause": Cause.ILLNESS}, K.MEDICAL),
        ({"secondary_causes": [Cause.ILLNESS]}, K.MEDICAL),
        ({"main_cause": Cause.SCHOOLING}, K.SCHOOLING),
        ({"has_low_income_aid": True}, K.LOW_INCOME),
        ({"is_migrant": True}, K.CONTRACT),
        ({"is_single_parent": True}, K.SINGLE_PARENT),
        ({"is_jobless": True}, K.JOBLESS),
        ({"main_cause": Cause.LAID_OFF}, K.JOBLESS),
        ({"main_cause": Cause.ACCIDENT}, K.DISASTER),
        ({"main_cause": Cause.DISASTER}, K.DISASTER),
    ],
)
def test_a_case_needs_its_own_paper_besides(facts, kind):
    assert kinds(HouseholdFactory(**{"main_cause": Cause.UNEMPLOYED, **facts})) == [*BASIC, kind]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"health": "恶性肿瘤"}, K.MEDICAL),
        ({"health": "残疾"}, K.DISABILITY),
        ({"disability": "肢体残疾"}, K.DISABILITY),
        ({"relation": Relation.SIBLING}, K.KINSHIP),
    ],
)
def test_so_does_what_stands_of_a_member(plain, facts, kind):
    MemberFactory(household=plain, **facts)
    assert kinds(plain) == [*BASIC, kind]


def test_who_has_left_asks_for_nothing(plain):
    gone = {"departed_on": datetime.date(2026, 1, 5), "departed_why": Departure.values[0]}
    MemberFactory(household=plain, disability="肢体残疾", **gone)
    assert kinds(plain) == BASIC


def test_common_illness_asks_for_no_diagnosis(plain):
    MemberFactory(household=plain, health="高血压病")
    assert kinds(plain) == BASIC


def test_one_of_several_kinds_will_do(plain, officer):
    MemberFactory(household=plain, relation=Relation.SIBLING)
    attach_file(plain, by=officer, kind=K.HOUSEHOLD_BOOK, title="", upload=upload(photo()))
    assert kinds(plain) == [kind for kind in BASIC if kind != K.HOUSEHOLD_BOOK]


def test_exit_and_death_have_sets_of_their_own(plain):
    assert kinds(plain, EXIT) == [K.INCOME, K.VISIT_FORM]
    assert kinds(plain, CANCEL) == []
    assert kinds(plain, CANCEL, cause=DEATH) == [K.DEATH]


def test_each_rule_says_why_in_a_sentence():
    assert all(rule.reason.endswith("。") for rule in REQUIREMENTS)


def test_two_queries_however_many_rules(plain, django_assert_num_queries):
    with django_assert_num_queries(2):
        missing_documents(plain)


def test_the_page_lists_what_is_missing_and_leads_to_its_upload(plain, officer, as_user):
    page = as_user(officer).get(reverse("household_attachments", args=[plain.archive_no]))
    link = f'href="/households/{plain.archive_no}/files/?kind=bank_card#upload"'
    assert "缺少的材料" in page.content.decode()
    assert link in page.content.decode()


def test_following_the_link_the_kind_is_chosen(plain, officer, as_user):
    page = as_user(officer).get(reverse("household_attachments", args=[plain.archive_no]), {"kind": "bank_card"})
    assert page.context["form"]["kind"].value() == "bank_card"


def test_who_may_not_upload_reads_the_list_without_the_way(plain, reviewer, as_user):
    page = as_user(reviewer).get(reverse("household_attachments", args=[plain.archive_no])).content.decode()
    assert "缺少的材料" in page
    assert "?kind=" not in page


def test_a_closed_archive_asks_for_nothing(officer, as_user):
    closed = HouseholdFactory(status=Status.EXITED)
    page = as_user(officer).get(reverse("household_attachments", args=[closed.archive_no])).content.decode()
    assert "缺少的材料" not in page
    assert "材料齐全" not in page
