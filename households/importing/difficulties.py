"""The difficulties of the sheet 问题清单和帮扶建议; measures against them belong to the app that keeps measures."""

import re
from collections import defaultdict

from households.enums import Need
from households.importing import cells
from households.importing.batches import Batch
from households.importing.cases import Case, Row
from households.importing.layout import DIFFICULTIES, Column, labels
from households.importing.matching import Match, match_rows
from households.importing.registry import Part
from households.models import Difficulty

NUMBER, NEED, TEXT, ADVICE = "问题编号", "类别", "问题描述", "帮扶建议"
COLUMNS = (
    Column(NUMBER, cells.text(30), note="档案编号-序号，如 532524201700001-1"),
    Column(NEED, cells.choice(Need.choices), "need", required=True, options=labels(Need.choices)),
    Column(TEXT, cells.text(500), "description", required=True),
    Column(ADVICE, cells.text(500), "advice"),
)


class DifficultyPart(Part):
    """Creates difficulties, and corrects those that a workbook brought; leaves ``row.made`` for the measures."""

    columns = {DIFFICULTIES: COLUMNS}
    models = (Difficulty,)

    def plan(self, batch: Batch) -> None:
        """Match each row with the difficulty that it was loaded as before; one query."""
        on_file: dict[int, list[Difficulty]] = defaultdict(list)
        for difficulty in Difficulty.objects.filter(household__in=batch.known).order_by("number"):
            on_file[difficulty.household_id].append(difficulty)
        for case in batch.cases:
            _plan_case(case, [] if case.is_new else on_file[case.archive.pk], batch)


def _plan_case(case: Case, on_file: list[Difficulty], batch: Batch) -> None:
    taken = {difficulty.number for difficulty in on_file}
    kept = [difficulty for difficulty in on_file if difficulty.import_key]
    for match in match_rows(case.rows(DIFFICULTIES), kept, about=_about, says=_says):
        if match.kept is None:
            match.row.made = _new(case, match, taken, batch)
        else:
            match.row.made = match.kept
            if not match.is_same:
                wanted = {column.field: match.row[column.name] for column in COLUMNS if column.field}
                case.update(match.kept, wanted | {"import_key": match.key}, "问题清单")


def _about(row: Row) -> tuple[object, ...]:
    return (row[NUMBER],) if row[NUMBER] else (row[NEED], row[TEXT])


def _says(row: Row) -> tuple[object, ...]:
    return row[NEED], row[TEXT], row[ADVICE]


def _new(case: Case, match: Match[Difficulty], taken: set[int], batch: Batch) -> Difficulty:
    row = match.row
    difficulty = Difficulty(
        household=case.household,
        number=_number(row, taken),
        need=row[NEED],
        description=row[TEXT],
        advice=row[ADVICE] or "",
        created_by=batch.desk.by,
        import_key=match.key,
    )
    case.create(difficulty, "问题清单")
    return difficulty


def _number(row: Row, taken: set[int]) -> int:
    """Return the number after the dash of 问题编号 when it is free in this household, else the next free one."""
    match = re.search(r"\d[-—](\d{1,3})$", row[NUMBER] or "")
    number = int(match[1]) if match and int(match[1]) else 0
    if not number or number in taken:
        number = max(taken, default=0) + 1
    taken.add(number)
    return number
