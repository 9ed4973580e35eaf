"""The task list on paper: what stands on it, that a draft says so, who may print it, and what that leaves behind."""

import datetime
import re
import subprocess

import pytest
from django.urls import reverse

from assistance.actions.tasklists import edit_list
from assistance.models import Measure
from core import clock
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from reports.forms.render import render_form
from reports.forms.words import long_day
from reports.tasks.paper import paper_of
from reports.tasks.printing import print_task_list
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory
from tests.support.tasklists import drawn, sent_list
from tests.support.tasks import liaison_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def measures():
    return [MeasureFactory(difficulty=DifficultyFactory(household=HouseholdFactory())) for _ in range(3)]


def words(pdf, tmp_path):
    """Return what a reader of the PDF reads, without blanks."""
    (tmp_path / "list.pdf").write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", tmp_path / "list.pdf", "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", read.stdout.decode())


def test_a_sent_list_says_who_hands_what_to_whom(measures, officer, reviewer, tmp_path):
    sent = sent_list(*measures, by=officer, checker=reviewer)
    said = words(print_task_list(sent, by=officer), tmp_path)
    heads = ("困难职工精准帮扶任务清单", f"建水县总工会〔{sent.year}〕1号", "承办部门：建水县医保局")
    ends = (
        "拟稿：经办员",
        "审核：审核员",
        "签发：审核员",
        "建水县总工会（盖章）",
        "建水县医保局（盖章）",
        "第1页/共1页",
    )
    assert [part for part in (*heads, *ends) if part not in said] == []
    assert "3户困难职工的3项帮扶任务" in said
    assert "草稿" not in said
    assert not re.search(r"\d{17}[\dX]", said)


def test_a_measure_with_more_time_than_the_list_keeps_its_own_deadline(measures, officer, tmp_path):
    last = clock.today() + datetime.timedelta(days=40)
    Measure.objects.update(deadline=last)
    until_then = drawn(*measures, by=officer, due_on=last)
    assert f"于{long_day(last)}前办结，并将" in words(print_task_list(until_then, by=officer), tmp_path)
    shorter = edit_list(until_then, by=officer, facts={"due_on": last - datetime.timedelta(days=1)})
    assert "按表列完成时限办结，并将" in words(print_task_list(shorter, by=officer), tmp_path)


def test_a_draft_says_so_and_has_no_number(measures, officer, tmp_path):
    said = words(print_task_list(drawn(*measures, by=officer), by=officer), tmp_path)
    assert "草稿未经交办，不作为办理依据" in said
    assert "审核：签发：" in said


def test_setting_the_pages_asks_nothing(measures, officer, django_assert_num_queries):
    paper = paper_of(drawn(*measures, by=officer))
    with django_assert_num_queries(0):
        render_form(paper)


def test_printing_leaves_a_line_for_the_list_and_for_each_household(measures, officer, reviewer, as_user):
    sent = sent_list(*measures, by=officer, checker=reviewer)
    answer = as_user(officer).get(reverse("task_list_paper", args=[sent.pk]) + "?download=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    printed = AccessLog.objects.filter(user=officer, verb=AccessVerb.PRINT).values_list("subject", flat=True)
    assert {measure.difficulty.household.archive_no for measure in measures} < set(printed)


def test_an_office_prints_what_was_sent_to_it_only(measures, officer, reviewer, outsider, as_user):
    sent = sent_list(*measures[:2], by=officer, checker=reviewer)
    draft = drawn(measures[2], by=officer, period="第二期")
    liaison = liaison_of(sent.office)
    asked = [(liaison, sent), (liaison, draft), (outsider, sent)]
    answers = [as_user(who).get(reverse("task_list_paper", args=[what.pk])).status_code for who, what in asked]
    assert answers == [200, 404, 404]
