"""What an archive says on the day that a line is locked, for whoever checks the payment years later.

Identity numbers are masked: the full ones stand in the archive and its history.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from assistance.models import Payment
from core import masking
from core.money import format_money
from households.models import Household, Member

Facts = list[list[str]]


def take_snapshots(lines: Iterable[Payment]) -> None:
    """Set the snapshot of lines (with archive loaded), not saved; two queries for any number of them."""
    asked = list(lines)
    homes = {line.household_id: line.household for line in asked}
    present = Member.objects.present().order_by("position_in_form", "pk")
    prefetch_related_objects(list(homes.values()), "union", Prefetch("members", present, to_attr="present"))
    said = {key: snapshot_of(home) for key, home in homes.items()}
    for line in asked:
        line.snapshot = said[line.household_id]


def snapshot_of(home: Any) -> dict[str, Any]:
    """Return what an archive (with union and ``present`` members) says, in words, as label and value."""
    return {"archive": _archive(home), "members": [_member(person) for person in home.present]}


def _archive(home: Household) -> Facts:
    per_head = "" if home.per_head is None else f"{format_money(home.per_head)} 元"
    return [
        ["档案编号", home.archive_no],
        ["职工", home.head_name],
        ["建档单位", home.union.name],
        ["工作单位", home.work_unit],
        ["状态", home.get_status_display()],
        ["建档标准", home.get_level_display()],
        ["困难类别", home.get_category_display()],
        ["主要致困原因", home.get_main_cause_display()],
        ["家庭人口", f"{home.persons or ''}"],
        ["家庭月人均纯收入", per_head],
        ["建档日期", f"{home.filed_on or ''}"],
        ["帮扶责任人", home.cadre_names],
    ]


def _member(person: Member) -> list[str]:
    number = masking.mask_identity_no(person.identity_no)
    return [person.get_relation_display(), person.name, number, person.get_health_display()]
