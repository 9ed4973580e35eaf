"""Reminders before a deadline, and what is passed up the tree of unions after it."""

import datetime

import pytest
from django.urls import reverse

from assistance.actions.reminders import last_day_gone, remind_tasks
from assistance.enums import TaskStatus
from assistance.models import Task
from core import clock
from households.enums import Status
from organizations.enums import Role
from reports.home import waiting_for
from tests.support.factories import MeasureFactory, union, user_with
from tests.support.life import put
from tests.support.tasklists import sent_list

pytestmark = pytest.mark.django_db
# A Monday after the holidays, with the next ones far off: 2020-06-29 to 2020-09-30 has ordinary weeks.
MONDAY = datetime.date(2020, 7, 6)
DEADLINE = datetime.date(2020, 8, 3)


@pytest.fixture
def people():
    """An officer and a reviewer of 建水县 since 2019, as far as the rules of roles go."""
    return user_with(Role.OFFICER), user_with(Role.REVIEWER)


@pytest.fixture
def line(people):
    """A line sent on 2020-07-06, due on Monday 2020-08-03."""
    officer, reviewer = people
    with clock.at(MONDAY):
        measure = MeasureFactory(deadline=DEADLINE, difficulty__found_on=MONDAY)
        return sent_list(measure, by=officer, checker=reviewer).tasks.get()


def run(line, day):
    with clock.at(day):
        touched = remind_tasks()
    line.refresh_from_db()
    return touched


@pytest.mark.parametrize(
    ("today", "workdays", "last"),
    [
        ("2020-08-10", 5, "2020-08-02"),
        ("2020-08-11", 5, "2020-08-03"),
        ("2020-08-12", 5, "2020-08-04"),
        ("2020-08-17", 5, "2020-08-09"),
        ("2020-10-12", 5, "2020-09-27"),
    ],
)
def test_the_last_day_since_which_so_many_working_days_have_gone(today, workdays, last):
    assert last_day_gone(datetime.date.fromisoformat(today), workdays) == datetime.date.fromisoformat(last)


def test_a_line_is_reminded_of_once_within_seven_days_of_its_deadline(line):
    assert (run(line, datetime.date(2020, 7, 26)), line.reminded_on) == (0, None)
    assert (run(line, datetime.date(2020, 7, 27)), line.reminded_on) == (1, datetime.date(2020, 7, 27))
    assert (run(line, datetime.date(2020, 7, 28)), line.reminded_on) == (0, datetime.date(2020, 7, 27))


def test_a_line_overdue_by_more_than_five_working_days_is_passed_up_and_then_once_more(line):
    assert run(line, datetime.date(2020, 8, 10)) == 0
    assert run(line, datetime.date(2020, 8, 11)) == 1
    assert (line.escalated_to, line.escalated_on) == (union("532500"), datetime.date(2020, 8, 11))
    assert run(line, datetime.date(2020, 8, 18)) == 0
    assert run(line, datetime.date(2020, 8, 19)) == 1
    assert (line.escalated_to, line.escalated_on) == (union("530000"), datetime.date(2020, 8, 19))
    assert run(line, datetime.date(2020, 12, 31)) == 0


def test_of_an_archive_that_is_over_nobody_is_reminded(line):
    put(line.household, Status.EXITED)
    assert run(line, datetime.date(2020, 7, 27)) == run(line, datetime.date(2020, 8, 11)) == 0


def test_what_was_answered_in_full_is_left_alone(line):
    Task.objects.update(status=TaskStatus.DONE)
    for day in (datetime.date(2020, 7, 30), datetime.date(2020, 8, 11)):
        assert run(line, day) == 0


def test_lines_of_the_province_are_reminded_of_but_passed_to_nobody(line):
    Task.objects.filter(pk=line.pk).update(escalated_to=union("530000"), escalated_on=MONDAY)
    assert run(line, datetime.date(2020, 8, 20)) == 0


def test_the_union_above_finds_it_on_its_first_page(line, as_user):
    officer, county = user_with(Role.OFFICER, "532500"), user_with(Role.OFFICER)
    run(line, datetime.date(2020, 8, 11))
    with clock.at(datetime.date(2020, 8, 12)):
        (watched,) = [item for item in waiting_for(officer) if item.label == "下级督办任务"]
        page = as_user(officer).get(watched.url)
        labels = {item.label: item.count for item in waiting_for(county)}
    assert (watched.count, len(page.context["page"])) == (1, 1)
    assert watched.url == reverse("tasks") + "?status=watched"
    assert "下级督办任务" not in labels
    assert labels["部门逾期"] == 1
