"""The pages of one archive: who may open which, what they show and hide, what they write down, what they cost."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from households.actions.attachments import attach_file
from households.actions.income import Line, record_survey
from households.enums import AttachmentKind, Status
from households.models import Household
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, MemberFactory, user_with
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
READ = ("household", "household_income", "household_attachments", "household_timeline")
WRITE = ("household_edit", "member_add", "survey_add")
PERIOD = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 2}


@pytest.fixture
def full(household, officer):
    """The archive with one of everything; returns the URLs of its parts."""
    member = MemberFactory(household=household, position_in_form=1)
    survey = record_survey(household, by=officer, facts=PERIOD, lines={"wages": Line(Decimal(24000))})
    file = attach_file(household, by=officer, kind=AttachmentKind.INCOME, title="工资证明", upload=upload(photo()))
    no = household.archive_no
    return {
        **{name: reverse(name, args=[no]) for name in (*READ, *WRITE, "reveal_number")},
        "household_edit section": reverse("household_edit", args=[no, "worker"]),
        **{name: reverse(name, args=[no, member.pk]) for name in ("member_edit", "member_remove")},
        "survey_edit": reverse("survey_edit", args=[no, survey.pk]),
        **{
            name: reverse(name, args=[no, file.pk])
            for name in ("attachment", "attachment_thumbnail", "attachment_remove")
        },
    }


def test_an_outsider_finds_none_of_its_pages(as_user, outsider, full):
    client = as_user(outsider)
    for name, url in full.items():
        assert client.get(url).status_code in {404, 405}, name
        assert client.post(url).status_code in {404, 405}, name
        assert 404 in {client.get(url).status_code, client.post(url).status_code}, name


@pytest.mark.parametrize("who", ["reviewer", "registrar"])
def test_a_reader_reads_and_changes_nothing(who, request, as_user, full):
    client = as_user(request.getfixturevalue(who))
    for name in (*READ, "attachment", "attachment_thumbnail"):
        assert client.get(full[name]).status_code == 200, name
    for name in (*WRITE, "household_edit section", "member_edit", "survey_edit"):
        assert client.get(full[name]).status_code == 403, name
        assert client.post(full[name]).status_code == 403, name
    for name in ("member_remove", "attachment_remove", "household_attachments"):
        assert client.post(full[name]).status_code == 403, name


def test_administrators_find_nothing(as_user, sysadmin, full):
    client = as_user(sysadmin)
    assert {client.get(full[name]).status_code for name in READ} == {404}


def test_the_own_cadre_reads_and_adds_files_but_changes_no_facts(as_user, cadre, full):
    client = as_user(cadre)
    assert {client.get(full[name]).status_code for name in READ} == {200}
    assert {client.get(full[name]).status_code for name in WRITE} == {403}
    assert client.post(full["household_attachments"], {}).status_code == 200
    assert client.post(full["attachment_remove"]).status_code == 403


@pytest.mark.parametrize("name", ["member_remove", "attachment_remove", "reveal_number"])
def test_what_changes_something_is_posted(name, as_user, officer, full):
    assert as_user(officer).get(full[name]).status_code == 405


@pytest.mark.parametrize("name", ["household", "household_income", "household_timeline", "attachment"])
def test_what_only_shows_is_not_posted(name, as_user, officer, full):
    assert as_user(officer).post(full[name]).status_code == 405


def test_parts_of_another_archive_are_not_found_under_this_one(as_user, officer, full, household):
    other = HouseholdFactory(worker="陈大力")
    client = as_user(officer)
    for name in ("member_edit", "survey_edit", "attachment", "attachment_thumbnail"):
        assert client.get(full[name].replace(household.archive_no, other.archive_no)).status_code == 404, name


@pytest.mark.parametrize("name", READ)
def test_each_look_leaves_one_line(name, as_user, reviewer, full, household):
    before = AccessLog.objects.count()
    as_user(reviewer).get(full[name])
    line = AccessLog.objects.order_by("-id").first()
    assert AccessLog.objects.count() == before + 1
    assert (line.user, line.verb, line.subject) == (reviewer, AccessVerb.VIEW, household.archive_no)


def test_numbers_are_masked_on_every_page(as_user, officer, full, household):
    Household.objects.filter(pk=household.pk).update(card_no="6228480402564890018")
    numbers = [member.identity_no for member in household.members.all()] + ["13987300001", "6228480402564890018"]
    client = as_user(officer)
    for name in READ:
        content = client.get(full[name]).content.decode()
        assert not [number for number in numbers if number in content], name
    assert "***************0018" in client.get(full["household"]).content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [(Status.DRAFT, "待审核"), (Status.UNDER_REVIEW, "审核结束前不能修改")],
)
def test_the_state_is_said_in_words(status, words, as_user, officer):
    archive = HouseholdFactory(status=status)
    assert words in as_user(officer).get(archive.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.EXITED, Status.CANCELLED])
def test_a_closed_archive_and_one_under_review_offer_no_changes(status, as_user, officer):
    archive = HouseholdFactory(status=status)
    client = as_user(officer)
    assert (
        reverse("member_add", args=[archive.archive_no]) not in client.get(archive.get_absolute_url()).content.decode()
    )
    assert client.get(reverse("household_edit", args=[archive.archive_no])).status_code == 403


def test_a_difference_between_stated_and_listed_persons_is_said(as_user, officer, full, household):
    assert "申报家庭人口 1 人，与登记的不一致" in as_user(officer).get(full["household"]).content.decode()


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("parts", [1, 3])
def test_a_page_costs_the_same_for_any_number_of_parts(
    name, parts, as_user, officer, full, household, django_assert_max_num_queries
):
    for number in range(1, parts):
        MemberFactory(household=household, position_in_form=number + 1)
        facts = {
            "period_start": datetime.date(2025 - number, 4, 1),
            "period_end": datetime.date(2026 - number, 3, 31),
            "persons": 2,
        }
        record_survey(household, by=officer, facts=facts, lines={"wages": Line(Decimal(number))})
        paper = upload(photo(size=(300, 200 + number)))
        attach_file(household, by=officer, kind=AttachmentKind.OTHER, title="其他", upload=paper)
    client = as_user(officer)
    client.get(full[name])
    with django_assert_max_num_queries(15):
        assert client.get(full[name]).status_code == 200


def test_somebody_whose_role_has_expired_finds_nothing(as_user, full):
    former = user_with(Role.OFFICER, "532524", username="former")
    former.role_assignments.update(valid_from=datetime.date(2020, 1, 1), expires_on=datetime.date(2020, 12, 31))
    assert as_user(former).get(full["household"]).status_code == 404
