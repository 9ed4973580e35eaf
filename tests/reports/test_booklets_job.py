"""Printing a selection: one job, in scope, with what could not be printed left out and named."""

import zipfile

import pytest
from django.urls import reverse

from core.errors import DomainError
from core.models import Job, JobStatus
from households.models import Household, Member
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.booklet.orders import order_booklets
from reports.booklet.selection import printable_numbers
from tests.reports.booklet_case import full_household, opened
from tests.support.factories import HouseholdFactory, union

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
URL = reverse("booklets_print")


@pytest.fixture
def households(reference, officer):
    return [full_household(officer, worker=name) for name in ("钱一", "孙二")]


def numbers(*households) -> list[str]:
    return [household.archive_no for household in households]


def test_the_ticked_households_come_as_one_file(as_user, officer, households):
    response = as_user(officer).post(URL, {"archive_no": numbers(*households)})
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    assert (job.status, job.done, job.total, job.message) == (JobStatus.DONE, 2, 2, "")
    assert job.result == {"printed": 2, "pages": 16, "refused": []}
    assert len(opened(job.path.read_bytes()).pages) == 16


def test_every_household_has_its_line_in_the_log(as_user, officer, households):
    as_user(officer).post(URL, {"archive_no": numbers(*households)})
    lines = AccessLog.objects.filter(verb=AccessVerb.PRINT, user=officer)
    assert sorted(line.subject for line in lines) == numbers(*households)


def test_a_zip_holds_one_file_for_each(as_user, officer, households):
    as_user(officer).post(URL, {"archive_no": numbers(*households), "form": "zip"})
    job = Job.objects.get()
    assert job.file_name.endswith(".zip")
    with zipfile.ZipFile(job.path) as archive:
        assert archive.namelist() == [f"{household.archive_no}-{household.head_name}.pdf" for household in households]


def test_everything_the_list_shows_is_printed_by_its_filters(as_user, officer, households):
    as_user(officer).post(f"{URL}?q=孙二", {"all": 1})
    assert Job.objects.get().result["printed"] == 1


def test_an_order_keeps_archive_numbers_and_not_what_was_searched_for(as_user, officer, households):
    identity_no = households[0].members.workers().get().identity_no
    as_user(officer).post(f"{URL}?q={identity_no}", {"all": 1})
    assert Job.objects.get().params == {"archive_nos": numbers(households[0]), "form": "pdf"}


def test_what_lies_outside_the_scope_is_silently_absent(as_user, officer, households):
    foreign = HouseholdFactory(union=union("530100"), archive_no="530100202000001")
    as_user(officer).post(URL, {"archive_no": numbers(foreign, *households)})
    assert Job.objects.get().result["printed"] == 2
    assert not AccessLog.objects.filter(subject=foreign.archive_no).exists()


def test_a_household_that_cannot_be_printed_is_left_out_and_named(as_user, officer, households):
    Member.objects.filter(household=households[0]).update(name="\U000f5d6a")
    as_user(officer).post(URL, {"archive_no": numbers(*households)})
    job = Job.objects.get()
    assert (job.status, job.result["printed"]) == (JobStatus.DONE, 1)
    assert job.message.startswith("已打印 1 户，1 户未打印：")
    assert households[0].archive_no in job.message


def test_when_none_can_be_printed_the_job_says_why(officer, households):
    Member.objects.all().update(name="\U000f5d6a")
    job = order_booklets({"archive_nos": numbers(*households)}, singly=False, by=officer)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "没有打印任何档案" in job.message


def test_nothing_selected_is_explained_on_the_list(as_user, officer, outsider, households):
    for user, chosen in ((officer, []), (outsider, numbers(*households))):
        response = as_user(user).post(URL, {"archive_no": chosen}, follow=False)
        assert response.url == reverse("households")
    assert not Job.objects.exists()


def test_the_same_order_is_not_printed_twice_at_once(as_user, officer, households):
    params = {"archive_nos": numbers(*households)}
    job = order_booklets(params, singly=False, by=officer)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING)
    response = as_user(officer).post(URL, {"archive_no": numbers(*households)})
    assert response.url == job.get_absolute_url()
    assert Job.objects.count() == 1


def test_more_than_one_job_may_print_is_refused_with_what_to_do(officer, households):
    with pytest.raises(DomainError, match="分批打印"):
        printable_numbers(officer, {"archive_nos": numbers(*households)}, most=1)


def test_a_cancelled_job_keeps_what_was_set(officer, households, settings):
    job = order_booklets({"archive_nos": numbers(*households)}, singly=False, by=officer)
    kept = sorted(settings.EXPORT_ROOT.glob("booklets/??/*"))
    assert len(kept) == 2
    order_booklets({"archive_nos": numbers(*households)}, singly=True, by=officer)
    assert sorted(settings.EXPORT_ROOT.glob("booklets/??/*")) == kept
    assert job.path.exists()


def test_reading_the_address_starts_nothing(as_user, officer):
    assert as_user(officer).get(URL).status_code == 405


def test_scope_is_asked_again_when_the_job_runs(officer, households):
    Household.objects.filter(pk=households[0].pk).update(union=union("530100"))
    job = order_booklets({"archive_nos": numbers(*households)}, singly=False, by=officer)
    job.refresh_from_db()
    assert job.result["printed"] == 1
