"""专项行动: starting one over the archives in care of a scope, keeping its figures day by day, closing it."""

import datetime
from collections.abc import Sequence
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction

from audits.campaigns.counting import fix_targets, write_day
from audits.models import Campaign
from audits.rules import can_close_campaign, can_start_campaign
from core import clock
from core.errors import DomainError
from households.actions.facts import unless_taken, validate
from households.enums import Level
from organizations.models import Union, User
from organizations.rules import require

ONE_DAY = datetime.timedelta(days=1)
NOBODY = "所选工会及其下级没有这些标准的在档或渐退期档案，请核对组织单位和建档标准。"


class CampaignFacts(TypedDict, total=False):
    """What a campaign is about; all but the first three have a default, no level means all."""

    name: Required[str]
    starts_on: Required[datetime.date]
    ends_on: Required[datetime.date]
    levels: Sequence[str]
    visit_methods: Sequence[str]
    visits_wanted: int
    clear_by: str


@transaction.atomic
def start_campaign(*, by: User, union: Union, **facts: Unpack[CampaignFacts]) -> Campaign:
    """Begin a campaign over every archive in care below a union (of some levels, or of all); its targets are fixed now.

    What was done since ``starts_on`` is counted at once, whatever follows by the database. The same again returns the
    first; another of its name, or of one that is closed, is refused. Holds up, for as long as it takes, whoever writes
    to one of the archives.
    """
    require(can_start_campaign(by, union), "专项行动由本级工会的经办人员发起。")
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    said: dict[str, Any] = {**facts, "name": facts["name"].strip()}
    said["levels"] = list(facts.get("levels", ())) or Level.values
    if same := Campaign.objects.filter(union=union, name=said["name"]).first():
        return _same(same, said)
    campaign = Campaign(union=union, created_by=by, created_at=clock.now(), **said)
    validate(campaign, said)
    with unless_taken("campaign_name_once"):
        campaign.save(force_insert=True)
    if not fix_targets(campaign):
        raise DomainError(NOBODY)
    write_day(campaign, clock.today() - ONE_DAY)  # where its progress begins
    return campaign


def _same(before: Campaign, said: dict[str, Any]) -> Campaign:
    if before.is_open and all(getattr(before, name) == value for name, value in said.items()):
        return before
    days = f"{before.starts_on:%Y-%m-%d} 至 {before.ends_on:%Y-%m-%d}"
    state = "正在进行" if before.is_open else "已结束"
    raise DomainError(f"已有同名的专项行动（{days}，{state}），请换一个名称，如写明年度或轮次。", field="name")


@transaction.atomic
def close_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """End a campaign, whose figures then stay as they are; closing it twice changes nothing.

    Waits for what is being counted, and keeps the figures of the last day.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("union").get(pk=campaign.pk)
    require(can_close_campaign(by, locked), "专项行动由发起的工会结束。")
    if not locked.is_open:
        return locked
    write_day(locked, clock.today())
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.save(update_fields=["closed_by", "closed_at"])
    return locked


@transaction.atomic
def keep_day(campaign: Campaign, day: datetime.date) -> int:
    """Keep the present figures of an open campaign as those of a day, for its progress; return how many counties.

    The same day again overwrites; of a closed campaign nothing is kept any more.
    """
    if not Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign.pk).open().exists():
        return 0
    return write_day(campaign, day)


def keep_days() -> int:
    """Keep the figures with which yesterday ended, of each open campaign once; one small query when all are kept."""
    day = clock.today() - ONE_DAY
    due = Campaign.objects.open().filter(starts_on__lte=day).exclude(days__day__gte=day)
    return sum(keep_day(campaign, day) for campaign in due)
