"""Drawing task lists: what is collected, for which office, and changing what stands on a draft."""

import datetime

import pytest

from assistance.actions.tasklists import (
    add_tasks,
    discard_list,
    draw_list,
    draw_lists,
    edit_list,
    remove_task,
)
from assistance.enums import ListStatus, MeasureProgress, Outcome, TaskStatus
from assistance.lines import collect, offices_for
from assistance.models import Measure, Task, TaskList
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.difficulties import strike_off_difficulty
from organizations.enums import Department
from organizations.models import Office
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, union
from tests.support.life import put
from tests.support.tasklists import PERIOD, drawn, office_of, signed_list

pytestmark = pytest.mark.django_db
COUNTY = "532524"
SOON = datetime.timedelta(days=30)


@pytest.fixture
def others(difficulty):
    """Three more measures of the same department."""
    return MeasureFactory.create_batch(3, difficulty=difficulty)


def lists(officer, **changed):
    facts = {"union": union(COUNTY), "period": PERIOD, "due_on": clock.today() + SOON}
    return draw_lists(by=officer, **(facts | changed))


def test_a_line_says_what_the_measure_says_and_shows_no_whole_number(measure, officer):
    line = drawn(measure, by=officer).tasks.get()
    worker = measure.difficulty.household.members.get()
    assert (line.position, line.worker_name, line.text, line.status) == (1, "赵小兰", "协助报销", TaskStatus.LISTED)
    assert line.identity_masked == worker.identity_no[:6] + "*" * 8 + worker.identity_no[-4:]
    assert (line.place_name, line.problem) == ("建水县总工会", "医药费自付部分高")


def test_a_deadline_that_has_passed_is_that_of_the_list(difficulty, officer):
    today = clock.today()
    passed = MeasureFactory(difficulty=difficulty, deadline=today - SOON)
    ahead = MeasureFactory(difficulty=difficulty, deadline=today + SOON * 2)
    lines = drawn(passed, ahead, by=officer).tasks.all()
    assert [line.deadline for line in lines] == [today + SOON, today + SOON * 2]


def test_what_waits_for_a_list(difficulty, measure, officer):
    MeasureFactory(difficulty=difficulty, deadline=None)
    MeasureFactory(difficulty=difficulty, lead_department="")
    MeasureFactory(difficulty=difficulty, progress=MeasureProgress.RESOLVED)
    MeasureFactory(difficulty=difficulty, outcome=Outcome.RELIEVED)
    put((exited := MeasureFactory()).difficulty.household, "exited")
    struck = DifficultyFactory(household=difficulty.household, number=9)
    MeasureFactory(difficulty=struck)
    strike_off_difficulty(struck, by=officer, on=clock.today(), reason="登记有误")
    assert list(collect(union(COUNTY), Department.MEDICAL_INSURANCE)) == [measure] != [exited]


def test_the_same_request_returns_the_same_draft(measure, officer):
    assert drawn(measure, by=officer) == drawn(measure, by=officer)
    assert Task.objects.count() == 1


def test_a_second_draft_of_the_period_is_refused(measure, others, officer):
    drawn(measure, by=officer)
    with pytest.raises(Conflict, match="建水县医保局本期已有未交办的任务清单"):
        drawn(*others, by=officer)


def test_a_measure_on_another_list_is_named(measure, officer):
    drawn(measure, by=officer)
    with pytest.raises(Conflict, match="赵小兰“协助报销”"):
        drawn(measure, by=officer, period="2027 年第一季度")


def test_a_measure_of_another_department_or_another_county_is_refused(difficulty, officer):
    work = MeasureFactory(difficulty=difficulty, lead_department=Department.HUMAN_RESOURCES)
    elsewhere = MeasureFactory(difficulty__household=HouseholdFactory(union=union("530100")))
    for measure in (work, elsewhere):
        with pytest.raises(Conflict, match="不能列入"):
            drawn(measure, by=officer, office=office_of())


def test_an_office_is_of_the_union_or_of_one_above(measure, officer):
    drawn(measure, by=officer, office=office_of(code="532500"))
    with pytest.raises(DomainError, match="不是建水县总工会或其上级工会所在地的部门"):
        drawn(measure, by=officer, office=office_of(code="530100"))
    with pytest.raises(DomainError, match="已停用"):
        drawn(measure, by=officer, office=Office(union=union(COUNTY), name="建水县旧医保局", is_active=False))


def test_the_nearest_office_has_the_lists(officer):
    office_of(code="532500")
    assert offices_for(union(COUNTY))[Department.MEDICAL_INSURANCE].union.code == "532500"
    near = office_of()
    assert offices_for(union(COUNTY)) == {Department.MEDICAL_INSURANCE: near}


def test_a_list_is_drawn_for_each_department_that_has_measures_and_an_office(difficulty, measure, officer):
    MeasureFactory(difficulty=difficulty, lead_department=Department.HUMAN_RESOURCES)
    MeasureFactory(difficulty=difficulty, lead_department=Department.HOUSING)
    office_of()
    office_of(Department.HUMAN_RESOURCES)
    office_of(Department.EDUCATION)
    assert [made.office.name for made in lists(officer)] == ["建水县人社局", "建水县医保局"]
    assert list(collect(union(COUNTY)).values_list("lead_department", flat=True)) == [Department.HOUSING]


def test_drawing_again_takes_up_what_came_in(measure, difficulty, officer):
    office_of()
    (first,) = lists(officer)
    assert lists(officer) == []
    MeasureFactory(difficulty=difficulty)
    assert lists(officer) == [first]
    assert [line.position for line in first.tasks.all()] == [1, 2]


def test_a_checked_draft_takes_nothing_up(measure, difficulty, officer, reviewer):
    signed_list(measure, by=officer, checker=reviewer)
    MeasureFactory(difficulty=difficulty)
    assert lists(officer) == []
    assert len(lists(officer, period="2027 年第一季度")) == 1


def test_a_day_that_has_passed_is_no_deadline(measure, officer):
    for draw in (lambda **facts: lists(officer, **facts), lambda **facts: drawn(measure, by=officer, **facts)):
        with pytest.raises(DomainError, match="不能早于今天"):
            draw(due_on=clock.today() - SOON)


def test_lines_are_added_behind_and_taken_out_without_a_gap(measure, others, officer):
    task_list = add_tasks(drawn(measure, by=officer), [measure, *others], by=officer)
    assert add_tasks(task_list, others, by=officer).tasks.count() == 4
    second = task_list.tasks.get(position=2)
    remove_task(second, by=officer)
    remove_task(second, by=officer)
    assert list(task_list.tasks.values_list("position", "measure")) == [
        (1, measure.pk),
        *enumerate([other.pk for other in others if other.pk != second.measure_id], 2),
    ]


def test_a_discarded_draft_frees_its_measures(measure, officer):
    task_list = drawn(measure, by=officer)
    discard_list(task_list, by=officer)
    discard_list(task_list, by=officer)
    assert (TaskList.objects.count(), collect(union(COUNTY)).get()) == (0, measure)
    with pytest.raises(Conflict, match="已被删除"):
        add_tasks(task_list, [measure], by=officer)


def test_a_draft_is_edited_and_the_history_names_who_did(measure, officer):
    task_list = drawn(measure, by=officer)
    edit_list(task_list, by=officer, facts={"period": "2026 年冬季", "note": "请于月底前反馈"})
    task_list.refresh_from_db()
    assert (task_list.period, task_list.note) == ("2026 年冬季", "请于月底前反馈")
    event = task_list.events.get()
    assert (event.period, event.pgh_context.metadata["user"]) == (PERIOD, officer.pk)


def test_two_drafts_of_one_period_do_not_come_about_by_editing(measure, others, officer):
    drawn(measure, by=officer)
    later = drawn(*others, by=officer, period="2027 年第一季度")
    with pytest.raises(DomainError, match="该部门本期已有未交办的任务清单"):
        edit_list(later, by=officer, facts={"period": PERIOD})


@pytest.mark.parametrize(
    "act",
    [
        lambda task_list, by: add_tasks(task_list, Measure.objects.all(), by=by),
        lambda task_list, by: remove_task(task_list.tasks.get(), by=by),
        lambda task_list, by: discard_list(task_list, by=by),
        lambda task_list, by: edit_list(task_list, by=by, facts={"note": "改"}),
    ],
)
def test_a_draft_is_changed_by_an_officer_only_and_while_it_is_one(act, measure, officer, reviewer, outsider):
    task_list = drawn(measure, by=officer)
    for other in (reviewer, outsider):
        with pytest.raises(NotAllowed, match="经办人员"):
            act(task_list, other)
    TaskList.objects.update(status=ListStatus.CHECKED)
    with pytest.raises(Conflict, match="须先退回才能改动"):
        act(task_list, officer)


def test_only_an_officer_of_the_region_draws(measure, reviewer, outsider):
    for other in (reviewer, outsider):
        with pytest.raises(NotAllowed, match="经办人员"):
            drawn(measure, by=other)
        with pytest.raises(NotAllowed, match="经办人员"):
            lists(other)


def test_a_list_of_nothing_is_refused(officer):
    facts = {"union": union(COUNTY), "office": office_of(), "period": PERIOD, "due_on": clock.today()}
    with pytest.raises(DomainError, match="至少选择一项"):
        draw_list(by=officer, measures=[], **facts)
