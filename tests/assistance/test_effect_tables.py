"""The tables of docs/algorithms/effects.md, row by row."""

import pytest

from assistance.effects import left_open, status_after
from assistance.enums import Effect, TaskStatus
from tests.support.tables import table

PAGE = "effects.md"
EFFECTS = {str(effect.label): effect for effect in Effect}
STATUSES = {str(status.label): status for status in TaskStatus}


@pytest.mark.parametrize("row", table(PAGE, "Worked cases"))
def test_each_worked_case(row):
    statuses = [STATUSES[name] for name in row["部门任务"].split("、") if name]
    reasons = left_open(EFFECTS[row["职工家庭"]], EFFECTS[row["帮扶干部"]], statuses)
    assert ("是" if not reasons else "否", "；".join(reasons)) == (row["销号"], row["原因"])


def test_the_cases_reach_every_effect_and_every_status():
    rows = table(PAGE, "Worked cases")
    assert {row["职工家庭"] for row in rows} == {row["帮扶干部"] for row in rows} == set(EFFECTS)
    assert {name for row in rows for name in row["部门任务"].split("、") if name} == set(STATUSES)


@pytest.mark.parametrize("row", table(PAGE, "What becomes of measure and task"))
def test_what_becomes_of_a_task(row):
    after = status_after(STATUSES[row["部门任务"]], arrived=row["走访确认"] == "已到位")
    assert after == STATUSES[row["部门任务变为"]]
