"""The pages of an office: its to-do list, one line with its answer, its lists, and what stays hidden."""

import datetime
import uuid

import pytest
from django.urls import reverse

from assistance.enums import AnswerKind, TaskStatus
from assistance.models import TaskAnswer
from core import clock
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, OfficeFactory
from tests.support.files import photo, upload
from tests.support.tasks import SENT_ON, liaison_of, sent_list, sent_task

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 10)


@pytest.fixture(autouse=True)
def _day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def office():
    return OfficeFactory(name="建水县医保局")


@pytest.fixture
def other():
    return OfficeFactory(name="建水县民政局", department="civil_affairs")


@pytest.fixture
def liaison(office):
    return liaison_of(office, name="马联络")


@pytest.fixture
def client(as_user, liaison):
    return as_user(liaison)


@pytest.fixture
def make(office):
    """Send a line on a household of its own with a deadline so many days from today, and bring it into a status."""

    def line(days=90, status=TaskStatus.SENT, name="赵小兰", to=office):
        difficulty = DifficultyFactory(household=HouseholdFactory(worker=name))
        due = TODAY + datetime.timedelta(days=days)
        task = sent_task(MeasureFactory(difficulty=difficulty, deadline=due), office=to)
        if status != TaskStatus.SENT:
            type(task).objects.filter(pk=task.pk).update(status=status)
        return task

    return line


def post(client, task, kind, **sent):
    facts = {"client_id": uuid.uuid4(), "kind": kind, "on_day": "2026-06-01"} | sent
    return client.post(reverse("office_task", args=[task.pk]), facts, follow=True)


def names(client, **query):
    return [line.task.worker_name for line in client.get("/office/tasks/", query).context["page"]]


def test_the_states_are_counted_and_each_count_is_its_list(client, make, other):
    make(name="甲签收")
    make(3, TaskStatus.ACCEPTED, "乙临期")
    make(-2, TaskStatus.PARTLY, "丙逾期")
    make(name="丁落实", status=TaskStatus.DONE)
    make(name="他局的", to=other)
    counts = {e["key"]: e["count"] for e in client.get("/office/tasks/").context["states"]}
    assert counts == {"waiting": 1, "working": 2, "soon": 1, "overdue": 1, "answered": 1, "handed": 0, "all": 4}
    for state, count in counts.items():
        assert len(names(client, state=state)) == count
    assert names(client, state="all") == ["丙逾期", "乙临期", "甲签收", "丁落实"]


def test_the_page_begins_with_the_first_state_that_has_something(client, make):
    make(-2, TaskStatus.ACCEPTED, "丙逾期")
    assert names(client) == ["丙逾期"]
    assert "逾期 2 天" in client.get("/office/tasks/").content.decode()


def test_a_name_is_found(client, make):
    make(name="甲签收"), make(name="乙签收")
    assert names(client, state="all", q="乙") == ["乙签收"]


def test_an_office_without_tasks_is_told_what_comes(client):
    assert "还没有交办给本部门的任务" in client.get("/office/tasks/", {"state": "all"}).content.decode()
    assert "还没有交办给本部门的任务清单" in client.get("/office/lists/").content.decode()


def test_the_lists_cost_the_same_for_one_line_and_for_three(client, make, django_assert_num_queries):
    for more in (1, 2):
        for _line in range(more):
            make()
        for page, cost in (("/office/tasks/", 5), ("/office/lists/", 4)):
            with django_assert_num_queries(cost):
                client.get(page)


def test_a_line_says_what_the_office_needs_and_nothing_of_the_archive(client, make):
    task = make()
    page = client.get(reverse("office_task", args=[task.pk])).content.decode()
    household, worker = task.household, task.household.members.get()
    assert all(word in page for word in (task.worker_name, task.identity_masked, task.problem, task.text, task.number))
    hidden = (household.archive_no, household.address, worker.identity_no, worker.phone, "/households/")
    assert not [word for word in hidden if word in page]
    assert AccessLog.objects.filter(verb=AccessVerb.VIEW, subject=household.archive_no).count() == 1


@pytest.mark.parametrize("number", ["identity", "phone"])
def test_a_number_is_shown_in_full_while_the_line_is_here_and_logged(client, make, number):
    task = make()
    worker = task.household.members.get()
    shown = client.post(reverse("office_reveal", args=[task.pk]), {"number": number}).content.decode()
    assert {"identity": worker.identity_no, "phone": worker.phone}[number] in shown
    logged = AccessLog.objects.get(verb=AccessVerb.REVEAL)
    assert (logged.subject, task.number in logged.detail) == (task.household.archive_no, True)


@pytest.mark.parametrize("status", [TaskStatus.DONE, TaskStatus.REFUSED])
def test_no_number_is_shown_once_the_line_has_left_the_office(client, make, status):
    task = make(status=status)
    assert client.post(reverse("office_reveal", args=[task.pk]), {"number": "identity"}).status_code == 403
    assert client.post(reverse("office_reveal", args=[task.pk]), {"number": "card"}).status_code == 400
    assert not AccessLog.objects.filter(verb=AccessVerb.REVEAL).exists()


def test_an_answer_is_given_on_the_page_with_its_paper(client, make):
    task = make()
    page = post(client, task, "done", amount="1,200元", note="已到账", evidence=upload(photo(), "凭证.jpg"))
    said = TaskAnswer.objects.get()
    assert "已答复 赵小兰：已落实。" in page.content.decode()
    assert (said.kind, said.amount, said.note, said.evidence.kind) == ("done", 1200, "已到账", "task")
    address = reverse("office_evidence", args=[said.pk])
    assert address in client.get(reverse("office_task", args=[task.pk])).content.decode()
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert AccessLog.objects.filter(verb=AccessVerb.DOWNLOAD, subject=task.household.archive_no).count() == 1


def test_what_is_refused_comes_back_filled(client, make):
    page = post(client, make(), "refused", note="", on_day="2026-01-01")
    form = page.context["form"]
    assert (form.errors["on_day"], form["kind"].value()) == ([f"日期不能早于交办日期 {SENT_ON}。"], "refused")


def test_handed_on_the_other_office_answers_and_each_opens_its_own_papers(client, make, other, as_user):
    task, theirs = make(), as_user(liaison_of(other))
    assert theirs.get(reverse("office_task", args=[task.pk])).status_code == 404
    post(client, task, "partly", note="先报一半", evidence=upload(photo()))
    post(client, task, "handed", to_office=other.pk)
    post(theirs, task, "done", evidence=upload(photo(colour="red")))
    ours, last = (TaskAnswer.objects.get(kind=kind).pk for kind in ("partly", "done"))
    opened = [[c.get(reverse("office_evidence", args=[a])).status_code for a in (ours, last)] for c in (client, theirs)]
    assert opened == [[200, 404], [200, 200]]
    assert names(client, state="handed") == ["赵小兰"]
    page = post(client, task, "done")
    assert "已答复“已落实”" in page.content.decode()


def test_a_paper_that_was_removed_is_not_given(client, make):
    task = make()
    post(client, task, "done", evidence=upload(photo()))
    said = TaskAnswer.objects.get()
    type(said.evidence).objects.update(removed_at=clock.now())
    assert client.get(reverse("office_evidence", args=[said.pk])).status_code == 404


def test_a_list_is_signed_for_as_a_whole(client, office):
    task_list = sent_list(*(MeasureFactory(difficulty=DifficultyFactory()) for _line in range(2)), office=office)
    page = client.get(reverse("office_list", args=[task_list.pk]))
    assert "整单签收（2 项）" in page.content.decode()
    for words in ("已签收 2 项任务。", "没有待签收的任务。"):
        done = client.post(reverse("office_list_accept", args=[task_list.pk]), follow=True)
        assert words in done.content.decode()


def test_the_first_page_tells_what_waits_and_the_navigation_is_the_offices_own(client, make):
    make(), make(2), make(-1, TaskStatus.ACCEPTED)
    page = client.get("/")
    assert [(e.label, e.count) for e in page.context["waiting"]] == [
        ("任务待签收", 2),
        ("任务临期", 1),
        ("任务逾期", 1),
    ]
    entries = [entry["label"] for group in page.context["nav"].groups for entry in group["entries"]]
    assert entries == ["工作台", "部门任务", "任务清单", "政策库", "我的导出"]
    assert [entry["label"] for entry in page.context["nav"].bottom] == ["首页", "部门任务", "任务清单", "我的"]


def test_the_form_offers_no_kind_that_the_address_makes_up(client, make):
    page = client.get(reverse("office_task", args=[make().pk]), {"kind": "nonsense"})
    assert page.context["form"]["kind"].value() == AnswerKind.ACCEPTED
