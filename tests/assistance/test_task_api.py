"""Lines of task lists by the API: the union's, the office's, and answering as on the page."""

import datetime

import pytest

from assistance.enums import TaskStatus
from assistance.models import TaskAnswer
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.api import Program, errors_of, problem_of
from tests.support.factories import HouseholdFactory, MeasureFactory, OfficeFactory, TaskFactory, union
from tests.support.tasks import liaison_of, sent_task

pytestmark = pytest.mark.django_db

PATH = "/api/v1/tasks/"
DONE = {"kind": "done", "on_day": "2026-03-20", "amount": "3200", "note": "大病保险已报销到账"}


@pytest.fixture
def office():
    return OfficeFactory(name="建水县医保局")


@pytest.fixture
def task(measure, office):
    """A line that was sent to the office."""
    return sent_task(measure, office=office)


@pytest.fixture
def liaison(office):
    return Program(liaison_of(office))


@pytest.fixture
def where(task):
    return f"{PATH}{task.pk}/"


def test_an_outsider_finds_nothing(outsider, task, where):
    stranger = Program(outsider)
    assert problem_of(stranger.get(where))[0] == 404
    assert stranger.get(PATH).json()["results"] == []
    assert problem_of(stranger.send(f"{where}answer/", DONE))[0] == 404
    elsewhere = Program(liaison_of(OfficeFactory(name="建水县教体局")))
    assert problem_of(elsewhere.get(where))[0] == 404
    assert elsewhere.get(PATH).json()["results"] == []
    assert problem_of(elsewhere.send(f"{where}answer/", DONE))[0] == 404


def test_the_union_reads_what_it_has_handed_out(officer, task, where, household):
    TaskFactory(measure=MeasureFactory(difficulty__household=household))  # on a draft
    [listed] = Program(officer).get(PATH).json()["results"]
    assert (listed["id"], listed["archive"], listed["office_name"]) == (task.pk, household.archive_no, "建水县医保局")
    assert (listed["status_name"], listed["sent_on"]) == ("待签收", "2026-03-02")
    assert Program(officer).get(where).json() == listed | {"answers": []}


def test_an_office_reads_its_own_without_the_number_of_the_archive(liaison, task, where, household):
    other = sent_task(MeasureFactory(difficulty__household=household))
    [listed] = liaison.get(PATH).json()["results"]
    assert (listed["id"], listed["archive"], listed["worker_name"]) == (task.pk, None, "赵小兰")
    assert problem_of(liaison.get(f"{PATH}{other.pk}/"))[0] == 404
    assert household.archive_no not in liaison.get(where).content.decode()
    assert AccessLog.objects.filter(verb=AccessVerb.VIEW, subject=household.archive_no).exists()


def test_an_office_answers_as_on_the_page(liaison, task, where):
    answers = [liaison.send(f"{where}answer/", DONE, key="one") for _time in range(2)]
    said = answers[0].json()
    task.refresh_from_db()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].json() == said
    assert (task.status, task.answered_on) == (TaskStatus.DONE, datetime.date(2026, 3, 20))
    assert (said["status"], said["amount"]) == ("done", "3200.00")
    assert [(a["kind_name"], a["note"]) for a in said["answers"]] == [("已落实", "大病保险已报销到账")]
    assert TaskAnswer.objects.count() == 1


def test_what_is_wrong_is_said_in_the_words_of_the_page(liaison, where):
    def wrong(**facts):
        return errors_of(liaison.send(f"{where}answer/", facts))

    assert wrong(kind="refused", on_day="2026-03-20") == {"#/note": "不予办理的请写明原因，县级工会据此重新制定措施。"}
    assert wrong(kind="done", on_day="2020-01-01") == {"#/on_day": "日期不能早于交办日期 2026-03-02。"}
    assert wrong(kind="handed", on_day="2026-03-20") == {"#/to_office": "转交的请选择接办部门。"}
    assert list(wrong(kind="lost", on_day="2026-03-20")) == ["#/kind"]
    assert list(wrong(kind="done", on_day="2026-03-20", evidence="x")) == ["#/evidence"]
    assert not TaskAnswer.objects.exists()


def test_a_line_is_handed_on_and_stays_in_sight(liaison, task, where):
    other = OfficeFactory(name="建水县民政局", department="civil_affairs")
    facts = {"kind": "handed", "on_day": "2026-03-20", "to_office": str(other.pk)}
    assert liaison.send(f"{where}answer/", facts).json()["office"] == other.pk
    assert problem_of(liaison.send(f"{where}answer/", DONE))[0] == 409
    assert Program(liaison_of(other)).send(f"{where}answer/", DONE).status_code == 201


def test_nobody_of_a_union_answers_for_an_office(officer, where):
    status, words = problem_of(Program(officer).send(f"{where}answer/", DONE))
    assert (status, "联络员" in words) == (403, True)


def test_the_list_is_narrowed(provincial, task):
    far = HouseholdFactory(union=union("530100"))
    sent_task(MeasureFactory(difficulty__household=far), on=datetime.date(2026, 4, 1))
    for query, count in [
        ({}, 2), ({"archive": far.archive_no}, 1), ({"status": "sent"}, 2), ({"state": "open"}, 2),
        ({"department": "health"}, 0), ({"since": "2026-03-15"}, 1), ({"until": "2026-03-15"}, 1),
        ({"union": "530100"}, 1),
    ]:  # fmt: skip
        assert len(Program(provincial).get(PATH, query).json()["results"]) == count
    assert list(errors_of(Program(provincial).get(PATH, {"state": "lost"}))) == ["state"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(liaison, office, rows, django_assert_num_queries):
    for _row in range(rows):
        sent_task(MeasureFactory(), office=office)
    with django_assert_num_queries(6):
        liaison.get(PATH)


def test_an_office_is_told_what_changes_of_its_own_tasks(liaison, task, where, household, outsider):
    sent_task(MeasureFactory(difficulty__household=household))
    liaison.send(f"{where}answer/", DONE)
    [told] = liaison.get("/api/v1/changes/").json()["results"]
    assert (told["resource"], told["href"], told["archive"]) == ("tasks", where, None)
    assert Program(outsider).get("/api/v1/changes/").json()["results"] == []
