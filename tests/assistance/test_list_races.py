"""Two people at one task list, or two lists at one measure, at the same moment."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from assistance.actions.tasklists import (
    add_tasks,
    check_list,
    discard_list,
    draw_list,
    draw_lists,
    replan_task,
    return_list,
    send_list,
)
from assistance.enums import ListStatus, TaskStatus
from assistance.models import Measure, Task, TaskList
from core import clock
from core.errors import Conflict, DomainError
from households.actions.difficulties import edit_difficulty, strike_off_difficulty
from households.actions.locks import lock_household
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, MeasureFactory, union, user_with
from tests.support.races import at_once, on_own_connection, one_before_the_other, told_apart, until_the_other_waits
from tests.support.tasklists import PERIOD, drawn, office_of, sent_list, signed_list

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def officer(reference):
    return user_with(Role.OFFICER)


@pytest.fixture
def reviewer(reference):
    return user_with(Role.REVIEWER)


@pytest.fixture
def measures(reference):
    """Measures of three households, one each."""
    return [MeasureFactory(difficulty__household=HouseholdFactory()) for _ in range(3)]


@pytest.fixture
def drafts(measures, officer):
    """Return the act of drawing all measures into a list of some period."""
    facts = {"by": officer, "union": union("532524"), "office": office_of(), "measures": measures}
    due_on = clock.today() + datetime.timedelta(days=30)
    return lambda period: lambda: draw_list(period=period, due_on=due_on, **facts)


def test_a_list_is_sent_once_under_one_number(measures, officer, reviewer):
    task_list = signed_list(*measures, by=officer, checker=reviewer)
    results = at_once(*[lambda: send_list(task_list, by=officer)] * 3)
    assert [(result.status, result.seq) for result in results] == [(ListStatus.SENT, 1)] * 3


def test_lists_sent_at_once_have_numbers_without_a_gap(measures, officer, reviewer):
    lists = [
        signed_list(measure, by=officer, checker=reviewer, period=f"第 {number} 期")
        for number, measure in enumerate(measures, 1)
    ]
    sent = at_once(*[lambda task_list=task_list: send_list(task_list, by=officer) for task_list in lists])
    assert sorted(task_list.seq for task_list in sent) == [1, 2, 3]


def test_one_measure_comes_to_stand_on_one_list(measures, drafts):
    made, refused = told_apart(at_once(drafts("第 1 期"), drafts("第 2 期")))
    assert (len(made), [type(refusal) for refusal in refused]) == (1, [Conflict])
    assert Task.objects.count() == len(measures)


def test_a_double_click_draws_one_list(measures, drafts):
    first, second = at_once(drafts(PERIOD), drafts(PERIOD))
    assert first == second
    assert (TaskList.objects.count(), Task.objects.count()) == (1, 3)


def test_lists_for_all_departments_drawn_twice_at_once_are_drawn_once(measures, officer):
    office_of()
    due_on = clock.today() + datetime.timedelta(days=30)
    facts = {"by": officer, "union": union("532524"), "period": PERIOD, "due_on": due_on}
    made = at_once(*[lambda: draw_lists(**facts)] * 2)
    assert sorted(len(lists) for lists in made) == [0, 1]
    assert Task.objects.count() == 3


def test_what_comes_in_while_lists_are_drawn_waits_for_the_next_ones(measures, officer):
    office_of()
    facts = {"by": officer, "union": union("532524"), "period": PERIOD}
    act = lambda: draw_lists(due_on=clock.today() + datetime.timedelta(days=30), **facts)  # noqa: E731
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_household(measures[0].difficulty.household)
            lists = pool.submit(on_own_connection, act, raises=True)
            until_the_other_waits()
            late = MeasureFactory(difficulty__household=HouseholdFactory())
        (made,) = lists.result(timeout=20)
    assert set(made.tasks.values_list("measure", flat=True)) == {measure.pk for measure in measures}
    assert list(Measure.objects.to_list()) == [late]


def test_a_line_added_while_the_draft_is_checked_is_refused(measures, officer, reviewer):
    first, *rest = measures
    task_list = drawn(first, by=officer)
    with pytest.raises(Conflict, match="须先退回才能改动"):
        one_before_the_other(lambda: check_list(task_list, by=reviewer), lambda: add_tasks(task_list, rest, by=officer))


def test_a_draft_discarded_meanwhile_is_not_checked(measures, officer, reviewer):
    task_list = drawn(*measures, by=officer)
    with pytest.raises(Conflict, match="已被删除"):
        one_before_the_other(lambda: discard_list(task_list, by=officer), lambda: check_list(task_list, by=reviewer))


def test_an_edit_that_was_faster_stands_on_the_sent_paper(measures, officer, reviewer):
    task_list = signed_list(*measures, by=officer, checker=reviewer)
    difficulty = measures[0].difficulty
    one_before_the_other(
        lambda: edit_difficulty(difficulty, by=officer, facts={"description": "自付 3 万元"}),
        lambda: send_list(task_list, by=officer),
    )
    assert Task.objects.get(measure=measures[0]).problem == "自付 3 万元"


def test_a_striking_off_that_was_faster_stops_the_sending(measures, officer, reviewer):
    task_list = signed_list(*measures, by=officer, checker=reviewer)
    strike = {"by": officer, "on": clock.today(), "reason": "登记有误"}
    with pytest.raises(DomainError, match="困难已销号"):
        one_before_the_other(
            lambda: strike_off_difficulty(measures[0].difficulty, **strike),
            lambda: send_list(task_list, by=officer),
        )
    assert not Task.objects.filter(status=TaskStatus.SENT).exists()


def test_a_return_that_was_faster_stops_the_sending(measures, officer, reviewer):
    task_list = signed_list(*measures, by=officer, checker=reviewer)
    with pytest.raises(Conflict, match="须经审核、签发"):
        one_before_the_other(
            lambda: return_list(task_list, by=reviewer, reason="措施不具体"), lambda: send_list(task_list, by=officer)
        )


def test_a_line_is_taken_back_once(measures, officer, reviewer):
    task = sent_list(*measures, by=officer, checker=reviewer).tasks.first()
    Task.objects.filter(pk=task.pk).update(status=TaskStatus.REFUSED)
    replanned = at_once(*[lambda reason=reason: replan_task(task, by=officer, reason=reason) for reason in "甲乙"])
    assert len({result.returned_reason for result in replanned}) == 1
    assert Measure.objects.to_list().get() == task.measure
