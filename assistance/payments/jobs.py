"""Exporting lines of payments in the background: hundreds of thousands of rows take a while."""

from typing import Any

from django.http import QueryDict

from assistance.models import Payment
from assistance.payments.books import write_lines
from assistance.payments.filters import PaymentFilter
from assistance.payments.querysets import PaymentQuerySet
from core import clock
from core.jobs import Progress, runner, start_job
from core.models import Job
from core.store import placing
from households.search import names_a_person
from organizations.actions.access import record_access, record_accesses
from organizations.enums import REVEALING_ROLES, AccessVerb, Number
from organizations.models import User

LINES_JOB = "payment_lines"


def export_lines(query: QueryDict, *, by: User, in_full: bool) -> Job:
    """Queue the workbook of the lines that a list is narrowed to; full account numbers only for who may see them."""
    in_full = in_full and by.scope.has(*REVEALING_ROLES[Number.CARD])
    query = query.copy()
    for name in ("page", "full"):
        query.pop(name, None)
    params: dict[str, Any] = {"in_full": in_full}
    if names_a_person(query.get("q", "")):
        # By the archives that it found, since jobs are kept: an identity number has no place in them.
        found = lines_for(query, by).order_by().values_list("household__archive_no", flat=True)
        params["archive_nos"] = sorted(set(found))
        query.pop("q")
    params["query"] = query.urlencode()
    name = f"发放明细{clock.today():%Y%m%d}.xlsx"
    return start_job(LINES_JOB, owner=by, title="导出发放明细", params=params, file_name=name)


def lines_for(query: QueryDict, user: User) -> PaymentQuerySet:
    """Return the lines that a query of the list asks for, within the user's scope."""
    return PaymentFilter(query, user=user).narrow(Payment.objects.visible_to(user))


@runner(LINES_JOB)
def run_lines_job(progress: Progress) -> None:
    """Write the workbook of a job; each start writes it anew."""
    job = progress.job
    lines = lines_for(QueryDict(job.params["query"]), job.owner).order_by("-batch_id", "position")
    if "archive_nos" in job.params:
        lines = lines.filter(household__archive_no__in=job.params["archive_nos"])
    total, in_full = lines.count(), bool(job.params["in_full"])
    # Asked anew: a role may have ended since, and one that covers some of the lines does not open the others.
    full_for = job.owner.scope.prefixes(REVEALING_ROLES[Number.CARD]) if in_full else ()
    progress.start(total)
    record_access(
        job.owner, AccessVerb.EXPORT, job.file_name, detail=f"发放明细 {total} 行{'，含完整账号' if full_for else ''}"
    )
    if full_for:
        archives = set(lines.order_by().values_list("household__archive_no", flat=True))
        record_accesses(job.owner, AccessVerb.EXPORT, sorted(archives), detail="发放明细，含完整账号")
    with placing(job) as draft:
        for written in write_lines(draft, lines, title="发放明细", full_for=full_for):
            progress.advance(written)
    job.done = total
    job.result = {"lines": total}
