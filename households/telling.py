"""What this app tells on the timeline: the archive, its people, surveys, difficulties and files."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from households.changes import (
    ADDED,
    NOTHING,
    REMOVED,
    TABLES,
    Change,
    RowChange,
    Version,
    first_rows,
    present_rows,
    row_changes,
)
from households.enums import AttachmentKind, LineKind, Need
from households.models import (
    Attachment,
    Difficulty,
    EligibilityCheck,
    Household,
    IncomeSurvey,
    StatusChange,
    VetoFinding,
)
from households.models.lifecycle import title_of
from households.timeline import TimelineEntry, on_day, source

# Told by the rows of StatusChange, with cause and review.
TOLD_BY_STATUS = frozenset({"状态", "渐退期至", "渐退期内保留的帮扶"})


@dataclass(frozen=True)
class Told:
    """Everything that the entries are made of."""

    household: Household
    versions: list[Version]

    def entry(self, at: str, kind: str, title: str, by: int | None, text: str = "") -> TimelineEntry:
        """Make an entry of something that a row tells of itself."""
        return TimelineEntry(datetime.datetime.fromisoformat(at), kind, title, text, by_user=by)


@source(TABLES)
def archive_history(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell when the archive and its parts were entered, and every change since; no query."""
    told = Told(household, history)
    return [*_lived(told), *_judged(told), *_entered(told), *_changed(told)]


def _judged(told: Told) -> Iterator[TimelineEntry]:
    """Tell each finding by the rules, and what was recorded and overridden of vetoes."""
    for row in present_rows(told.versions, EligibilityCheck):
        outcome = EligibilityCheck(category=row["category"], passed=row["passed"]).outcome
        yield told.entry(row["at"], "eligibility", f"认定测算：{outcome}", row["by_id"])
    for row in present_rows(told.versions, VetoFinding):
        title = f"登记否决情形：{row['label']}"
        yield told.entry(row["found_at"], "eligibility", title, row["found_by_id"], row["evidence"])
        if row["overridden_at"]:
            title, by = f"不作否决：{row['label']}", row["overridden_by_id"]
            yield told.entry(row["overridden_at"], "eligibility", title, by, row["override_reason"])


def _lived(told: Told) -> Iterator[TimelineEntry]:
    """Tell each change of status with its cause."""
    for row in present_rows(told.versions, StatusChange):
        step = row["from_status"], row["to_status"]
        day = on_day(datetime.date.fromisoformat(row["on"]))
        reasons = (row["channel"], row["cause"], row["review_no"] and f"审核 {row['review_no']}")
        yield TimelineEntry(
            at=datetime.datetime.fromisoformat(row["at"]) if row["from_status"] else day,
            kind="life",
            title=title_of(*step),
            text="，".join(filter(None, reasons)),
            by_user=row["by_id"],
        )


def _entered(told: Told) -> Iterator[TimelineEntry]:
    """Tell what was entered, by the rows themselves; the photos of a visit are the visit's to tell."""
    for row in first_rows(told.versions, Household):
        yield told.entry(row["created_at"], "archive", f"录入档案 {row['archive_no']}", row["created_by_id"])
    for row in first_rows(told.versions, IncomeSurvey):
        title, text = f"登记收支调查 {_period(row)}", f"家庭月人均纯收入 {row['per_head']} 元"
        yield told.entry(row["created_at"], "survey", title, row["created_by_id"], text)
    for row in first_rows(told.versions, Difficulty):
        title = f"登记困难 {row['number']}：{Need(row['need']).label}"
        yield told.entry(row["created_at"], "difficulty", title, row["created_by_id"], row["description"])
    for row in present_rows(told.versions, Attachment):
        paper = f"{AttachmentKind(row['kind']).label}“{row['title']}”"
        if row["kind"] != AttachmentKind.PHOTO:
            yield told.entry(row["uploaded_at"], "file", f"上传{paper}", row["uploaded_by_id"])
        if row["removed_at"]:
            yield told.entry(row["removed_at"], "file", f"移除{paper}", row["removed_by_id"])


def _changed(told: Told) -> Iterator[TimelineEntry]:
    """Tell each act once: what one person did at one time to one thing, a survey's lines with the survey."""
    acts = sorted(row_changes(told.versions), key=_act)
    surveys = {row["id"]: row for row in present_rows(told.versions, IncomeSurvey)}
    for _key, found in groupby(acts, key=_act):
        rows = list(found)
        first = rows[0].version
        kind, title = _title(rows, surveys)
        changes = tuple(change for row in rows for change in _changes(row))
        if not changes and first.label not in {ADDED, REMOVED}:
            continue
        yield TimelineEntry(first.at, kind, title, changes=changes, by_user=first.user_id)


def _act(change: RowChange) -> tuple[str, str, int]:
    version = change.version
    thing = (
        ("IncomeSurvey", version.facts["survey_id"])
        if version.model == "IncomeLine"
        else (version.model, version.row_id)
    )
    return str(version.context or version.at), *thing


def _title(rows: list[RowChange], surveys: dict[int, dict[str, Any]]) -> tuple[str, str]:
    """Return what an act is about, and its headline."""
    version, changes = rows[0].version, rows[0].changes
    facts = version.facts
    match version.model:
        case "Member" if version.label == ADDED:
            return "people", f"登记家庭成员 {facts['name']}"
        case "Member" if version.label == REMOVED:
            return "people", f"移出家庭成员 {facts['name']}"
        case "Member" if left := next((c for c in changes if c.label == "离户日期"), None):
            return "people", f"家庭成员 {facts['name']} {'撤回离户' if left.after == NOTHING else '离户'}"
        case "Member":
            return "people", f"修改{'职工' if facts['relation'] == 'self' else '成员'} {facts['name']} 的资料"
        case "Difficulty":
            struck = any(change.label == "销号日期" for change in changes)
            return "difficulty", f"{'销号' if struck else '修改'}困难 {facts['number']}"
        case "IncomeSurvey":
            return "survey", f"修改收支调查 {_period(facts)}"
        case "IncomeLine":
            return "survey", f"修改收支调查 {_period(surveys[facts['survey_id']])}"
    return "archive", "修改档案"


def _changes(row: RowChange) -> tuple[Change, ...]:
    """Return the changes of a row; of a survey's line with the line's name, those of a status elsewhere."""
    version = row.version
    if version.model == "Household":
        return tuple(change for change in row.changes if change.label not in TOLD_BY_STATUS)
    if version.model != "IncomeLine":
        return row.changes
    name, amount = str(LineKind(version.facts["kind"]).label), f"{version.facts['amount']:,.2f}"
    if version.label == ADDED:
        return (Change(name, "空", amount),)
    if version.label == REMOVED:
        return (Change(name, amount, "空"),)
    return tuple(Change(name if c.label.startswith("金额") else f"{name}凭据", c.before, c.after) for c in row.changes)


def _period(row: dict[str, Any]) -> str:
    return f"{row['period_start'][:7]} 至 {row['period_end'][:7]}"
