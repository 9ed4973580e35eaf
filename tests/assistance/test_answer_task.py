"""Answering one line for an office: what it changes, who may, in which state, and when it is said twice."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from assistance.actions.answers import answer_task
from assistance.enums import AnswerKind, MeasureProgress, TaskStatus
from assistance.models import Task
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.factories import OfficeFactory, TaskFactory, union
from tests.support.files import photo, upload
from tests.support.tasks import SENT_ON, liaison_of, sent_task

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 20)


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
def task(measure, office):
    return sent_task(measure, office=office)


def answer(task, by, kind=AnswerKind.DONE, **facts):
    return answer_task(task, by=by, kind=kind, **{"client_id": uuid.uuid4(), "on_day": DAY} | facts)


@pytest.mark.parametrize(
    ("kind", "facts", "status", "progress"),
    [
        (AnswerKind.ACCEPTED, {}, TaskStatus.ACCEPTED, MeasureProgress.UNDER_WAY),
        (AnswerKind.PARTLY, {"note": "已报一半", "amount": 500}, TaskStatus.PARTLY, MeasureProgress.UNDER_WAY),
        (AnswerKind.DONE, {"amount": 1200}, TaskStatus.DONE, MeasureProgress.RESOLVED),
        (AnswerKind.REFUSED, {"note": "不在目录内"}, TaskStatus.REFUSED, MeasureProgress.UNRESOLVED),
    ],
)
def test_line_and_measure_follow_the_answer(task, liaison, kind, facts, status, progress):
    said = answer(task, liaison, kind, **facts)
    task.refresh_from_db()
    assert (task.status, task.answered_on, task.amount) == (status, DAY, facts.get("amount"))
    assert (task.measure.progress, task.measure.progress_note) == (progress, facts.get("note", ""))
    assert (said.office, said.by_name, said.source) == (task.office, "马联络", "web")
    assert task.measure.events.latest("pgh_id").pgh_context.metadata["user"] == liaison.pk


def test_sums_of_several_answers_are_added_up(task, liaison):
    answer(task, liaison, AnswerKind.PARTLY, note="第一笔", amount=Decimal("300.50"))
    answer(task, liaison, AnswerKind.DONE, amount=Decimal("700"))
    task.refresh_from_db()
    assert (task.amount, task.status, task.answers.count()) == (Decimal("1000.50"), TaskStatus.DONE, 2)


def test_sent_twice_it_is_one_answer(task, liaison):
    number = uuid.uuid4()
    first, second = (answer(task, liaison, client_id=number, amount=5) for _press in range(2))
    task.refresh_from_db()
    assert (first, task.answers.count(), task.amount) == (second, 1, 5)


def test_the_number_of_another_lines_answer_is_refused(task, measure, liaison, office, difficulty):
    number = uuid.uuid4()
    answer(task, liaison, client_id=number)
    measure.pk, measure.text = None, "另一项措施"
    measure.save()
    with pytest.raises(Conflict, match="已用于另一项任务"):
        answer(sent_task(measure, office=office), liaison, client_id=number)


def test_signing_again_says_nothing_new_and_news_stand_beside(task, liaison):
    first = answer(task, liaison, AnswerKind.ACCEPTED)
    assert answer(task, liaison, AnswerKind.ACCEPTED) == first
    answer(task, liaison, AnswerKind.PARTLY, note="先报一半")
    answer(task, liaison, AnswerKind.ACCEPTED, note="材料已上报州局", on_day=DAY + datetime.timedelta(days=3))
    task.refresh_from_db()
    assert (task.status, task.answered_on, task.answers.count()) == (TaskStatus.PARTLY, DAY, 3)


def test_handed_on_it_is_the_other_offices_line(task, liaison, other):
    answer(task, liaison, AnswerKind.ACCEPTED)
    answer(task, liaison, AnswerKind.HANDED, to_office=other)
    task.refresh_from_db()
    assert (task.office, task.status, task.answered_on) == (other, TaskStatus.SENT, None)
    with pytest.raises(Conflict, match="已转交建水县民政局"):
        answer(task, liaison)
    answer(task, liaison_of(other))
    assert Task.objects.get().status == TaskStatus.DONE


def test_who_still_had_the_form_open_is_told_who_handed_it_on(task, liaison, other):
    seen = Task.objects.get()
    answer(task, liaison, AnswerKind.HANDED, to_office=other)
    with pytest.raises(Conflict, match="建水县医保局马联络 已转交建水县民政局"):
        answer(seen, liaison)


@pytest.mark.parametrize("code", ["532500", "530000"])
def test_it_may_go_to_an_office_above(task, liaison, code):
    above = OfficeFactory(union=union(code), name="上级医保局")
    assert answer(task, liaison, AnswerKind.HANDED, to_office=above).to_office == above


@pytest.mark.parametrize("facts", [{"union": "530100"}, {"union": "532501"}, {"is_active": False}])
def test_it_goes_neither_elsewhere_nor_to_an_office_out_of_use(task, liaison, facts):
    place = union(facts.pop("union", "532524"))
    with pytest.raises(DomainError, match="只能转交本县或上下级") as refusal:
        answer(task, liaison, AnswerKind.HANDED, to_office=OfficeFactory(union=place, **facts))
    assert refusal.value.field == "to_office"


def test_it_is_not_handed_to_itself(task, liaison, office):
    with pytest.raises(DomainError, match="只能转交"):
        answer(task, liaison, AnswerKind.HANDED, to_office=office)


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (AnswerKind.DONE, {"on_day": SENT_ON - datetime.timedelta(days=1)}, "on_day"),
        (AnswerKind.DONE, {"on_day": datetime.date(2999, 1, 1)}, "on_day"),
        (AnswerKind.REFUSED, {"note": "  "}, "note"),
        (AnswerKind.PARTLY, {"amount": 3}, "note"),
        (AnswerKind.ACCEPTED, {"amount": 3}, "amount"),
        (AnswerKind.DONE, {"amount": -3}, ""),
        (AnswerKind.HANDED, {}, "to_office"),
        (AnswerKind.DONE, {"note": "长" * 301}, "note"),
        (AnswerKind.DONE, {"evidence": upload(b"MZ")}, "evidence"),
    ],
)
def test_what_is_refused_changes_nothing(task, liaison, kind, facts, field):
    with pytest.raises(DomainError) as refusal:
        answer(task, liaison, kind, **facts)
    task.refresh_from_db()
    assert (refusal.value.field, task.status, task.answers.count()) == (field, TaskStatus.SENT, 0)


@pytest.mark.parametrize("kind", [AnswerKind.DONE, AnswerKind.REFUSED])
def test_what_is_answered_for_good_is_not_answered_again(task, liaison, kind):
    answer(task, liaison, kind, note="说明")
    with pytest.raises(Conflict, match="马联络 已答复"):
        answer(task, liaison)


def test_a_list_not_yet_sent_is_not_answered(measure, liaison, office):
    line = TaskFactory(measure=measure, task_list__office=office)
    with pytest.raises(DomainError, match="尚未交办"):
        answer(line, liaison)


def test_only_a_liaison_of_the_office_answers(task, officer, reviewer, cadre, other, office):
    for nobody in (officer, reviewer, cadre, liaison_of(other), liaison_of(office, days=-1)):
        with pytest.raises(NotAllowed):
            answer(task, nobody, evidence=upload(photo()))
    assert (task.answers.count(), task.household.attachments.count()) == (0, 0)


def test_of_an_archive_that_ended_nothing_is_answered(task, liaison, closed):
    with pytest.raises(DomainError, match="档案已结束"):
        answer(Task.objects.get(), liaison)
    assert Task.objects.answerable_by(liaison).count() == 0


def test_the_paper_goes_to_the_archive(task, liaison):
    said = answer(task, liaison, evidence=upload(photo(), "到账凭证.jpg"))
    paper = task.household.attachments.get()
    assert (said.evidence, paper.kind, paper.uploaded_by) == (paper, "task", liaison)
    assert paper.title == f"建水县医保局 {task.number}"


def test_the_day_of_a_simulated_year_counts(task, liaison):
    with clock.at(SENT_ON), pytest.raises(DomainError, match="不能晚于今天"):
        answer(task, liaison)
    with clock.at(DAY):
        assert timezone.localdate(answer(task, liaison).at) == DAY
