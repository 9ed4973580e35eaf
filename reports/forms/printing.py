"""Printing one form: check, set, finish, leave a line in the access log."""

from django.utils import timezone

from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.models import User
from reports.booklet.fonts import covered, require_printable
from reports.booklet.merge import NUMBERED, Stamp, finished
from reports.booklet.parts.words import moment
from reports.forms.data import PrintedForm
from reports.forms.render import css, render_form


def print_form(form: PrintedForm, *, by: User) -> bytes:
    """Return a form as PDF, and leave a line in the access log.

    Raises DomainError, before anything is set, for a character that no font has.
    """
    require_printable(form)
    pdf = finished(render_form(form), form.number, stamp_of(form, by), css(form.sheet))
    numbers = "号码已隐去" if form.masked else "完整号码"
    record_access(by, AccessVerb.PRINT, form.number, detail=f"{form.title}（{numbers}）")
    return pdf


def stamp_of(form: PrintedForm, by: User) -> Stamp:
    """Return what stands in the foot of every page; official papers have a foot of their own."""
    title = f"{form.title} {form.number} {form.whose}".strip()
    if not form.has_foot:
        return Stamp(title=title, foot="", head="", numbered="")
    return stamp_for_many(title, by, whose=form.label)


def stamp_for_many(title: str, by: User, *, whose: str = "档案编号") -> Stamp:
    """Return what stands in the foot of every page of one or many forms: the number, when, by whom, which page."""
    name = "".join(letter for letter in by.name if letter in covered())
    foot = f"打印时间：{moment(timezone.now())}\u3000打印人：{name}"
    return Stamp(title=title, foot=foot, whose=whose, head="", numbered=NUMBERED)
