"""What assistance reads from an archive workbook: aid received, and the measures against difficulties."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, OuterRef

from assistance.enums import AidProject, AidSource, Delivery, MeasureProgress, Outcome, TaskStatus, kind_of
from assistance.models import AidRecord, AidYearNone, Measure, Task
from households.importing import cells
from households.importing.batches import Batch, Desk
from households.importing.cases import Case, Row
from households.importing.difficulties import ADVICE
from households.importing.layout import AID, DIFFICULTIES, Column, labels
from households.importing.matching import Match, match_rows
from households.importing.registry import Part, register
from organizations.enums import Department

YEAR, RECEIVED, PROJECT, SOURCE, AMOUNT = "年度", "发放日期", "帮扶项目", "资金来源", "金额"
DEPARTMENT, DEADLINE, PROGRESS, OUTCOME = "责任部门", "完成时限", "落实情况", "帮扶成效"
OFFICES = {f"{label}局": str(label) for label in Department.labels[1:]} | {"工会": "总工会"}


def department(name: str, field: str) -> Column:
    """Return a column of the eight departments; an office's everyday name is understood too."""
    reader = cells.choice(Department.choices, OFFICES)
    return Column(name, reader, field, options=labels(Department.choices))


AID_COLUMNS = (
    Column(YEAR, cells.whole(1990, 2100), note="空白时取发放日期的年份"),
    Column(RECEIVED, cells.day(past=True), "received_on", note="如 2018-10-28"),
    Column(PROJECT, cells.choice(AidProject.choices), "project", required=True, options=labels(AidProject.choices)),
    Column(SOURCE, cells.choice(AidSource.choices), "source", options=labels(AidSource.choices)),
    department(DEPARTMENT, "department"),
    Column(AMOUNT, cells.amount(), "amount", note="元；没有金额的政策填 0"),
    Column("受益人", cells.name(), "beneficiary"),
    Column("发放方式", cells.choice(Delivery.choices), "delivery", options=labels(Delivery.choices)),
    Column("凭证号", cells.text(40), "voucher_no"),
    Column("备注", cells.text(200), "remark"),
)


class AidPart(Part):
    """Adds the aid that a workbook lists, and corrects what a workbook brought."""

    columns = {AID: AID_COLUMNS}
    models = (AidRecord,)

    def check(self, case: Case, desk: Desk) -> None:
        """Refuse a row that names no year."""
        for row in case.rows(AID):
            if not row[YEAR] and not row[RECEIVED]:
                case.fault(YEAR, "年度为空", row=row)

    def finish(self, batch: Batch) -> None:
        """Withdraw the statements of none that the records just written contradict; one query."""
        written = [case.archive.pk for case in batch.written]
        AidYearNone.objects.filter(household__in=written).contradicted().delete()

    def plan(self, batch: Batch) -> None:
        """Match each row with the record that it was loaded as before; one query."""
        kept: dict[int, list[AidRecord]] = defaultdict(list)
        for record in AidRecord.objects.filter(household__in=batch.known).exclude(import_key="").order_by("pk"):
            kept[record.household_id].append(record)
        for case in batch.cases:
            records = [] if case.is_new else kept[case.archive.pk]
            for match in match_rows(case.rows(AID), records, about=_about_aid, says=_says_aid):
                _plan_aid(case, match, batch)


def _about_aid(row: Row) -> tuple[object, ...]:
    return row[YEAR], row[RECEIVED], row[PROJECT]


def _says_aid(row: Row) -> tuple[object, ...]:
    return tuple(row[column.name] for column in AID_COLUMNS)


def _plan_aid(case: Case, match: Match[AidRecord], batch: Batch) -> None:
    if match.is_same:
        return
    row = match.row
    wanted = {column.field: row[column.name] for column in AID_COLUMNS if column.field}
    wanted |= {"year": row[YEAR] or row[RECEIVED].year, "import_key": match.key}
    if match.kept is not None:
        case.update(match.kept, wanted, "帮扶记录")
        return
    stated = {"source": AidSource.OTHER, "department": Department.UNION} | _stated(wanted)
    kind = kind_of(stated["source"])
    case.create(AidRecord(household=case.household, kind=kind, created_by=batch.desk.by, **stated), "帮扶记录")


class MeasurePart(Part):
    """Adds the measure of each difficulty, and corrects those that a workbook brought."""

    columns = {
        DIFFICULTIES: (
            department(DEPARTMENT, "lead_department"),
            Column(DEADLINE, cells.day(), "deadline", note="如 2020-07-28"),
            Column(
                PROGRESS,
                cells.choice(MeasureProgress.choices),
                "progress",
                options=labels(MeasureProgress.choices),
            ),
            Column(OUTCOME, cells.choice(Outcome.choices), "outcome", options=labels(Outcome.choices)),
        )
    }
    models = (Measure,)

    def check(self, case: Case, desk: Desk) -> None:
        """Refuse a department, a deadline or a result for which no measure is written down."""
        for row in case.rows(DIFFICULTIES):
            if not row[ADVICE] and any(row[column.name] for column in self.columns[DIFFICULTIES]):
                case.fault(ADVICE, "帮扶建议为空，但已填责任部门、时限或成效", row=row)

    def plan(self, batch: Batch) -> None:
        """Match the measure of each difficulty with the one that it was loaded as before; one query."""
        kept: dict[int, list[Measure]] = defaultdict(list)
        loaded = Measure.objects.filter(difficulty__household__in=batch.known).exclude(import_key="")
        live = Task.objects.filter(measure=OuterRef("pk")).exclude(status=TaskStatus.RETURNED)
        for measure in loaded.annotate(is_listed=Exists(live)).order_by("pk"):
            kept[measure.difficulty_id].append(measure)
        for case in batch.cases:
            for row in case.rows(DIFFICULTIES):
                if row[ADVICE]:
                    measures = kept[row.made.pk] if row.made.pk else []
                    for match in match_rows([row], measures, about=lambda _row: (DIFFICULTIES,), says=_says_measure):
                        _plan_measure(case, match, batch)


def _says_measure(row: Row) -> tuple[object, ...]:
    return row[ADVICE], *(row[column.name] for column in MeasurePart.columns[DIFFICULTIES])


def _plan_measure(case: Case, match: Match[Measure], batch: Batch) -> None:
    if match.is_same:
        return
    row = match.row
    wanted = {column.field: row[column.name] for column in MeasurePart.columns[DIFFICULTIES]}
    wanted |= {"text": row[ADVICE], "import_key": match.key}
    if row[OUTCOME] and row[DEADLINE]:
        wanted["judged_on"] = min(row[DEADLINE], batch.desk.today)
    if match.kept is not None:
        if match.kept.is_listed and _asks_anew(match.kept, wanted):  # type: ignore[attr-defined]
            case.flag(ADVICE, "该措施已列入任务清单，未按表更改；需要修改的请先移出清单或收回重定", row=row)
            return
        case.update(match.kept, wanted, "帮扶措施")
        return
    case.create(Measure(difficulty=row.made, created_by=batch.desk.by, **_stated(wanted)), "帮扶措施")


def _asks_anew(measure: Measure, wanted: dict[str, Any]) -> bool:
    """Tell whether a workbook would change what a department was asked for; its progress follows the answers alone."""
    wanted.pop("progress")
    asked = {name: wanted[name] for name in ("text", "lead_department", "deadline")}
    return any(value is not None and getattr(measure, name) != value for name, value in asked.items())


def _stated(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


register(AidPart(), MeasurePart())
