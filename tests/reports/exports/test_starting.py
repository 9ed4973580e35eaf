"""Starting an export: its size is stated first, the same is not made twice at once, and what came of it is right."""

import csv

import pytest

from core import jobs
from core.errors import Conflict, DomainError, NotAllowed
from core.models import Job, JobStatus
from core.store import StoreTrouble
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from reports.exports.fetching import start_again
from reports.exports.kinds import EXPORT
from reports.exports.rates import estimated
from reports.exports.starting import estimate, start_export
from tests.support.factories import HouseholdFactory
from tests.support.races import at_once, told_apart

FEW = "no,archive_no,name,identity_no"


def start(by, format="csv", purpose="向上级工会报送", **params) -> Job:
    job = start_export(by, what="roster", params={"fields": FEW, **params}, format=format, purpose=purpose)
    job.refresh_from_db()
    return job


def rows(job) -> list[list[str]]:
    return list(csv.reader(job.path.read_text(encoding="utf-8-sig").splitlines()))[1:]


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["csv", "xlsx", "pdf"])
def test_the_file_is_made_and_says_what_is_in_it(officer, household, format):
    job = start(officer, format)
    assert (job.status, job.done, job.total, job.result["rows"]) == (JobStatus.DONE, 1, 1, 1)
    assert (job.size, job.path.suffix) == (job.path.stat().st_size, f".{format}")
    assert job.result["pages"] == (1 if format == "pdf" else 0)
    assert (job.expires_at - job.finished_at).days == 7
    assert [path.name for path in job.path.parent.iterdir()] == [job.path.name]


@pytest.mark.django_db
def test_an_export_holds_what_its_owner_may_see(officer, outsider, household):
    assert [row[1] for row in rows(start(officer))] == [household.archive_no]
    assert rows(start(outsider)) == []
    line = AccessLog.objects.filter(user=officer, verb=AccessVerb.EXPORT, subject=household.archive_no).get()
    assert "号码已隐去" in line.detail


@pytest.mark.django_db
def test_full_numbers_go_out_to_who_may_have_them(officer, registrar, household):
    number = household.members.workers().get().identity_no
    assert rows(start(officer, in_full="1"))[0][3] == number
    with pytest.raises(NotAllowed):
        start(registrar, in_full="1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [({"purpose": "  "}, "purpose"), ({"format": "docx"}, "format"), ({"union": "530100"}, "union")],
)
def test_what_cannot_be_exported_is_refused_before_anything_runs(officer, household, facts, field):
    with pytest.raises(DomainError) as refusal:
        start(officer, **facts)
    assert refusal.value.field == field
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_register_nobody_knows_is_refused(officer):
    with pytest.raises(DomainError, match="没有“nonsense”这种报表"):
        start_export(officer, what="nonsense", params={}, format="csv", purpose="报送")


@pytest.mark.django_db(transaction=True)
def test_a_double_click_starts_one_export(reference, officer, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    made, refused = told_apart(at_once(lambda: start(officer), lambda: start(officer)))
    assert (len(made), len(refused), Job.objects.count()) == (1, 1, 1)
    assert isinstance(refused[0], Conflict)
    assert refused[0].job == made[0]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_ask_for_the_same_get_a_file_each(reference, officer, reviewer, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    made, refused = told_apart(at_once(lambda: start(officer), lambda: start(reviewer)))
    assert (len(made), refused) == (2, [])


@pytest.mark.django_db
def test_the_size_is_stated_by_what_is_usual_and_then_by_what_was_measured(officer, household):
    query = Query.of(kind_of("roster"), officer, {})
    told = estimate(query, "pdf")
    assert (told.rows, told.pages) == (1, 1)
    assert told.words.startswith("1 行、约 1 页，约需 ")
    result = {"rows": 1000, "pages": 50, "seconds": 20.0, "bytes": 200_000, "paper": "A4"}
    params = {"what": "roster", "format": "pdf"}
    Job.objects.create(kind=EXPORT, title="", owner=officer, status=JobStatus.DONE, params=params, result=result)
    assert estimated("roster", "pdf", 8000, paper="A4").words == "8,000 行、约 400 页，约需 3 分钟，文件约 1.5 MB。"


@pytest.mark.django_db
def test_who_starts_one_is_told_how_many_are_before_it(officer, reviewer, household, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for number in ("name", "name,persons"):
        start(reviewer, fields=number)
    told = estimate(Query.of(kind_of("roster"), officer, {}), "csv")
    assert told.ahead == 1
    assert told.words.endswith("；前面还有 1 件在排队。")


@pytest.mark.django_db
def test_an_export_that_could_not_fit_is_refused_before_it_begins(officer, household, monkeypatch):
    monkeypatch.setattr("core.store.SPARE", 2**62)
    with pytest.raises(StoreTrouble, match="存储空间已满"):
        start(officer)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_an_export_is_made_again_with_what_stands_there_now(officer, household):
    first = start(officer)
    HouseholdFactory(worker="后来人")
    again = start_again(first, by=officer)
    again.refresh_from_db()
    assert (len(rows(first)), len(rows(again))) == (1, 2)
    assert again.purpose == first.purpose


@pytest.mark.django_db
def test_a_cancelled_export_leaves_no_file(officer, household, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    job = start(officer)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    jobs.run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.status, job.message) == (JobStatus.CANCELLED, "已按要求取消，没有生成文件。")
    assert list(job.path.parent.iterdir()) == []
