"""Printing the cards of many households into one PDF, as a background job; what cannot be printed is named."""

from typing import Any

from core import clock
from core.errors import DomainError
from core.jobs import Progress, start_job
from core.models import Job
from organizations.models import User
from reports.booklet.fonts import require_printable
from reports.booklet.selection import printable_numbers, selected
from reports.booklet.typeset import Body
from reports.forms.batch import NAMED_REFUSALS, bind_forms, say_refused
from reports.forms.data import PrintedForm
from reports.forms.render import render_form
from reports.policies.card import SIZES
from reports.policies.loading import load_cards

CARDS_JOB = "policy_cards"
MOST = 500
CHUNK = 50


def order_cards(selection: dict[str, Any], *, by: User, size: str = "a4") -> Job:
    """Start the job that prints the cards of a selection.

    Raises DomainError when nothing in scope, or too much, is selected; Conflict while the same is being printed.
    """
    numbers = printable_numbers(by, selection, most=MOST)
    paper = size if size in SIZES else "a4"
    title = f"明白卡（{paper.upper()}） {len(numbers)} 户"
    name = f"明白卡-{paper.upper()}-{len(numbers)}户-{clock.today():%Y%m%d}.pdf"
    return start_job(CARDS_JOB, owner=by, title=title, params={"archive_nos": numbers, "size": paper}, file_name=name)


def print_cards(progress: Progress) -> None:
    """Print the ordered cards into one file, in the order of the archive numbers."""
    job = progress.job
    numbers = job.params["archive_nos"]
    progress.start(len(numbers))
    refused: list[str] = []
    printed: list[tuple[PrintedForm, Body]] = []
    for start in range(0, len(numbers), CHUNK):
        households = selected(job.owner, {"archive_nos": numbers[start : start + CHUNK]})
        for card in load_cards(households, by=job.owner, size=job.params["size"]):
            try:
                require_printable(card)
                printed.append((card, render_form(card)))
            except DomainError as error:
                refused.append(f"{card.whose}（{card.number}）：{error.message}")
            progress.advance()
    if not printed:
        raise DomainError("没有打印任何一户。" + "".join(refused[:NAMED_REFUSALS]))
    bind_forms(job, printed)
    say_refused(job, printed, refused, unit="户")
