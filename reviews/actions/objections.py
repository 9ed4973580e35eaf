"""Objections against a notice: taking one in stops the clock, answering the last open one lets it run again."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from core import clock
from core.codes import plain_code, spelled
from core.errors import Conflict, DomainError, NotAllowed
from core.workdays import add_workdays, workdays_between
from organizations.models import User
from reviews.actions.notices import locked_notice
from reviews.enums import NoticeStatus, ObjectionKind
from reviews.models import Notice, NoticeLine, Objection
from reviews.rules import can_enter_objection

CODE_LENGTH = 8
MOST_OPEN = 50  # by the public page on one notice: beyond, the page asks to call, so that nobody is buried
LONGEST = 1000


@dataclass(frozen=True)
class Said:
    """What somebody objects: how, in which words, and against whom of the notice (none: the notice itself)."""

    text: str
    kind: str = ObjectionKind.ANONYMOUS
    name: str = ""
    contact: str = ""
    line: NoticeLine | None = None


@transaction.atomic
def raise_objection(
    notice: Notice,
    *,
    said: Said,
    by: User | None = None,
    received_on: datetime.date | None = None,
    sent_key: uuid.UUID | None = None,
) -> Objection:
    """Take an objection in, from the public page (``by`` none) or written down by staff, and stop the clock.

    The same form sent twice (``sent_key``) is one objection. Raises DomainError when the notice does not run, or did
    not on the day of receipt; NotAllowed for staff of elsewhere. Waits for whoever is closing the notice.
    """
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    key = sent_key or uuid.uuid4()
    if before := Objection.objects.filter(sent_key=key, notice=locked).first():
        return before
    day = received_on or clock.today()
    _refuse(locked, said, day, by)
    facts = {"received_on": day, "received_at": clock.now(), "entered_by": by, "sent_key": key}
    objection = Objection.objects.create(notice=locked, **_words(said), **facts)
    if locked.paused_on is None or day < locked.paused_on:
        locked.paused_on = day
        locked.save(update_fields=["paused_on"])
    return objection


def _words(said: Said) -> dict[str, Any]:
    """Return the columns of what was said; whoever wants no name gets none."""
    name = said.name.strip() if said.kind == ObjectionKind.NAMED else ""
    return {
        "line": said.line,
        "kind": said.kind,
        "name": name,
        "contact": said.contact.strip(),
        "text": said.text.strip(),
    }


def _refuse(notice: Notice, said: Said, day: datetime.date, by: User | None) -> None:
    if by is not None and not can_enter_objection(by, notice):
        raise NotAllowed("异议由公示单位或其上级工会的经办、审核、审批人员登记。")
    if notice.status != NoticeStatus.RUNNING or notice.starts_on is None or notice.ends_on is None:
        raise DomainError("公示期已结束或已撤下，不能再登记异议。")
    if day > clock.today():
        raise DomainError("收到日期不能晚于今天。", field="received_on")
    if day < notice.starts_on or (day > notice.ends_on and notice.paused_on is None):
        raise DomainError(
            f"异议须在公示期内（{notice.starts_on:%Y-%m-%d} 至 {notice.ends_on:%Y-%m-%d}）收到。",
            field="received_on",
        )
    if not said.text.strip():
        raise DomainError("请写明异议的内容。", field="text")
    if len(said.text.strip()) > LONGEST:
        raise DomainError(f"异议内容最多 {LONGEST} 字。", field="text")
    if said.kind == ObjectionKind.NAMED and not said.name.strip():
        raise DomainError("实名反映请填写姓名；不愿留名的，请选择匿名。", field="name")
    if said.line is not None and said.line.notice_id != notice.pk:
        raise DomainError("所选对象不在本公示中。", field="line")
    if by is None and notice.objections.open().filter(entered_by=None).count() >= MOST_OPEN:
        raise DomainError("本公示网上收到的异议较多，正在核实，请直接拨打监督电话反映。")


def code_of(objection: Objection) -> str:
    """Return the code by which whoever objected reads the answer; it is kept nowhere, but made of the key."""
    digest = salted_hmac("reviews.objection", objection.sent_key.hex, algorithm="sha256").digest()
    return spelled(int.from_bytes(digest[:16], "big"), CODE_LENGTH)


def find_objection(number: str, code: str) -> Objection | None:
    """Return the objection of a number when the code is its own."""
    digits = number.strip()
    if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 20):
        return None
    found = Objection.objects.filter(pk=int(digits[4:])).first()
    matches = found is not None and constant_time_compare(code_of(found), plain_code(code)) and found.number == digits
    return found if matches else None


@transaction.atomic
def answer_objection(objection: Objection, *, by: User, investigation: str, answer: str, upheld: bool) -> Objection:
    """Write down what was found out and answered; with the last open one the clock of the notice runs again.

    What was left of the working days is counted from today. Answering what this person has answered changes nothing.
    Raises Conflict when somebody else has, DomainError (with its field) without investigation or answer.
    """
    notice = locked_notice(objection.notice, by=by)
    locked = Objection.objects.select_for_update().get(pk=objection.pk)
    if locked.answered_by is not None:
        if locked.answered_by_id == by.pk:
            return locked
        raise Conflict(f"{locked.answered_by.name} 已答复这件异议，请查看最新情况。")
    for field, words, value in (("investigation", "调查情况", investigation), ("answer", "答复", answer)):
        if not value.strip():
            raise DomainError(f"请填写{words}。", field=field)
        if len(value.strip()) > LONGEST:
            raise DomainError(f"{words}最多 {LONGEST} 字。", field=field)
    locked.investigation, locked.answer, locked.upheld = investigation.strip(), answer.strip(), upheld
    locked.answered_by, locked.answered_at = by, clock.now()
    locked.save(update_fields=["investigation", "answer", "upheld", "answered_by", "answered_at"])
    if notice.status == NoticeStatus.RUNNING and not notice.objections.open().exists():
        _run_again(notice)
    return locked


def _run_again(notice: Notice) -> None:
    """Count what was left when the clock stopped from today on; an end that was made public is not drawn nearer."""
    assert notice.counted_from is not None  # noqa: S101 -- for the type checker: it runs
    assert notice.ends_on is not None  # noqa: S101
    assert notice.paused_on is not None  # noqa: S101 -- the objection just answered had stopped it
    left = notice.counted_days - max(workdays_between(notice.counted_from, notice.paused_on), 0)
    notice.counted_from, notice.counted_days = clock.today(), max(left, 0)
    due = add_workdays(notice.counted_from, notice.counted_days)
    notice.ends_on, notice.provisional = max(due.day, notice.ends_on), due.provisional
    notice.paused_on = None
    notice.save(update_fields=["counted_from", "counted_days", "ends_on", "provisional", "paused_on"])
