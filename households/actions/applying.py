"""Applying from outside, on the worker's side: entering a code, filling in, handing in, asking how it stands.

Nobody is logged in here. Secrets are compared in constant time, tries are counted, what is wrong is told in one way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import constant_time_compare, get_random_string

from core import clock
from core.codes import plain_code
from core.errors import Conflict, DomainError
from core.throttle import begin_attempt, forget_attempt, key_of_address
from households.actions.applications import issue_query_code
from households.actions.archives import draft_archive
from households.actions.attachments import attach_evidence
from households.actions.people import archive_of, enter_member, refuse_second_archive
from households.codes import APPLY, ASK, digest_of_code
from households.enums import Status
from households.models import ApplicationCode, Attachment, Household, QueryCode
from households.standing import application_status

PER_ADDRESS, PER_CODE, PER_ARCHIVE = 30, 5, 10  # failures in a quarter of an hour
MOST_REFUSALS = 3  # each could tell whether some number stands in an archive
MOST_PAPERS = 30
WRONG_CODE = "申请码或手机号后四位不正确，请核对发放单。"
WRONG_PAIR = "档案编号或查询码不正确，请核对。"
ELSEWHERE = "此申请码已在另一台设备或浏览器上继续填写；要在这里填写，请重新输入申请码，已填内容保留。"


@dataclass(frozen=True)
class Application:
    """What a worker states: facts of the archive, of the worker, and of each member."""

    facts: Mapping[str, Any]
    worker: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]] = ()


def enter_code(typed: str, phone_tail: str, *, address: str | None) -> ApplicationCode:
    """Return the code that somebody holds in hand, now writable by this browser alone (its ``holder``).

    Call it outside a transaction. Raises DomainError: the same for every wrong pair, more words for a right one that
    is used, revoked or over; TooManyAttempts.
    """
    plain = plain_code(typed)
    tries = begin_attempt({key_of_address(address): PER_ADDRESS, f"{APPLY}:{plain}": PER_CODE})
    code = ApplicationCode.objects.filter(digest=digest_of_code(plain, APPLY)).select_related("union").first()
    if not constant_time_compare(code.phone_tail if code else "----", phone_tail) or code is None:
        raise DomainError(WRONG_CODE, field="code")
    forget_attempt(tries)
    check_live(code)
    code.holder = get_random_string(32)
    ApplicationCode.objects.filter(pk=code.pk).update(holder=code.holder)
    return code


def held_code(pk: int, holder: str) -> ApplicationCode | None:
    """Return the code that a browser holds; None when another one has entered it since, or it is over or revoked."""
    code = ApplicationCode.objects.select_related("union", "household").filter(pk=pk).first()
    if code is None or not holder or not constant_time_compare(code.holder, holder):
        return None
    return code if code.is_live or code.applied_at else None


@transaction.atomic
def keep_answers(code: ApplicationCode, *, holder: str, step: str, answers: Any) -> ApplicationCode:
    """Keep what was typed at one step, right or not. Raises Conflict when another browser writes by now."""
    locked = _locked(code, holder)
    check_live(locked)
    locked.answers = {**locked.answers, step: answers}
    locked.answered_at = clock.now()
    locked.save(update_fields=["answers", "answered_at"])
    return locked


def submit_application(code: ApplicationCode, *, holder: str, said: Application) -> tuple[Household, str]:
    """Open the draft archive that the application is for, and return it with a code to ask how it stands.

    The same browser again gets the same archive and a fresh code to ask. What the rules of archives refuse is told to
    the union, not to the applicant: it names other households. After MOST_REFUSALS the union has to help.
    """
    if handed_in := _submit(code, holder=holder, said=said):
        return handed_in
    raise DomainError(
        f"申请没有提交成功：所填人员的登记情况需要核实，请携带身份证和户口簿到{code.union.name}办理。已填内容保留。"
    )


def attach_paper(code: ApplicationCode, *, holder: str, kind: str, upload: UploadedFile) -> Attachment:
    """Add a paper to what was handed in, by the browser that did, until an officer takes it over."""
    fresh = _readable(code, holder)
    household = fresh.household
    if household is None or fresh.taken_at or household.status != Status.DRAFT:
        raise DomainError("工会已开始办理，请把材料直接交给工会。")
    if household.attachments.present().count() >= MOST_PAPERS:
        raise DomainError(f"最多上传 {MOST_PAPERS} 份材料，其余请直接交给工会。", field="papers")
    return attach_evidence(household, by=fresh.issued_by, kind=kind, title="", upload=upload)


def ask_standing(archive_no: str, typed: str, *, address: str | None) -> str:
    """Return how the application for an archive stands, and nothing else of it.

    Call it outside a transaction. Raises DomainError, the same for every wrong pair; TooManyAttempts.
    """
    tries = begin_attempt({key_of_address(address): PER_ADDRESS, f"{ASK}:{archive_no}": PER_ARCHIVE})
    found = QueryCode.objects.filter(household__archive_no=archive_no).select_related("household__union").first()
    wanted = digest_of_code(typed, f"{ASK}:{archive_no}")
    if not constant_time_compare(found.digest if found else "-" * len(wanted), wanted) or found is None:
        raise DomainError(WRONG_PAIR)
    forget_attempt(tries)
    return application_status(found.household)


@transaction.atomic
def _submit(code: ApplicationCode, *, holder: str, said: Application) -> tuple[Household, str] | None:
    """Hand in under the lock of the code; None when it was refused, which is counted."""
    locked = _locked(code, holder)
    if locked.household is not None:
        return locked.household, issue_query_code(locked.household)
    check_live(locked)
    if locked.refusals >= MOST_REFUSALS:
        return None
    try:
        with transaction.atomic():
            locked.household = _open(locked, said)
    except DomainError as error:
        locked.refusals, locked.trouble = locked.refusals + 1, error.message[:300]
        locked.save(update_fields=["refusals", "trouble"])
        return None
    locked.applied_at, locked.trouble = clock.now(), ""
    locked.save(update_fields=["household", "applied_at", "trouble"])
    return locked.household, issue_query_code(locked.household)


def _open(code: ApplicationCode, said: Application) -> Household:
    """Open the draft in the name of the officer who handed out the code."""
    if other := archive_of(said.worker["identity_no"]):  # also the officer's own draft, which is not to be written over
        raise refuse_second_archive(code.name, other)
    facts = {"level": code.level, "category": code.category, **said.facts}
    household = draft_archive(
        by=code.issued_by, union=code.union, facts=facts, worker={**said.worker, "name": code.name}
    )
    for member in said.members:
        enter_member(household, by=code.issued_by, facts=member)
    return household


def _locked(code: ApplicationCode, holder: str) -> ApplicationCode:
    """Lock a code for the browser that writes; others are told that it is not they."""
    # Without archive and officer: a row that is joined would be the one from before the wait for the lock.
    rows = ApplicationCode.objects.select_for_update(of=("self",)).select_related("union").prefetch_related("issued_by")
    return _held(rows.get(pk=code.pk), holder)


def _readable(code: ApplicationCode, holder: str) -> ApplicationCode:
    rows = ApplicationCode.objects.select_related("union", "issued_by", "household")
    return _held(rows.get(pk=code.pk), holder)


def _held(code: ApplicationCode, holder: str) -> ApplicationCode:
    if not holder or not constant_time_compare(code.holder, holder):
        raise Conflict(ELSEWHERE)
    return code


def check_live(code: ApplicationCode) -> None:
    """Refuse a code that was used, revoked or is over."""
    if code.applied_at:
        raise DomainError("此申请码已提交过申请，请凭档案编号和查询码查询进度。", field="code")
    if not code.is_live:
        raise DomainError(f"此申请码已过期或作废，请联系{code.union.name}重新发放。", field="code")
