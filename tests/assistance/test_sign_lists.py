"""Checking, signing, giving back and sending a task list, and taking lines back from the office."""

import datetime

import pytest
from django.db import InternalError, connection, transaction
from django.urls import reverse

from assistance.actions.tasklists import (
    add_tasks,
    check_list,
    remove_task,
    replan_task,
    return_list,
    send_list,
    sign_list,
)
from assistance.enums import ListStatus, MeasureProgress, TaskStatus
from assistance.lines import collect, lines_of, version_of_list
from assistance.models import Measure, Task, TaskList
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.difficulties import edit_difficulty, strike_off_difficulty
from households.enums import Status
from households.models import Household
from organizations.actions.unions import move_union
from organizations.enums import Role
from organizations.models import Office, Union
from tests.support.factories import HouseholdFactory, MeasureFactory, union, user_with
from tests.support.life import put
from tests.support.tasklists import drawn, sent_list, signed_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def task_list(measure, officer):
    return drawn(measure, by=officer)


@pytest.fixture
def signed(task_list, reviewer):
    return sign_list(check_list(task_list, by=reviewer), by=reviewer)


@pytest.fixture
def sent(signed, officer):
    return send_list(signed, by=officer)


def test_a_list_is_checked_signed_and_sent_under_the_next_number(task_list, officer, reviewer):
    today = clock.today()
    checked = check_list(task_list, by=reviewer)
    assert (checked.status, checked.checked_by) == (ListStatus.CHECKED, reviewer)
    signed = sign_list(checked, by=reviewer)
    assert (signed.status, signed.signed_by) == (ListStatus.SIGNED, reviewer)
    sent = send_list(signed, by=officer)
    assert (sent.status, sent.sent_by, sent.sent_on) == (ListStatus.SENT, officer, today)
    assert sent.number == f"〔{today.year}〕1 号"
    assert sent.tasks.get().status == TaskStatus.SENT


def test_numbers_have_no_gaps_and_begin_anew_each_year(difficulty, officer, reviewer):
    numbers = []
    for day in (datetime.date(2019, 12, 30), datetime.date(2019, 12, 31), datetime.date(2020, 1, 2)):
        with clock.at(day):
            sent = sent_list(MeasureFactory(difficulty=difficulty), by=officer, checker=reviewer)
        numbers.append((sent.year, sent.seq, sent.sent_on))
    assert [number[:2] for number in numbers] == [(2019, 1), (2019, 2), (2020, 1)]


def test_each_step_done_again_changes_nothing(task_list, officer, reviewer):
    check_list(task_list, by=reviewer)
    at = check_list(task_list, by=reviewer).checked_at
    sign_list(task_list, by=reviewer)
    signed_at = sign_list(task_list, by=reviewer).signed_at
    send_list(task_list, by=officer)
    again = send_list(task_list, by=officer)
    assert (again.checked_at, sign_list(task_list, by=reviewer).signed_at, again.seq) == (at, signed_at, 1)
    assert check_list(task_list, by=reviewer).status == ListStatus.SENT


def test_who_drew_a_list_neither_checks_nor_signs_it(measure, officer):
    both = user_with(Role.OFFICER, username="both")
    both.role_assignments.create(
        role=Role.REVIEWER, union=both.union, valid_from=clock.today(), expires_on=clock.today()
    )
    task_list = drawn(measure, by=both)
    for act in (check_list, sign_list):
        with pytest.raises(NotAllowed, match="拟稿人不能审核签发自己拟的清单"):
            act(task_list, by=both)
        with pytest.raises(NotAllowed):
            act(task_list, by=officer)


def test_no_step_is_left_out(task_list, officer, reviewer):
    with pytest.raises(Conflict, match="请先审核"):
        sign_list(task_list, by=reviewer)
    with pytest.raises(Conflict, match="须经审核、签发"):
        send_list(task_list, by=officer)
    with pytest.raises(NotAllowed, match="经办人员交办"):
        send_list(task_list, by=reviewer)


def test_an_empty_list_is_not_checked(task_list, officer, reviewer):
    remove_task(task_list.tasks.get(), by=officer)
    with pytest.raises(DomainError, match="还没有列入措施"):
        check_list(task_list, by=reviewer)


def test_what_was_not_on_the_screen_is_not_checked(task_list, difficulty, officer, reviewer):
    seen = version_of_list(task_list, lines_of(task_list))
    edit_difficulty(difficulty, by=officer, facts={"description": "自付 3 万元"})
    with pytest.raises(Conflict, match="请核对后再操作"):
        check_list(task_list, by=reviewer, seen=seen)
    check_list(task_list, by=reviewer, seen=version_of_list(task_list, lines_of(task_list)))
    assert task_list.tasks.get().problem == "自付 3 万元"


def test_a_list_given_back_is_changed_and_goes_the_whole_way_again(signed, difficulty, officer, reviewer):
    with pytest.raises(DomainError, match="请写明退回原因"):
        return_list(signed, by=reviewer, reason=" ")
    back = return_list(signed, by=reviewer, reason="措施不具体")
    assert (back.status, back.returned_reason, back.returned_by) == (ListStatus.DRAFT, "措施不具体", reviewer)
    assert (back.checked_by, back.signed_by) == (None, None)
    assert return_list(signed, by=officer, reason="").status == ListStatus.DRAFT
    add_tasks(back, [MeasureFactory(difficulty=difficulty)], by=officer)
    assert sign_list(check_list(back, by=reviewer), by=reviewer).tasks.count() == 2


def test_lines_are_sent_as_their_measures_stand_then(signed, difficulty, officer):
    edit_difficulty(difficulty, by=officer, facts={"description": "自付 3 万元"})
    assert send_list(signed, by=officer).tasks.get().problem == "自付 3 万元"
    edit_difficulty(difficulty, by=officer, facts={"description": "自付 4 万元"})
    assert Task.objects.get().problem == "自付 3 万元"


def test_a_line_that_lost_its_reason_is_named_and_none_is_sent(signed, difficulty, measure, officer):
    strike_off_difficulty(difficulty, by=officer, on=clock.today(), reason="登记有误")
    with pytest.raises(DomainError, match="第 1 行 赵小兰（困难已销号），不需要再交办"):
        send_list(signed, by=officer)
    signed.refresh_from_db()
    assert (signed.status, signed.seq) == (ListStatus.SIGNED, None)


def test_a_household_that_left_and_a_measure_that_was_solved_are_named(signed, measure, household, officer):
    Measure.objects.update(progress=MeasureProgress.RESOLVED)
    with pytest.raises(DomainError, match="措施已落实"):
        send_list(signed, by=officer)
    put(household, "exited")
    with pytest.raises(DomainError, match="档案已脱困"):
        send_list(signed, by=officer)


def test_a_list_past_its_day_or_for_a_closed_office_is_not_sent(signed, officer):
    with clock.at(signed.due_on + datetime.timedelta(days=1)), pytest.raises(DomainError, match="时限已过"):
        send_list(signed, by=officer)
    Office.objects.update(is_active=False)
    with pytest.raises(DomainError, match="已停用"):
        send_list(signed, by=officer)


def test_a_sent_list_is_not_given_back(sent, officer):
    with pytest.raises(Conflict, match="已交办，不能退回"):
        return_list(sent, by=officer, reason="改")


@pytest.mark.parametrize("status", [TaskStatus.REFUSED, TaskStatus.MISSED])
def test_a_refused_or_missed_line_is_taken_back_and_its_measure_is_free(status, sent, measure, officer):
    Measure.objects.update(progress=MeasureProgress.UNRESOLVED, progress_note="不符合条件")
    for step in (TaskStatus.DONE, status) if status == TaskStatus.MISSED else (status,):
        Task.objects.update(status=step)
    task = replan_task(sent.tasks.get(), by=officer, reason="改由民政办理")
    assert (task.status, task.closed_on, task.returned_by) == (TaskStatus.RETURNED, clock.today(), officer)
    assert replan_task(task, by=officer, reason="").returned_reason == "改由民政办理"
    assert (collect(sent.union).get(), collect(sent.union).get().progress_note) == (measure, "")


def test_a_line_is_taken_back_once_its_deadline_has_passed(sent, officer, reviewer):
    task = sent.tasks.get()
    with pytest.raises(Conflict, match="第 1 行现为“待签收”且未逾期，不能收回"):
        replan_task(task, by=officer, reason="逾期")
    with clock.at(task.deadline + datetime.timedelta(days=1)):
        with pytest.raises(NotAllowed):
            replan_task(task, by=reviewer, reason="逾期")
        with pytest.raises(DomainError, match="请写明收回原因"):
            replan_task(task, by=officer, reason="")
        assert replan_task(task, by=officer, reason="逾期").status == TaskStatus.RETURNED


def test_a_line_of_an_archive_that_is_over_is_taken_back_before_its_deadline(sent, officer, as_user):
    task = sent.tasks.get()
    put(task.household, Status.EXITED)
    client = as_user(officer)
    assert [line.pk for line in client.get(reverse("tasks_to_replan")).context["page"]] == [task.pk]
    assert client.get(reverse("task", args=[task.pk])).context["can_replan"]
    assert replan_task(task, by=officer, reason="该户已脱困").status == TaskStatus.RETURNED


RAW = [
    "UPDATE assistance_tasklist SET due_on = '2030-01-01'",
    "UPDATE assistance_tasklist SET status = 'draft'",
    "DELETE FROM assistance_tasklist",
    "UPDATE assistance_task SET text = '改'",
    "UPDATE assistance_task SET deadline = '2030-01-01'",
    "UPDATE assistance_task SET task_list_id = (SELECT min(id) FROM assistance_tasklist WHERE status = 'draft')",
    "DELETE FROM assistance_task",
    "INSERT INTO assistance_task SELECT * FROM assistance_task",
    "UPDATE assistance_task SET status = 'listed'",
    "UPDATE assistance_task SET status = 'arrived'",
]


@pytest.mark.parametrize("statement", RAW)
def test_the_database_keeps_a_sent_list_as_it_was_sent(statement, sent, officer):
    drawn(MeasureFactory(difficulty__household=HouseholdFactory()), by=officer, period="下一期")
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_moved_union_takes_its_lists_and_lines_along(sent, household, sysadmin):
    county, prefecture = sent.union, union("530100")
    move_union(county, by=sysadmin, to=prefecture)
    path = Union.objects.get(pk=county.pk).path
    found = [model.objects.get().union_path for model in (TaskList, Task, Household)]
    assert found == [path] * 3
    assert path.startswith(prefecture.path)
    assert not TaskList.objects.get().events.filter(status=ListStatus.SENT).exists()


def test_a_list_is_signed_by_the_one_above_as_well(measure, officer):
    above = user_with(Role.APPROVER, "532500", username="above")
    assert signed_list(measure, by=officer, checker=above).signed_by == above
