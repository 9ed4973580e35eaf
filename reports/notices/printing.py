"""Printing a notice: the paper as PDF, with a line in the access log for it and for each household on it."""

from dataclasses import replace

from organizations.actions.access import record_accesses
from organizations.enums import AccessVerb
from organizations.models import User
from reports.forms.printing import print_form
from reports.forms.render import render_form
from reports.notices.paper import NoticePaper, paper_of
from reviews.models import Notice
from reviews.notice_lines import Table


def print_notice(notice: Notice, *, by: User, address: str) -> bytes:
    """Return a notice as PDF; ``address`` is that of its public page, printed as a code to scan.

    Raises DomainError, before anything is set, for a character that no font has.
    """
    table = Table.of(notice)
    pdf = print_form(fitted(paper_of(notice, table, address=address)), by=by)
    refs = list(dict.fromkeys(row.line.review.subject_ref for row in table.standing))
    record_accesses(by, AccessVerb.PRINT, refs, detail=f"公示 {notice.number}（号码已隐去）")
    return pdf


def fitted(paper: NoticePaper) -> NoticePaper:
    """Set the lines closer where that puts all on one page, as GB/T 9704 lets offices do for the seal's sake."""
    if paper.is_annexed or render_form(paper).pages == 1:
        return paper
    tight = replace(paper, is_tight=True)
    return tight if render_form(tight).pages == 1 else paper
