"""Printing the forms of many reviews into one PDF, as a background job; what cannot be printed is named."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from audits.models import HouseholdReview
from core.errors import DomainError
from core.jobs import Progress, start_job
from core.models import Job
from core.store import placing
from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.models import User
from reports.booklet.fonts import require_printable
from reports.booklet.merge import Assembly, faces_of
from reports.booklet.typeset import Body
from reports.forms.data import PrintedForm
from reports.forms.loading import cases_for
from reports.forms.papers import LETTER, main_paper, paper_of
from reports.forms.printing import stamp_for_many, stamp_of
from reports.forms.render import css, render_form

PAPERS_JOB = "papers"
MOST = 300  # of one order: a family's form is two sides
CHUNK = 50
NAMED_REFUSALS = 20
TITLES = {"": "审批表和确认书", LETTER: "告知书"}


def order_papers(reviews: list[int], *, by: User, paper: str = "") -> Job:
    """Start the job that prints a form of each of these reviews: the letter, or without ``paper`` its main form.

    Raises DomainError when nothing in scope, or too much, is selected; Conflict while the same is being printed.
    """
    keys = sorted(cases_for(by).filter(pk__in=reviews).values_list("pk", flat=True))
    if not keys:
        raise DomainError("请先勾选要打印的审核。")
    if len(keys) > MOST:
        raise DomainError(f"一次最多打印 {MOST} 件，已选 {len(keys)} 件，请分批打印。")
    title = f"{TITLES.get(paper, TITLES[''])} {len(keys)} 件"
    name = f"{title.replace(' ', '-')}-{timezone.localdate():%Y%m%d}.pdf"
    params: dict[str, Any] = {"reviews": keys, "paper": paper if paper == LETTER else ""}
    return start_job(PAPERS_JOB, owner=by, title=title, params=params, file_name=name)


def print_papers(progress: Progress) -> None:
    """Print the ordered forms into one file, in the order of the archive numbers."""
    job = progress.job
    progress.start(len(job.params["reviews"]))
    refused: list[str] = []
    printed: list[tuple[PrintedForm, Body]] = []
    for form in _forms(job, refused, progress):
        printed.append((form, render_form(form, name=f"{len(printed)}-{form.number}")))
        progress.advance()
    if not printed:
        raise DomainError("没有打印任何一件。" + "".join(refused[:NAMED_REFUSALS]))
    bind_forms(job, printed)
    say_refused(job, printed, refused, unit="件")


def say_refused(job: Job, printed: list[tuple[PrintedForm, Body]], refused: list[str], *, unit: str) -> None:
    """Note what was printed, and name what was not."""
    job.result = {"printed": len(printed), "pages": sum(body.pages for _form, body in printed), "refused": refused}
    if refused:
        named = "".join(refused[:NAMED_REFUSALS])
        job.message = f"已打印 {len(printed)} {unit}，{len(refused)} {unit}未打印：{named}"


def _forms(job: Job, refused: list[str], progress: Progress) -> Iterator[PrintedForm]:
    keys = job.params["reviews"]
    for start in range(0, len(keys), CHUNK):
        cases = cases_for(job.owner).filter(pk__in=keys[start : start + CHUNK])
        for asked in cases.order_by("household__archive_no", "pk"):
            try:
                form = _form(asked, job)
                require_printable(form)
            except DomainError as error:
                refused.append(f"{asked.household.head_name}（{asked.review.number}）：{error.message}")
                progress.advance()
            else:
                yield form


def _form(asked: HouseholdReview, job: Job) -> PrintedForm:
    paper = paper_of(asked, job.params["paper"] or main_paper(asked))
    if paper is None:
        raise DomainError("没有这种表。")
    return paper.load(asked, by=job.owner)


def bind_forms(job: Job, printed: list[tuple[PrintedForm, Body]]) -> None:
    """Write the file; logged before anybody can fetch it."""
    first = printed[0][0]
    stamp = stamp_for_many(job.title, job.owner) if first.has_foot else stamp_of(first, job.owner)
    assembly = Assembly(faces_of(body.faces for _form, body in printed), stamp, css(first.sheet))
    for form, body in printed:
        assembly.append(body, form.number)
    numbers = [form.number for form, _body in printed]
    with placing(job) as draft:
        assembly.save(draft)
        record_accesses(job.owner, AccessVerb.PRINT, numbers, detail=f"{job.title}批量打印（任务 {job.pk}）")
