"""Taking over the answers of a workbook that an office has filled in: good rows, and what is wrong with the others."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assistance.actions.answers import ONLY_OFFICE, answer_task
from assistance.answer_book import AMOUNT, DAY, KIND, KINDS, NAME, NOTE, NUMBER, TELLING, BookRow, rows_of
from assistance.enums import AnswerKind, AnswerSource
from assistance.models import Task, TaskAnswer, TaskList
from assistance.workbooks import Fault, Refused
from core import clock
from core.errors import DomainError, NotAllowed
from core.identity import normalize_digits
from households.history import signed
from households.importing import cells
from organizations.models import User

COLUMN_OF = {"on_day": DAY, "amount": AMOUNT, "note": NOTE, "kind": KIND}
# So that the same row of the same workbook is one answer, however often and by however many it is sent.
SAME_ROW = uuid.UUID("6f1b5f0e-6c0f-4f6e-9a55-1f3f0a4a7c11")


@dataclass
class AnswerReport:
    """What came of a workbook: the answers taken over, how many rows said nothing new, and the faults."""

    answers: list[tuple[int, TaskAnswer]] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


@transaction.atomic
@signed
def read_answers(task_list: TaskList, upload: UploadedFile, *, by: User) -> AnswerReport:
    """Answer the lines of a list as a workbook says; a row at fault is named and keeps no other from being taken over.

    A row that says what was said before changes nothing. Archives are locked in the order of their keys, whatever the
    order of the rows. Raises DomainError when the file is no such workbook, NotAllowed for another office.
    """
    if task_list.office_id not in by.scope.offices:
        raise NotAllowed(ONLY_OFFICE)
    rows, report = rows_of(upload), AnswerReport()
    tasks = {task.number: task for task in task_list.tasks.select_related("task_list", "household", "office__union")}
    seen = Counter(_number(row) for row in rows)
    for row in sorted(rows, key=lambda row: _place(tasks.get(_number(row)), row)):
        try:
            _read_row(row, tasks, seen, report, by)
        except Refused as refusal:
            report.faults.append(Fault(row.number, refusal.column, refusal.reason))
    report.answers.sort(key=lambda taken: taken[0])
    report.faults.sort(key=lambda fault: fault.row)
    return report


def _number(row: BookRow) -> str:
    return normalize_digits(row.text(NUMBER))


def _place(task: Task | None, row: BookRow) -> tuple[int, int, int]:
    return (task.household_id, task.pk, row.number) if task else (0, 0, row.number)


def _read_row(row: BookRow, tasks: dict[str, Task], seen: Counter[str], report: AnswerReport, by: User) -> None:
    task = tasks.get(_number(row))
    if task is None:
        raise Refused(NUMBER, f"“{row.text(NUMBER)[:20]}”不是本清单的任务编号，请勿改动编号")
    if seen[task.number] > 1:
        raise Refused(NUMBER, f"任务编号 {task.number} 在表中出现 {seen[task.number]} 次，请只保留一行")
    if not _is_of(task, row):
        told = f"本清单 {task.number} 是{task.worker_name}“{task.text[:20]}”，与这一行不符"
        raise Refused(NAME, f"{told}；这可能是另一份清单的工作簿，请核对后上传")
    facts = _facts_of(row)
    if _said_before(task, facts):
        report.unchanged += 1
        return
    number = uuid.uuid5(SAME_ROW, f"{task.pk}:{sorted(facts.items())}")
    try:
        with transaction.atomic():
            answer = answer_task(task, by=by, client_id=number, source=AnswerSource.WORKBOOK, **facts)
    except DomainError as refusal:
        raise Refused(COLUMN_OF.get(refusal.field, KIND), refusal.message.rstrip("。")) from refusal
    if answer.client_id == number:
        report.answers.append((row.number, answer))
    else:
        report.unchanged += 1


def _is_of(task: Task, row: BookRow) -> bool:
    """Tell whether a row says the same of whom and what as the line that has its number; a blank cell says nothing."""
    said = {field: row.text(head).split() for head, field in TELLING.items()}
    return all(words in ([], cells.as_text(getattr(task, field)).split()) for field, words in said.items())


def _facts_of(row: BookRow) -> dict[str, Any]:
    kind = _read(row, KIND, cells.choice([(value, label) for label, value in KINDS.items()]))
    if kind is None:
        raise Refused(KIND, "请选择办理情况")
    day: datetime.date | None = _read(row, DAY, cells.day(past=True))
    if day is None and kind != AnswerKind.ACCEPTED:
        raise Refused(DAY, "请填写落实日期")
    amount: Decimal | None = _read(row, AMOUNT, cells.amount())
    note = _read(row, NOTE, cells.text(300)) or ""
    return {"kind": kind, "on_day": day or clock.today(), "amount": amount, "note": note}


def _read(row: BookRow, head: str, reader: cells.Reader) -> Any:
    cell = row.cells[head]
    if cells.is_blank(cell):
        return None
    try:
        return reader(cell, head)
    except DomainError as error:
        raise Refused(head, error.message) from error


def _said_before(task: Task, facts: dict[str, Any]) -> bool:
    return task.answers.filter(**facts).exists()  # type: ignore[attr-defined]
