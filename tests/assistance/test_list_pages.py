"""The pages of task lists and their lines: what is shown, what a press does, how many queries."""

import datetime

import pytest
from django.urls import reverse

from assistance.actions.tasklists import check_list, send_list, sign_list
from assistance.enums import ListStatus, TaskStatus
from assistance.lines import lines_of, version_of_list
from assistance.models import Task, TaskList
from core import clock
from households.actions.difficulties import edit_difficulty, strike_off_difficulty
from organizations.enums import AccessVerb, Department, Role
from organizations.models import AccessLog
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, user_with
from tests.support.reviews import unit
from tests.support.tasklists import PERIOD, drawn, office_of, sent_list, signed_list

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(days=30)


@pytest.fixture
def task_list(measure, officer):
    return drawn(measure, by=officer)


@pytest.fixture
def sent(task_list, officer, reviewer):
    return send_list(sign_list(check_list(task_list, by=reviewer), by=reviewer), by=officer)


def measures(count):
    return [MeasureFactory(difficulty=DifficultyFactory(household=HouseholdFactory())) for _ in range(count)]


def typed(**changed):
    return {"period": PERIOD, "due_on": (clock.today() + LATER).isoformat(), "note": ""} | changed


def test_drawing_for_every_department_says_what_waits_and_who_is_missing(difficulty, measure, officer, as_user):
    MeasureFactory(difficulty=difficulty, lead_department=Department.HOUSING)
    office_of()
    page = as_user(officer).get(reverse("task_lists_draw"))
    rows = [(row.department, row.count, bool(row.office)) for row in page.context["rows"]]
    assert rows == [(Department.HOUSING, 1, False), (Department.MEDICAL_INSURANCE, 1, True)]
    assert "请系统管理员在“系统管理 › 部门”中为建水县总工会建立住建部门" in page.content.decode()
    as_user(officer).post(reverse("task_lists_draw"), typed())
    assert list(TaskList.objects.values_list("period", "department")) == [(PERIOD, Department.MEDICAL_INSURANCE)]


def test_below_a_county_nobody_draws_and_the_page_says_who_does(measure, as_user):
    client = as_user(user_with(Role.OFFICER, unit().code))
    assert client.get(reverse("task_lists")).context["can_draw"] is False
    page = client.get(reverse("task_lists_draw"))
    assert page.status_code == 403
    assert "任务清单由县级及以上工会生成" in page.content.decode()


def test_a_form_comes_back_filled(measure, officer, as_user):
    office_of()
    page = as_user(officer).post(reverse("task_lists_draw"), typed(note="请速办", due_on="2020-01-01"))
    assert "要求完成时限不能早于今天" in page.content.decode()
    assert page.context["form"]["note"].value() == "请速办"


def test_measures_are_chosen_one_by_one(difficulty, measure, officer, as_user):
    office_of()
    MeasureFactory(difficulty=difficulty)
    url = reverse("task_list_draw", args=[Department.MEDICAL_INSURANCE])
    assert [ticked for _measure, ticked in as_user(officer).get(url).context["rows"]] == [True, True]
    as_user(officer).post(url, typed(measure=[measure.pk]))
    made = TaskList.objects.get()
    assert made.tasks.get().measure == measure
    as_user(officer).post(reverse("task_list_add", args=[made.pk]), {"measure": [measure.pk + 1, "x"]})
    assert made.tasks.count() == 2


def test_the_way_of_a_list_through_its_pages(task_list, officer, reviewer, as_user):
    page = as_user(reviewer).get(task_list.get_absolute_url())
    seen = {"seen": page.context["version"]}
    as_user(reviewer).post(reverse("task_list_check", args=[task_list.pk]), seen)
    seen = {"seen": as_user(reviewer).get(task_list.get_absolute_url()).context["version"]}
    as_user(reviewer).post(reverse("task_list_sign", args=[task_list.pk]), seen)
    told = as_user(officer).post(reverse("task_list_send", args=[task_list.pk]), follow=True).content.decode()
    assert f"已交办建水县医保局，编号〔{clock.today().year}〕1 号" in told
    assert Task.objects.get().status == TaskStatus.SENT


def test_a_list_that_changed_on_the_way_is_looked_at_again(task_list, difficulty, officer, reviewer, as_user):
    seen = {"seen": as_user(reviewer).get(task_list.get_absolute_url()).context["version"]}
    edit_difficulty(difficulty, by=officer, facts={"description": "自付 3 万元"})
    url = reverse("task_list_check", args=[task_list.pk])
    assert "请核对后再操作" in as_user(reviewer).post(url, seen, follow=True).content.decode()
    assert TaskList.objects.get().status == ListStatus.DRAFT


def test_a_draft_shows_its_measures_as_they_stand_and_what_lost_its_reason(task_list, difficulty, officer, as_user):
    edit_difficulty(difficulty, by=officer, facts={"description": "自付 3 万元"})
    strike_off_difficulty(difficulty, by=officer, on=clock.today(), reason="登记有误")
    page = as_user(officer).get(task_list.get_absolute_url()).content.decode()
    assert "自付 3 万元" in page
    assert "困难已销号" in page


def test_a_list_is_given_back_with_the_reason_on_the_page(measure, officer, reviewer, as_user):
    task_list = signed_list(measure, by=officer, checker=reviewer)
    url = reverse("task_list_return", args=[task_list.pk])
    assert "请写明退回原因" in as_user(reviewer).post(url, {"reason": ""}, follow=True).content.decode()
    assert "措施不具体" in as_user(reviewer).post(url, {"reason": "措施不具体"}, follow=True).content.decode()


def test_a_draft_is_edited_and_a_change_meanwhile_is_told(task_list, officer, as_user):
    url = reverse("task_list_edit", args=[task_list.pk])
    seen = as_user(officer).get(url).context["form"].seen
    facts = typed(seen_list=seen)
    as_user(officer).post(url, facts | {"note": "请速办"})
    assert TaskList.objects.get().note == "请速办"
    page = as_user(officer).post(url, facts | {"note": "不急"}).content.decode()
    assert "修改了这一部分" in page
    assert "不急" in page


def test_lines_and_drafts_are_taken_away_by_a_press(task_list, officer, as_user):
    as_user(officer).post(reverse("task_remove", args=[task_list.tasks.get().pk]))
    assert not task_list.tasks.exists()
    as_user(officer).post(reverse("task_list_discard", args=[task_list.pk]))
    assert not TaskList.objects.exists()


def test_a_line_is_taken_back_and_leads_to_its_difficulty(sent, household, officer, as_user):
    Task.objects.update(status=TaskStatus.REFUSED)
    line = sent.tasks.get()
    told = as_user(officer).post(reverse("task_replan", args=[line.pk]), {"reason": "改由民政办理"})
    assert told.url == reverse("household_difficulties", args=[household.archive_no])
    page = as_user(officer).get(line.get_absolute_url()).content.decode()
    assert "改由民政办理" in page
    assert AccessLog.objects.filter(user=officer, verb=AccessVerb.VIEW, subject=household.archive_no).exists()


def test_a_cadre_sees_the_line_of_the_own_household_but_no_list(sent, cadre, as_user):
    line = sent.tasks.get()
    assert as_user(cadre).get(line.get_absolute_url()).status_code == 200
    assert as_user(cadre).get(sent.get_absolute_url()).status_code == 404
    assert as_user(cadre).get(reverse("tasks")).status_code == 403


@pytest.fixture
def three(officer, reviewer):
    """Three lines that were sent: one refused, one past its deadline, one done."""
    sent_list(*measures(3), by=officer, checker=reviewer)
    keys = list(Task.objects.order_by("pk").values_list("pk", flat=True))
    for pk, status in zip(keys, (TaskStatus.REFUSED, TaskStatus.ACCEPTED, TaskStatus.DONE), strict=True):
        Task.objects.filter(pk=pk).update(status=status)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("status=open", 1),
        ("status=late", 1),
        ("status=watched", 0),
        ("status=done", 1),
        ("status=nonsense", 3),
        ("department=housing", 0),
        ("q=小兰", 3),
        ("q=无此人", 0),
        ("start=2030-01-01", 0),
        ("union=532500", 3),
    ],
)
def test_lines_are_narrowed(query, found, three, registrar, as_user):
    with clock.at(clock.today() + LATER * 2):
        assert len(as_user(registrar).get(f"{reverse('tasks')}?{query}").context["page"]) == found


@pytest.mark.parametrize(("query", "found"), [("", 2), ("status=back", 1), ("status=late", 1), ("status=missed", 0)])
def test_what_is_to_be_planned_anew(query, found, three, officer, as_user):
    with clock.at(clock.today() + LATER * 2):
        assert len(as_user(officer).get(f"{reverse('tasks_to_replan')}?{query}").context["page"]) == found


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "count"), [("task_lists", 5), ("tasks", 6), ("tasks_to_replan", 6)])
def test_lists_ask_the_same_of_one_row_and_of_three(
    name, count, rows, officer, reviewer, registrar, as_user, django_assert_num_queries
):
    for number, measure in enumerate(measures(rows)):
        sent_list(measure, by=officer, checker=reviewer, period=f"第 {number} 期")
    Task.objects.update(status=TaskStatus.REFUSED)
    client = as_user(registrar)
    with django_assert_num_queries(count):
        assert len(client.get(reverse(name)).context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_of_one_line_and_of_three(rows, officer, reviewer, as_user, django_assert_num_queries):
    task_list = sent_list(*measures(rows), by=officer, checker=reviewer)
    client = as_user(officer)
    with django_assert_num_queries(7):
        assert len(client.get(task_list.get_absolute_url()).context["rows"]) == rows


def test_what_is_shown_is_what_the_version_says(sent):
    lines = lines_of(sent)
    assert version_of_list(sent, lines) == version_of_list(sent, lines_of(sent))
    lines[0].text = "改"
    assert version_of_list(sent, lines) != version_of_list(sent, lines_of(sent))
