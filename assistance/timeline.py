"""What this app tells on the timeline: aid received, years without it, and measures."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from assistance.enums import AidProject, AidSource, AnswerKind
from assistance.models import (
    AidRecord,
    AidYearNone,
    Arrival,
    EffectJudgement,
    Enrolment,
    FollowUp,
    Measure,
    Task,
    TaskAnswer,
)
from assistance.services.enums import Work
from households.changes import (
    NOTHING,
    OF_HOUSEHOLD,
    REMOVED,
    RowChange,
    Tables,
    Version,
    first_rows,
    present_rows,
    row_changes,
)
from households.models import Difficulty, Household
from households.timeline import TimelineEntry, on_day, source

OF_DIFFICULTY = ("difficulty_id IN (SELECT id FROM households_difficulty WHERE household_id = %(household)s)",) * 2
# What is read of rows that hang on others, as lists of JSON in the query of those: word of ours → column.
ANSWER = {"at": "at", "by": "by_id", "kind": "kind", "amount": "amount", "note": "note"}
ANSWER |= {"office": "office__name", "to_office": "to_office__name"}
ARRIVAL = {"text": "measure__text", "arrived": "arrived"}
LOOK = {"on": "on", "by": "by_id", "months": "months", "work": "work", "employer": "employer", "note": "note"}
TABLES: Tables = {AidRecord: OF_HOUSEHOLD, AidYearNone: OF_HOUSEHOLD, Measure: OF_DIFFICULTY}


@source(TABLES)
def aid_and_measures(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell what was received, stated and planned, and every change since; no query."""
    numbers = {row["id"]: row["number"] for row in present_rows(history, Difficulty)}
    return [*_aid(history), *_measures(history, numbers), *_changed(history, numbers)]


@source({})
def tasks(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell what offices were asked for and answered; one query."""
    sent = Task.objects.filter(household=household).sent().select_related("task_list", "measure__difficulty")
    answers = TaskAnswer.objects.filter(task=OuterRef("pk")).order_by("pk")
    rows = sent.annotate(told=ArraySubquery(answers.values(row=JSONObject(**ANSWER))))
    return [entry for task in rows for entry in (_sent(task), *_answers(task))]


@source({})
def effects(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell what visits found of the effect of measures; one query."""
    judged = EffectJudgement.objects.filter(household=household).select_related("difficulty", "visit")
    arrivals = Arrival.objects.filter(judgement=OuterRef("pk")).order_by("pk")
    rows = judged.annotate(told=ArraySubquery(arrivals.values(row=JSONObject(**ARRIVAL))))
    return [_judged(judgement) for judgement in rows]


@source({})
def services(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell who took part in which service, which job followed, and what looks found; one query."""
    rows = Enrolment.objects.filter(household=household).select_related("service__union", "member")
    looks = FollowUp.objects.filter(enrolment=OuterRef("pk")).order_by("months")
    rows = rows.annotate(told=ArraySubquery(looks.values(row=JSONObject(**LOOK))))
    return [entry for row in rows for entry in _took_part(row)]


def _took_part(row: Any) -> Iterator[TimelineEntry]:
    """Tell of one part in a service; its completion is told as aid that was received."""
    name, what = row.member.name, f"{row.service.get_kind_display()}“{row.service}”"
    about = f"{row.service.union}，{row.get_status_display()}"
    yield TimelineEntry(row.enrolled_at, "aid", f"{name}报名{what}", about, by_user=row.enrolled_by_id)
    if row.job_from:
        wage = f"，月工资 {row.wage:,.2f} 元" if row.wage else ""
        yield TimelineEntry(on_day(row.job_from), "aid", f"{name}上岗：{row.employer}", f"{what}{wage}")
    for look in row.told:
        work = str(Work(look["work"]).label)
        found = "，".join(filter(None, [work, look["employer"], look["note"]]))
        title = f"{name}{what}后满 {look['months']} 个月回访：{work}"
        day = datetime.date.fromisoformat(look["on"])
        yield TimelineEntry(on_day(day), "aid", title, found, by_user=look["by"])


def _sent(task: Task) -> TimelineEntry:
    listed = task.task_list
    title = f"困难 {task.measure.difficulty.number} 的措施交办{listed.get_department_display()}"
    text = f"任务清单{listed.number}：{task.text}"
    return TimelineEntry(listed.sent_at or listed.drawn_at, "measure", title, text, by_user=listed.sent_by_id)


def _answers(task: Any) -> Iterator[TimelineEntry]:
    for row in task.told:
        where = f"转交{row['to_office']}" if row["to_office"] else AnswerKind(row["kind"]).label
        amount = f"{row['amount']:,.2f} 元" if row["amount"] else ""
        title = f"{row['office']}答复困难 {task.measure.difficulty.number} 的措施：{where}"
        text = "，".join(filter(None, [task.text, amount, row["note"]]))
        yield _entered(row["at"], "measure", title, row["by"], text)


def _judged(judgement: Any) -> TimelineEntry:
    family, cadre = judgement.get_family_effect_display(), judgement.get_cadre_effect_display()
    ending = "，销号" if judgement.closes else ""
    title = f"评价困难 {judgement.difficulty.number} 的成效：职工家庭{family}，帮扶干部{cadre}{ending}"
    arrivals = [str(Arrival(measure=Measure(text=row["text"]), arrived=row["arrived"])) for row in judgement.told]
    text = "；".join([f"按 {judgement.visit.on:%Y-%m-%d} 走访", *arrivals, *filter(None, [judgement.note])])
    return TimelineEntry(judgement.at, "measure", title, text, by_user=judgement.by_id)


def _aid(versions: list[Version]) -> Iterator[TimelineEntry]:
    """Tell aid on the day of receipt where that is known, and else when it was entered."""
    for row in first_rows(versions, AidRecord):
        by, words = row["created_by_id"], _aid_words(row)
        if day := row["received_on"]:
            at, text = on_day(datetime.date.fromisoformat(day)), _aid_source(row)
            yield TimelineEntry(at, "aid", f"享受帮扶 {words}", text, by_user=by)
        else:
            yield _entered(row["created_at"], "aid", f"登记帮扶 {words}", by, row["project_detail"])
    for row in first_rows(versions, AidYearNone):
        yield _entered(row["stated_at"], "aid", f"确认 {row['year']} 年无帮扶", row["stated_by_id"])


def _measures(versions: list[Version], numbers: dict[int, int]) -> Iterator[TimelineEntry]:
    for row in first_rows(versions, Measure):
        title = f"添加困难 {numbers[row['difficulty_id']]} 的措施"
        yield _entered(row["created_at"], "measure", title, row["created_by_id"], row["text"])


def _entered(at: str, kind: str, title: str, by: int | None, text: str = "") -> TimelineEntry:
    return TimelineEntry(datetime.datetime.fromisoformat(at), kind, title, text, by_user=by)


def _changed(versions: list[Version], numbers: dict[int, int]) -> Iterator[TimelineEntry]:
    for change in row_changes(versions, "assistance"):
        version = change.version
        kind, title = _title(change, numbers)
        yield TimelineEntry(version.at, kind, title, changes=change.changes, by_user=version.user_id)


def _title(change: RowChange, numbers: dict[int, int]) -> tuple[str, str]:
    """Return what an act is about, and its headline."""
    version, facts = change.version, change.version.facts
    removed = version.label == REMOVED
    match version.model:
        case "AidYearNone":
            return "aid", f"撤销 {facts['year']} 年无帮扶的确认"
        case "AidRecord":
            return "aid", f"{'移除' if removed else '修改'}帮扶记录 {_aid_words(facts)}"
    judged = next((part for part in change.changes if part.label == "帮扶成效"), None)
    verb = "移除" if removed else "修改" if judged is None else "撤回评价" if judged.after == NOTHING else "评价"
    return "measure", f"{verb}困难 {numbers[facts['difficulty_id']]} 的措施"


def _aid_source(facts: dict[str, Any]) -> str:
    return "·".join(filter(None, [facts["project_detail"], AidSource(facts["source"]).label]))


def _aid_words(facts: dict[str, Any]) -> str:
    amount = facts["amount"]
    words = f"{facts['year']} 年{AidProject(facts['project']).label}"
    return f"{words} {amount:,.2f} 元" if amount else words
