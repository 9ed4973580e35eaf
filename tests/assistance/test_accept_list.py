"""Signing for all lines of a list at once."""

import datetime
import uuid

import pytest

from assistance.actions.answers import accept_list, answer_task
from assistance.enums import AnswerKind, TaskStatus
from core import clock
from core.errors import NotAllowed
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, OfficeFactory
from tests.support.life import put
from tests.support.tasks import SENT_ON, liaison_of, sent_list

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 5)


@pytest.fixture
def sent():
    """A list of three lines of three households."""
    return sent_list(*(MeasureFactory(difficulty=DifficultyFactory()) for _line in range(3)))


@pytest.fixture
def liaison(sent):
    return liaison_of(sent.office, name="马联络")


def statuses(task_list):
    return list(task_list.tasks.values_list("status", flat=True))


def test_every_line_is_signed_for_with_its_measure(sent, liaison):
    with clock.at(DAY):
        assert accept_list(sent, by=liaison) == 3
    assert statuses(sent) == [TaskStatus.ACCEPTED] * 3
    for line in sent.tasks.select_related("measure"):
        said = line.answers.get()
        assert (said.kind, said.on_day, said.by_name, line.answered_on) == ("accepted", DAY, "马联络", DAY)
        assert line.measure.progress == "under_way"
        assert line.measure.events.get().pgh_context.metadata["user"] == liaison.pk


def test_again_it_signs_for_nothing(sent, liaison):
    assert [accept_list(sent, by=liaison) for _press in range(2)] == [3, 0]
    assert sum(line.answers.count() for line in sent.tasks.all()) == 3


def test_what_is_answered_or_handed_on_or_over_is_left(sent, liaison):
    first, second, third = sent.tasks.select_related("household")
    common = {"by": liaison, "on_day": SENT_ON}
    answer_task(first, client_id=uuid.uuid4(), kind=AnswerKind.REFUSED, note="不符合条件", **common)
    other = OfficeFactory()
    answer_task(second, client_id=uuid.uuid4(), kind=AnswerKind.HANDED, to_office=other, **common)
    put(third.household, "exited")
    assert accept_list(sent, by=liaison) == 0
    assert statuses(sent) == [TaskStatus.REFUSED, TaskStatus.SENT, TaskStatus.SENT]
    assert accept_list(sent, by=liaison_of(other)) == 1


def test_nobody_else_signs(sent, officer, liaison):
    for nobody in (officer, liaison_of(OfficeFactory()), liaison_of(sent.office, days=-1)):
        with pytest.raises(NotAllowed):
            accept_list(sent, by=nobody)
    assert statuses(sent) == [TaskStatus.SENT] * 3


def test_it_costs_the_same_for_one_line_and_for_three(sent, liaison, django_assert_num_queries):
    one = sent_list(MeasureFactory(difficulty=DifficultyFactory(household=HouseholdFactory())), office=sent.office)
    liaison.scope  # noqa: B018 -- read once per request
    for task_list in (one, sent):
        with django_assert_num_queries(8):
            accept_list(task_list, by=liaison)
