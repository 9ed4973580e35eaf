"""脱困退出确认书: what was found at the household, its own confirmation, and the unions' opinions."""

from dataclasses import dataclass, field
from typing import ClassVar

from audits.models import HouseholdReview
from core.money import format_money
from organizations.models import User
from reports.booklet.data import text
from reports.booklet.parts.aid import amount_of
from reports.booklet.parts.words import day
from reports.forms.case import LeavingCheck, leaving_check_of
from reports.forms.data import Opinion, in_pairs
from reports.forms.household_case import CaseForm, case_facts

ASKED = "经审定，该户 □达到 □未达到 脱困退出条件。"
CONFIRMED = (
    "上述核查情况属实。本户家庭收入已达到退出标准，有吃、有穿，就业、就医、就学、社会保险和住房有保障，"
    "□同意 □不同意 脱困退出。本户已知晓渐退期内保留的帮扶，退出后再遇困难可以重新申请建档。"
)


@dataclass(frozen=True, kw_only=True)
class Leaving(CaseForm):
    """Income test, the seven items with their evidence, what lifted the household, and what goes on for it."""

    title: ClassVar[str] = "困难职工脱困退出确认书"
    template: ClassVar[str] = "reports/forms/leaving.html"
    check: LeavingCheck = field(default=LeavingCheck(), metadata={"label": "退出核查"})
    channel: str = text("退出渠道")
    taper: str = text("渐退期")
    keeps: str = text("渐退期内保留的帮扶")
    monitored: str = text("退出后回访")
    aided: str = text("在档期间帮扶")

    @property
    def boxes(self) -> list[tuple[Opinion, Opinion | None]]:
        """The opinions beside the family's own confirmation."""
        return in_pairs((Opinion("职工家庭确认", CONFIRMED, hand="职工签字（指模）："), *self.opinions))


def load_leaving(asked: HouseholdReview, *, by: User | None) -> Leaving:
    """Return the confirmation of an exit that ``loading.with_case`` has loaded; no query."""
    household, check = asked.household, asked.exit_check
    records = list(household.aid_records.all())
    until = f"，至 {day(household.taper_until)}" if asked.applied_at and household.taper_until else ""
    months = "、".join(str(month) for month in check.rule.monitor_months) if check else ""
    return Leaving(
        **case_facts(asked, by=by, blank=ASKED),
        check=leaving_check_of(check) or LeavingCheck(),
        channel=asked.get_channel_display(),
        taper=f"{asked.taper_months} 个月{until}" if asked.taper_months else "不设渐退期",
        keeps=asked.taper_aid,
        monitored=f"退出后第 {months} 个月" if months else "",
        aided=f"{len(records)} 项，资金 {format_money(amount_of(records))} 元",
    )
