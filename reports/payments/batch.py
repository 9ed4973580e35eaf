"""Handing out rosters and receipts: at once, or as a job when they are long."""

from assistance.models import Batch
from core.errors import DomainError
from core.jobs import Progress, start_job
from core.models import Job
from core.store import placing
from organizations.models import User
from reports.payments.rosters import SHEETS
from reports.registers.printing import export_register, print_register

SHEET_JOB = "batch_sheet"
AT_ONCE = 3000  # rows that are drawn in about a second


def hand_out(batch: Batch, sheet: str, *, form: str, in_full: bool, by: User) -> bytes:
    """Return a sheet of a batch as PDF or workbook, and leave lines in the access log."""
    register, archives = SHEETS[sheet](batch, by=by, in_full=in_full)
    write = export_register if form == "xlsx" else print_register
    return write(register, by=by, archives=archives)


def order_sheet(batch: Batch, *, sheet: str, form: str, in_full: bool, by: User) -> Job:
    """Start the job that writes a long sheet; Conflict while the same is being written."""
    params = {"batch": batch.pk, "sheet": sheet, "form": form, "in_full": in_full}
    title = f"{batch.title}{sheet}"
    return start_job(SHEET_JOB, owner=by, title=title, params=params, file_name=f"{sheet}-{batch.number}.{form}")


def print_sheet(progress: Progress) -> None:
    """Write the ordered sheet of a batch, as its owner sees it now."""
    job, asked = progress.job, progress.job.params
    batch = Batch.objects.visible_to(job.owner).for_list().filter(pk=asked["batch"]).first()
    if batch is None:
        raise DomainError("批次已不在您的范围内，没有生成文件。")
    progress.start(batch.payments.standing().count())
    facts = {"form": asked["form"], "in_full": asked["in_full"], "by": job.owner}
    content = hand_out(batch, asked["sheet"], **facts)
    with placing(job) as draft:
        draft.write_bytes(content)
    progress.advance(job.total)
