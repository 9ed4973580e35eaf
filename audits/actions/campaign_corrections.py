"""Correcting an open 专项行动: its name and days; on its first day also whom it is about and what counts.

What has been counted never shrinks by it, and each correction stays in sight with who made it and why.
"""

import datetime
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from audits.actions.campaigns import NOBODY, ONE_DAY, CampaignFacts
from audits.campaigns.counting import lock_targets, recount, retarget, write_day
from audits.enums import ClearBy
from audits.models import Campaign, CampaignCorrection
from audits.rules import can_close_campaign, can_start_campaign
from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import KEPT, unless_taken, write_facts
from households.enums import Level
from households.history import values_of, version_of
from organizations.models import Union, User
from organizations.rules import require
from pairing.enums import VisitMethod

FIRST_DAY = ("union", "levels", "visits_wanted", "visit_methods", "clear_by")
CORRECTED = ("name", "starts_on", "ends_on", *FIRST_DAY)
WHO = "专项行动由发起的工会更正。"
FIXED = "已有逐日数字，对象和计数办法不再变动，只能更正名称和起止日期；确要变动的，请结束后另行发起。"
NOT_LATER = "开始日期只能改早，不能推后：已经计入的数字不能减少。"
NOT_PAST = "截止日期不能早于今天：已经计入的数字不能减少。要提前收尾的，请点“结束专项行动”。"


class Correction(CampaignFacts, total=False):
    """What a campaign is about, with the union that carries it out."""

    union: Union


@transaction.atomic
def correct_campaign(
    campaign: Campaign, *, by: User, reason: str, seen: str = "", **facts: Unpack[Correction]
) -> Campaign:
    """Correct an open campaign, count its targets anew, and keep what was changed and why; the same changes nothing.

    ``seen`` is the version of the campaign on the screen. Raises Conflict when somebody has corrected it meanwhile, and
    DomainError for what would take away what was counted. Holds up whoever writes to one of its archives.
    """
    lock_targets(campaign)
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("union").get(pk=campaign.pk)
    require(can_close_campaign(by, locked), WHO)
    said: dict[str, Any] = {**facts, "name": facts["name"].strip()}
    if "levels" in said:
        said["levels"] = list(said["levels"]) or Level.values
    changed = {name: value for name, value in said.items() if getattr(locked, name) != value}
    if not changed:
        return locked
    _check(locked, changed, seen=seen, reason=reason)
    if "union" in changed:
        require(can_start_campaign(by, changed["union"]), "组织单位只能改为您经办的工会。")
    rows = [[_label(name), _words(name, getattr(locked, name)), _words(name, value)] for name, value in changed.items()]
    with unless_taken("campaign_name_once", DomainError("已有同名的专项行动，请换一个名称。", field="name")):
        write_facts(locked, changed)
    _count(locked, changed)
    CampaignCorrection.objects.create(campaign=locked, by=by, at=clock.now(), reason=reason.strip(), changes=rows)
    return locked


def version(campaign: Campaign) -> str:
    """Return the version of what can be corrected, as a page carries it."""
    return version_of(values_of(campaign, CORRECTED))


def _check(locked: Campaign, changed: dict[str, Any], *, seen: str, reason: str) -> None:
    if not locked.is_open:
        raise DomainError("专项行动已结束，不能再更正。")
    last = locked.corrections.select_related("by").first()
    if last and seen and seen != version(locked):
        raise Conflict(
            f"您填写期间，{last.by.name} 于 {timezone.localtime(last.at):%m 月 %d 日 %H:%M} 作了更正。{KEPT}"
        )
    if not reason.strip():
        raise DomainError("请写明为什么更正。", field="reason")
    if "ends_on" in changed and changed["ends_on"] < clock.today():
        raise DomainError(NOT_PAST, field="ends_on")
    if locked.is_fresh:
        return
    if fixed := [name for name in FIRST_DAY if name in changed]:
        raise DomainError(FIXED, field=fixed[0])
    if "starts_on" in changed and changed["starts_on"] > locked.starts_on:
        raise DomainError(NOT_LATER, field="starts_on")


def _count(locked: Campaign, changed: dict[str, Any]) -> None:
    """Count by the new terms; while nothing but the beginning was kept, that is written anew as well."""
    if changed.keys() & {"union", "levels"}:
        if not retarget(locked):
            raise DomainError(NOBODY)
    elif changed.keys() != {"name"}:
        recount(locked)
    if locked.is_fresh:
        locked.days.all().delete()
        write_day(locked, clock.day_of(locked.created_at) - ONE_DAY)


def _label(name: str) -> str:
    return str(Campaign._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _words(name: str, value: Any) -> str:
    match name:
        case "levels":
            return "全部" if set(value) == set(Level.values) else "、".join(str(Level(one).label) for one in value)
        case "visit_methods":
            return "、".join(str(VisitMethod(one).label) for one in value)
        case "clear_by":
            return str(ClearBy(value).label)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
