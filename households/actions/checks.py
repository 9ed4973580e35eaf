"""Entering what 民政 found: that a check was sent, and what its report says."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pghistory
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import clock
from core.errors import Conflict, DomainError
from households.actions.attachments import attach_file
from households.actions.facts import KEPT, changed_facts, unless_taken, validate, write_facts
from households.actions.locks import lock_household
from households.enums import AttachmentKind, EconomicItem
from households.history import last_change, signed, values_of, version_of
from households.models import Attachment, EconomicCheck, EconomicLine, Household
from households.rules import can_record_check
from organizations.models import User
from organizations.rules import require

FACTS = ("authorised_on", "sent_on", "report_no", "reported_on", "valid_until", "remark")
ONE_A_DAY = "当日已登记送核对，请修改原来的一份。"
NO_RECORDING = "核对报告由建档单位的经办人员录入。"


@dataclass(frozen=True)
class Found:
    """What the report says of one item: whether there is any, how many or how much, in which words."""

    found: bool
    count: int | None = None
    amount: Decimal | None = None
    text: str = ""


@dataclass(frozen=True)
class Scans:
    """The papers that came in with a form, as uploaded."""

    authorisation: UploadedFile | None = None
    report: UploadedFile | None = None


NO_SCANS = Scans()
Lines = Mapping[str, Found]


@transaction.atomic
@signed
def record_check(
    household: Household, *, by: User, facts: Mapping[str, Any], lines: Lines, scans: Scans = NO_SCANS
) -> EconomicCheck:
    """Enter a check that was sent to 民政, and its report when that is there already.

    ``facts`` are the columns of FACTS. The very same again is returned as on file. Also while the archive is under
    review: the report often comes back only then. Raises DomainError for a second check sent on one day.
    """
    household = lock_household(household)
    require(can_record_check(by, household), NO_RECORDING)
    _check_facts(facts, lines)
    if same := household.economic_checks.prefetch_related("lines").filter(sent_on=facts["sent_on"]).first():
        if same.report_no == facts["report_no"] and lines_of(same) == dict(lines):
            return same
        raise DomainError(ONE_A_DAY, field="sent_on")
    check = EconomicCheck(household=household, created_by=by, **facts, **_kept(household, scans, by=by))
    validate(check, facts)
    check.save(force_insert=True)
    for item, said in lines.items():
        EconomicLine.objects.create(check_made=check, item=item, **vars(said))
    return check


@transaction.atomic
@signed
def edit_check(
    check: EconomicCheck,
    *,
    by: User,
    facts: Mapping[str, Any],
    lines: Lines,
    scans: Scans = NO_SCANS,
    seen: str = "",
) -> EconomicCheck:
    """Enter the report of a check that was sent, or correct it; nothing is written when nothing differs.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    household = lock_household(check.household)
    require(can_record_check(by, household), NO_RECORDING)
    locked = EconomicCheck.objects.select_for_update(of=("self",)).prefetch_related("lines").get(pk=check.pk)
    locked.household = household
    wanted = dict(facts) | _kept(household, scans, by=by)
    changed = changed_facts(locked, wanted, seen="")
    if not changed and lines_of(locked) == dict(lines):
        return locked
    if seen and check_version(locked) != seen:
        raise Conflict(f"您填写期间，{last_change(locked)}修改了这份核对。{KEPT}")
    _check_facts(values_of(locked, FACTS) | dict(facts), lines)
    with unless_taken("one_check_sent_per_day", DomainError(ONE_A_DAY, field="sent_on")):
        write_facts(locked, changed)
    _write_lines(locked, dict(lines))
    return locked


def lines_of(check: EconomicCheck) -> dict[str, Found]:
    """Return what a check says as the form states it (from the prefetched lines)."""
    return {line.item: Found(line.found, line.count, line.amount, line.text) for line in check.lines.all()}


def check_version(check: EconomicCheck) -> str:
    """Return the version of a check with its lines, for a form to carry."""
    lines = {f"line:{item}": str(said) for item, said in lines_of(check).items()}
    return version_of(values_of(check, FACTS) | lines)


def _check_facts(facts: Mapping[str, Any], lines: Lines) -> None:
    today = clock.today()
    for name, words in (("sent_on", "送核对日期"), ("reported_on", "报告日期"), ("authorised_on", "授权日期")):
        if facts[name] and facts[name] > today:
            raise DomainError(f"{words}不能晚于今天。", field=name)
    if facts["authorised_on"] and facts["authorised_on"] > facts["sent_on"]:
        raise DomainError("授权日期应在送核对日期之前：没有家庭授权不能核对。", field="authorised_on")
    if facts["reported_on"] and facts["reported_on"] < facts["sent_on"]:
        raise DomainError("报告日期不能早于送核对日期。", field="reported_on")
    if facts["valid_until"] and (not facts["reported_on"] or facts["valid_until"] < facts["reported_on"]):
        raise DomainError("有效期应在报告日期之后，请一并填写报告日期。", field="valid_until")
    if lines and not facts["reported_on"]:
        raise DomainError("已填写核对结果，请一并填写报告日期。", field="reported_on")
    if facts["reported_on"] and not lines:
        raise DomainError("请按报告逐项填写核对结果，没有的选“无”。", field=f"found_{EconomicItem.HOUSING}")


def _kept(household: Household, scans: Scans, *, by: User) -> dict[str, Attachment]:
    """Attach the papers that came in, and return them as columns of the check."""
    kept = {}
    for name, kind in (("authorisation", AttachmentKind.AUTHORISATION), ("report", AttachmentKind.CHECK_REPORT)):
        if upload := getattr(scans, name):
            try:
                kept[name] = attach_file(household, by=by, kind=kind, title=kind.label, upload=upload)
            except DomainError as error:
                raise DomainError(error.message, field=f"{name}_file") from error
    return kept


def _write_lines(check: EconomicCheck, wanted: dict[str, Found]) -> None:
    """Bring the lines on file to what the form says; row by row, so that each change stands in the history."""
    on_file = {line.item: line for line in check.lines.all()}
    for item, line in on_file.items():
        if item not in wanted:
            line.delete()
        elif Found(line.found, line.count, line.amount, line.text) != wanted[item]:
            for name, value in vars(wanted[item]).items():
                setattr(line, name, value)
            line.save(update_fields=[*vars(wanted[item])])
    for item in wanted.keys() - on_file.keys():
        line = EconomicLine.objects.create(check_made=check, item=item, **vars(wanted[item]))
        pghistory.create_event(line, label="add")
