"""Checks by 民政: sending one, entering its report, what it says against a household, and for how long."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.checks import Found, Scans, check_version, edit_check, record_check
from households.economics import COMPANY, SHOP, TWO_HOMES, VEHICLE, economic_flags
from households.enums import AttachmentKind, EconomicItem, Status
from households.models import EconomicCheck, EconomicLine
from tests.support.factories import HouseholdFactory
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
DAY, LATER = datetime.date(2026, 3, 2), datetime.date(2026, 3, 9)
Item = EconomicItem
SENT = {
    "authorised_on": DAY,
    "sent_on": DAY,
    "report_no": "",
    "reported_on": None,
    "valid_until": None,
    "remark": "",
}
REPORT = SENT | {"report_no": "建核〔2026〕18号", "reported_on": LATER, "valid_until": datetime.date(2026, 9, 9)}
NOTHING = {item.value: Found(False) for item in Item}


@pytest.fixture(autouse=True)
def _in_march():
    with clock.at(datetime.date(2026, 3, 10)):
        yield


@pytest.fixture
def record(household, officer):
    def record(lines=NOTHING, **facts):
        return record_check(household, by=officer, facts=REPORT | facts, lines=lines)

    return record


def test_a_check_is_sent_and_answered_later(household, officer):
    check = record_check(household, by=officer, facts=SENT, lines={})
    assert not check.is_answered
    edit_check(check, by=officer, facts=REPORT, lines=NOTHING)
    check = household.economic_checks.get()
    assert (check.is_answered, check.holds, check.lines.count()) == (True, True, len(Item))


def test_the_same_again_is_returned_and_another_of_that_day_refused(record):
    assert record().pk == record().pk
    with pytest.raises(DomainError, match="当日已登记送核对"):
        record(report_no="另一份")


@pytest.mark.parametrize(
    ("facts", "lines", "field"),
    [
        ({"sent_on": datetime.date(2026, 3, 11)}, NOTHING, "sent_on"),
        ({"reported_on": datetime.date(2026, 3, 11)}, NOTHING, "reported_on"),
        ({"reported_on": datetime.date(2026, 3, 1)}, NOTHING, "reported_on"),
        ({"authorised_on": LATER}, NOTHING, "authorised_on"),
        ({"valid_until": DAY}, NOTHING, "valid_until"),
        ({"reported_on": None, "valid_until": None}, NOTHING, "reported_on"),
        ({}, {}, "found_housing"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(record, facts, lines, field):
    with pytest.raises(DomainError) as refused:
        record(lines, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["reviewer", "cadre", "outsider"])
def test_only_an_officer_above_the_archive_enters_it(request, household, who):
    with pytest.raises(NotAllowed):
        record_check(household, by=request.getfixturevalue(who), facts=SENT, lines={})


def test_the_report_may_come_while_the_archive_is_under_review(officer):
    household = HouseholdFactory(status=Status.UNDER_REVIEW)
    assert record_check(household, by=officer, facts=REPORT, lines=NOTHING).pk


def test_a_closed_archive_takes_no_check(officer):
    with pytest.raises(DomainError, match="不能再修改"):
        record_check(HouseholdFactory(status=Status.EXITED), by=officer, facts=SENT, lines={})


def test_the_flags_are_what_may_bar_an_archive(record, household):
    record(
        NOTHING
        | {
            Item.HOUSING: Found(True, 2, text="临安镇两处"),
            Item.VEHICLE: Found(True, 1),
            Item.BUSINESS: Found(True, 1, text="小卖部"),
            Item.COMPANY: Found(True, 1),
            Item.DEPOSIT: Found(True, amount=Decimal("120000")),
        }
    )
    flags = economic_flags(household)
    assert list(flags) == [TWO_HOMES, VEHICLE, SHOP, COMPANY]
    assert flags[TWO_HOMES] == "核对报告 建核〔2026〕18号（2026-03-09）：住房 2 套（临安镇两处）"


def test_one_dwelling_and_savings_bar_nothing(record, household):
    record(NOTHING | {Item.HOUSING: Found(True, 1), Item.DEPOSIT: Found(True, amount=Decimal(900))})
    assert economic_flags(household) == {}


def test_a_report_that_ran_out_says_nothing_any_more(record, household):
    record(NOTHING | {Item.VEHICLE: Found(True, 1)})
    assert economic_flags(household, on=datetime.date(2026, 9, 9))
    assert economic_flags(household, on=datetime.date(2026, 9, 10)) == {}


def test_only_the_latest_report_counts(record, household):
    record(NOTHING | {Item.VEHICLE: Found(True, 1)})
    record(sent_on=LATER, report_no="第二份")
    assert economic_flags(household) == {}


def test_a_correction_keeps_what_stood_there_and_names_who_did_it(record, officer):
    check = record()
    edit_check(check, by=officer, facts=REPORT, lines=NOTHING | {Item.VEHICLE: Found(True, 1)})
    event = EconomicLine.pgh_event_model.objects.get()
    assert (event.item, event.found, event.pgh_context.metadata["user"]) == (Item.VEHICLE, False, officer.pk)


def test_nothing_changed_writes_nothing(record, officer):
    check = record()
    edit_check(check, by=officer, facts=REPORT, lines=NOTHING, seen="an old version")
    assert not EconomicCheck.pgh_event_model.objects.exists()


def test_who_saves_over_a_correction_is_told_who_made_it(record, officer):
    seen = check_version(record())
    check = EconomicCheck.objects.get()
    edit_check(check, by=officer, facts=REPORT | {"remark": "复印件"}, lines=NOTHING, seen=seen)
    with pytest.raises(Conflict, match="经办员"):
        edit_check(check, by=officer, facts=REPORT | {"remark": "原件"}, lines=NOTHING, seen=seen)


def test_the_database_refuses_figures_of_nothing(record):
    with pytest.raises(IntegrityError):
        EconomicLine.objects.filter(check_made=record(), item=Item.VEHICLE).update(count=1)


def typed(**said) -> dict[str, object]:
    sent = {"sent_on": "2026-03-02", "authorised_on": "2026-03-02", "seen": ""}
    return sent | {f"found_{item}": "" for item in Item} | said


def test_the_form_sends_a_check_with_its_authorisation(household, officer, as_user):
    url = reverse("economic_check_add", args=[household.archive_no])
    page = as_user(officer).post(url, typed(authorisation_file=upload(photo())))
    assert page.status_code == 302
    check = household.economic_checks.select_related("authorisation").get()
    assert (check.is_answered, check.authorisation.kind) == (False, AttachmentKind.AUTHORISATION)


def test_the_form_enters_the_report(household, officer, as_user, record):
    check = record_check(household, by=officer, facts=SENT, lines={})
    said = typed(
        report_no="18号", reported_on="2026-03-09", found_housing="yes", figure_housing="2", found_vehicle="no"
    )
    as_user(officer).post(reverse("economic_check_edit", args=[household.archive_no, check.pk]), said)
    lines = {line.item: (line.found, line.count) for line in EconomicLine.objects.filter(check_made=check)}
    assert lines == {Item.HOUSING: (True, 2), Item.VEHICLE: (False, None)}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"found_housing": "yes"}, "figure_housing"),
        ({"found_vehicle": "no", "figure_vehicle": "1"}, "found_vehicle"),
        ({"text_deposit": "余额"}, "found_deposit"),
    ],
)
def test_an_answer_that_contradicts_itself_comes_back_filled(household, officer, as_user, said, field):
    url = reverse("economic_check_add", args=[household.archive_no])
    page = as_user(officer).post(url, typed(reported_on="2026-03-09", remark="原件在柜", **said))
    assert list(page.context["form"].errors) == [field]
    assert 'value="原件在柜"' in page.content.decode()


def test_a_file_that_is_no_scan_is_refused_and_nothing_kept(household, officer, as_user):
    url = reverse("economic_check_add", args=[household.archive_no])
    page = as_user(officer).post(url, typed(authorisation_file=upload(b"MZ not a scan")))
    assert list(page.context["form"].errors) == ["authorisation_file"]
    assert not household.economic_checks.exists()


def test_the_income_page_tells_the_report_and_for_how_long(household, officer, as_user, record):
    record(NOTHING | {Item.HOUSING: Found(True, 2)})
    url = reverse("household_income", args=[household.archive_no])
    page = as_user(officer).get(url).content.decode()
    assert "住房 2 套" in page
    assert "属于不予建档的情形" in page
    with clock.at(datetime.date(2026, 10, 1)):
        assert "已过有效期" in as_user(officer).get(url).content.decode()


@pytest.mark.parametrize("checks", [1, 3])
def test_the_income_page_reads_the_same_however_many_checks(
    household, officer, as_user, checks, django_assert_num_queries
):
    for number in range(checks):
        facts = REPORT | {"sent_on": DAY + datetime.timedelta(days=number), "report_no": str(number)}
        record_check(household, by=officer, facts=facts, lines=NOTHING, scans=Scans(report=upload(photo())))
    client = as_user(officer)
    with django_assert_num_queries(9):
        client.get(reverse("household_income", args=[household.archive_no]))
