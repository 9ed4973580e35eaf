"""Background jobs of reports: printing a selection of booklets, or the forms of many reviews."""

import itertools
import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from core.errors import DomainError
from core.jobs import Progress, often, runner, seldom
from core.store import StoreTrouble, clean, placing
from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.models import User
from reports.booklet.batch import VOLUME, Leaf, bind, bind_singly, bind_volumes, leaves_of
from reports.booklet.data import Booklet
from reports.booklet.fonts import require_printable
from reports.booklet.loading import load_booklets, numbers_for
from reports.booklet.printing import stamp_for
from reports.booklet.selection import MOST, selected
from reports.booklet.store import prune
from reports.exports.kinds import EXPORT
from reports.exports.running import run_export
from reports.forms.batch import PAPERS_JOB, print_papers
from reports.indicators.months import keep_months
from reports.indicators.standing import keep_standing
from reports.payments.batch import SHEET_JOB, print_sheet
from reports.policies.batch import CARDS_JOB, print_cards

logger = logging.getLogger("huhuqing.jobs")
BOOKLETS = "booklets"
CHUNK = 50
LOOK_EVERY_SECONDS = 600  # the shared store may be slow to list
NAMED_REFUSALS = 20


runner(EXPORT)(run_export)
runner(PAPERS_JOB)(print_papers)
runner(CARDS_JOB)(print_cards)
runner(SHEET_JOB)(print_sheet)
often(keep_months)
often(keep_standing)


@runner(BOOKLETS)
def print_booklets(progress: Progress) -> None:
    """Print the selected households into one file; started again, it sets only what was not set before.

    A household with a character that no font has is left out and named; the others are printed.
    """
    job = progress.job
    households = selected(job.owner, job.params)
    archive_nos = list(households.order_by("archive_no").values_list("archive_no", flat=True)[:MOST])
    progress.start(len(archive_nos))
    refused: list[str] = []
    leaves: list[Leaf] = []
    booklets = _booklets(job.owner, archive_nos, refused, progress)
    # Closed at once when the owner cancels, so that the helpers end.
    with closing(leaves_of(booklets, count=len(archive_nos))) as ready:
        for leaf in ready:
            leaves.append(leaf)
            progress.advance()
    if not leaves:
        raise DomainError("没有打印任何档案。" + "".join(refused[:NAMED_REFUSALS]))
    _bind(progress, leaves)
    job.result = {"printed": len(leaves), "pages": sum(leaf.body.pages for leaf in leaves), "refused": refused}
    job.message = _summary(len(leaves), refused)


def _booklets(user: User, archive_nos: list[str], refused: list[str], progress: Progress) -> Iterator[Booklet]:
    in_full = numbers_for(user)
    for start in range(0, len(archive_nos), CHUNK):
        numbers = archive_nos[start : start + CHUNK]
        for booklet in load_booklets(selected(user, {"archive_nos": numbers}), in_full=in_full):
            try:
                require_printable(booklet)
            except DomainError as error:
                refused.append(error.message)
                progress.advance()
            else:
                yield booklet


def _bind(progress: Progress, leaves: list[Leaf]) -> None:
    job = progress.job
    progress.say(f"{len(leaves)} 户已排好，正在装订成册。")
    stamp = stamp_for(job.owner, job.title)
    singly = job.params["form"] == "zip"
    if len(leaves) > VOLUME and not singly:
        job.file_name = str(Path(job.file_name).with_suffix(".zip"))
    write = bind_singly if singly else bind if len(leaves) <= VOLUME else bind_volumes
    # Logged before anybody can fetch the file.
    numbers = [leaf.archive_no for leaf in leaves]
    with placing(job) as draft:
        write(leaves, stamp, draft)
        record_accesses(job.owner, AccessVerb.PRINT, numbers, detail=f"户户清表册批量打印（任务 {job.pk}）")


def _summary(printed: int, refused: list[str]) -> str:
    if not refused:
        return ""
    more = f"另有 {len(refused) - NAMED_REFUSALS} 户同样未打印。" if len(refused) > NAMED_REFUSALS else ""
    return f"已打印 {printed} 户，{len(refused)} 户未打印：" + "".join(itertools.islice(refused, NAMED_REFUSALS)) + more


@seldom(LOOK_EVERY_SECONDS)
def remove_expired() -> int:
    """Remove what has expired: files of jobs, and bodies of booklets that nobody has printed for a month."""
    try:
        return clean() + prune()
    except StoreTrouble as trouble:
        logger.warning("nothing removed: %s", trouble.message)
        return 0
