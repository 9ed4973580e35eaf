"""Applying from outside, on the union's side: handing out codes, taking over what came in."""

import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from core import clock
from core.codes import new_code
from core.errors import Conflict, DomainError
from households.codes import APPLICATION_LENGTH, APPLY, ASK, QUERY_LENGTH, digest_of_code
from households.history import signed
from households.models import ApplicationCode, Household, QueryCode
from households.rules import can_file, is_officer
from organizations.models import Union, User
from organizations.rules import require

NO_ISSUING = "申请码由建档单位的经办人员发放。"


@transaction.atomic
@signed
def issue_code(
    *, by: User, union: Union, name: str, phone_tail: str, level: str, category: str
) -> tuple[ApplicationCode, str]:
    """Hand a code to a worker, and return it with the code itself, which is nowhere to be read afterwards.

    A worker has one live code: issuing again keeps what was typed and replaces the code.
    """
    require(can_file(by, union), NO_ISSUING)
    plain, now = new_code(APPLICATION_LENGTH), clock.now()
    facts = {
        "digest": digest_of_code(plain, APPLY),
        "issued_by": by,
        "issued_at": now,
        "expires_at": now + datetime.timedelta(days=settings.APPLICATION_CODE_DAYS),
        "level": level,
        "category": category,
    }
    live = ApplicationCode.objects.filter(
        union=union, name=name, phone_tail=phone_tail, applied_at=None, revoked_at=None
    )
    if code := live.select_for_update(of=("self",)).first():
        for field, value in (facts | {"holder": "", "refusals": 0, "trouble": ""}).items():
            setattr(code, field, value)
        code.save(update_fields=[*facts, "holder", "refusals", "trouble"])
        return code, plain
    try:
        with transaction.atomic():
            return ApplicationCode.objects.create(union=union, name=name, phone_tail=phone_tail, **facts), plain
    except IntegrityError as error:
        raise Conflict("刚刚有人给这名职工发放了申请码，请刷新列表后核对。") from error


@transaction.atomic
@signed
def revoke_code(code: ApplicationCode, *, by: User) -> ApplicationCode:
    """Make a code useless; what was typed with it is dropped. Revoking again changes nothing, a used one stays."""
    locked = ApplicationCode.objects.select_for_update(of=("self",)).select_related("union").get(pk=code.pk)
    require(can_file(by, locked.union), NO_ISSUING)
    if locked.applied_at:
        raise DomainError("这名职工已用申请码提交申请，不能再作废；不受理的，请在档案页办理。")
    if locked.revoked_at is None:
        locked.revoked_at, locked.answers, locked.holder = clock.now(), {}, ""
        locked.save(update_fields=["revoked_at", "answers", "holder"])
    return locked


@transaction.atomic
@signed
def take_application(code: ApplicationCode, *, by: User) -> ApplicationCode:
    """Take over what came in: from now on the draft is the officer's. Taking again changes nothing."""
    locked = ApplicationCode.objects.select_for_update(of=("self",)).select_related("union").get(pk=code.pk)
    require(can_file(by, locked.union), "线上申请由建档单位的经办人员接收。")
    if not locked.applied_at:
        raise DomainError("这名职工还没有提交申请。")
    if locked.taken_at is None:
        locked.taken_by, locked.taken_at, locked.answers = by, clock.now(), {}
        locked.save(update_fields=["taken_by", "taken_at", "answers"])
    return locked


@transaction.atomic
def issue_query_code(household: Household, *, by: User | None = None) -> str:
    """Return a fresh code by which one asks how an archive stands; the one before is void.

    ``by`` is the officer who hands it out, none when it follows an application.
    """
    require(by is None or is_officer(by, household), "查询码由建档单位的经办人员生成。")
    plain = new_code(QUERY_LENGTH)
    facts = {
        "digest": digest_of_code(plain, f"{ASK}:{household.archive_no}"),
        "issued_by": by,
        "issued_at": clock.now(),
    }
    QueryCode.objects.update_or_create(household=household, defaults=facts)
    return plain
