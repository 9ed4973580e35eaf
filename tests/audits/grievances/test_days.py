"""The tables of docs/algorithms/grievances.md, run through the real actions."""

import datetime
import uuid

import pytest

from audits.actions.grievances.answering import answer_grievance, extend_grievance
from audits.actions.grievances.appealing import appeal_grievance
from audits.actions.grievances.assigning import assign_grievance
from audits.actions.grievances.receiving import Came
from audits.grievances.counts import Numbers
from audits.grievances.shipped import DAYS
from core import clock
from tests.support.grievances import complained
from tests.support.tables import table

pytestmark = pytest.mark.django_db
day = datetime.date.fromisoformat


def test_the_days_that_are_shipped():
    told = {row.pop("category"): tuple(map(int, row.values())) for row in table("grievances.md", "Days")}
    assert told == {category.value: days for category, days in DAYS.items()}


@pytest.mark.parametrize("row", table("grievances.md", "Worked days"), ids=lambda row: row["came"])
def test_the_worked_days(row, officer, reviewer):
    with clock.at(day(row["came"])):
        made, longer = [complained(category=row["category"], came=Came(uuid.uuid4())) for _one in range(2)]
        assert made.due_on == day(row["answer due"])
        assert extend_grievance(longer, by=reviewer, reason="等待核对").due_on == day(row["extended to"])
    with clock.at(day(row["answered"])):
        assign_grievance(made, by=reviewer, owner=officer)
        done = answer_grievance(made, by=officer, finding="founded", text="已补发。")
        assert done.appeal_until == day(row["appeal until"])
    with clock.at(day(row["appealed"])):
        assert appeal_grievance(made, text="没有到账").reanswer_due_on == day(row["appeal due"])


@pytest.mark.parametrize(("answered", "hours", "words"), [(0, 0, "—"), (2, 60, "1.3"), (4, 90, "0.9")])
def test_mean_days_are_rounded_half_up(answered, hours, words):
    assert Numbers({}, answered, datetime.timedelta(hours=hours)).days == words
