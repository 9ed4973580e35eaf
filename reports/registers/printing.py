"""Handing out a register: check, draw or write, and leave lines in the access log for it and each archive on it."""

import io
from collections.abc import Iterable

from django.utils import timezone

from organizations.actions.access import record_access, record_accesses
from organizations.enums import AccessVerb
from organizations.models import User
from reports.booklet.fonts import covered
from reports.booklet.parts.words import moment
from reports.registers.data import REPORT, Register
from reports.registers.render import draw_register
from reports.registers.workbook import save_workbook


def print_register(register: Register, *, by: User, archives: Iterable[str] = ()) -> bytes:
    """Return a register as PDF; ``archives`` are the numbers of the households on it.

    Raises DomainError, before anything is drawn, for a character that no font has.
    """
    content = io.BytesIO()
    rows, _pages = draw_register(register, content, foot=foot_of(by))
    record_handout(register, AccessVerb.PRINT, by=by, archives=archives, rows=rows)
    return content.getvalue()


def export_register(register: Register, *, by: User, archives: Iterable[str] = ()) -> bytes:
    """Return a register as a workbook."""
    content = io.BytesIO()
    rows = save_workbook(register, content)
    record_handout(register, AccessVerb.EXPORT, by=by, archives=archives, rows=rows)
    return content.getvalue()


def record_handout(
    register: Register, verb: AccessVerb, *, by: User, archives: Iterable[str], rows: int, purpose: str = ""
) -> None:
    """Leave a line that says how many rows went out and how their numbers were written, and one for each archive.

    What has no number of its own (a register of the catalogue) is named by its title.
    """
    numbers = "号码已隐去" if register.masked else "完整号码"
    said = f"，{purpose}" if purpose else ""
    subject = register.title if register.label == REPORT else register.number
    record_access(by, verb, subject, detail=f"{register.title}（{numbers}，{rows} 行{said}）")
    record_accesses(by, verb, sorted(set(archives)), detail=f"{register.title}（{numbers}）")


def foot_of(by: User) -> str:
    """Return what every page says of this print."""
    name = "".join(letter for letter in by.name if letter in covered())
    return f"打印时间：{moment(timezone.now())}　打印人：{name}"
