"""A measure that stands on a task list is not changed behind the back of the department."""

import pytest

from assistance.actions.measures import edit_measure, remove_measure
from assistance.enums import TaskStatus
from assistance.models import Measure
from core.errors import DomainError
from tests.support.factories import OfficeFactory, TaskFactory
from tests.support.tasks import sent_task, walk

pytestmark = pytest.mark.django_db
CHANGE = {"expected": "自付部分降到一成以内"}


@pytest.fixture
def office():
    return OfficeFactory(name="建水县医保局")


@pytest.fixture
def sent(measure, office):
    """Return the line of a sent list, walked through further states."""
    return lambda *further: walk(sent_task(measure, office=office), *further)


def refused(act) -> str:
    """Return in which words an act is refused."""
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.message


def test_on_a_draft_it_is_to_be_taken_off_first(measure, office, officer):
    period = TaskFactory(measure=measure, task_list__office=office).task_list.period
    said = f"该措施已列入{period}建水县医保局任务清单（草拟），不能修改；需要修改的请由经办人员先将其移出清单。"
    assert refused(lambda: edit_measure(measure, by=officer, facts=CHANGE)) == said
    assert refused(lambda: remove_measure(measure, by=officer)) == said


@pytest.mark.parametrize("further", [(), (TaskStatus.ACCEPTED,), (TaskStatus.PARTLY,), (TaskStatus.REFUSED,)])
def test_once_sent_it_names_the_list_and_what_to_do(measure, officer, sent, further):
    number = sent(*further).task_list.number
    said = f"该措施已按{number}任务清单交办建水县医保局，不能修改；需要修改的请由经办人员收回重定。"
    assert refused(lambda: edit_measure(measure, by=officer, facts=CHANGE)) == said
    assert refused(lambda: remove_measure(measure, by=officer)) == said


def test_what_arrived_stays_as_it_was(measure, officer, sent):
    sent(TaskStatus.DONE, TaskStatus.ARRIVED)
    assert "需要继续帮扶的请另加措施" in refused(lambda: edit_measure(measure, by=officer, facts=CHANGE))


def test_taken_back_it_is_free_again_but_stays_on_file(measure, officer, sent):
    sent(TaskStatus.REFUSED, TaskStatus.RETURNED)
    assert edit_measure(measure, by=officer, facts=CHANGE).expected == "自付部分降到一成以内"
    assert refused(lambda: remove_measure(measure, by=officer)).startswith("该措施曾列入任务清单，不能移除")
    assert Measure.objects.filter(pk=measure.pk).exists()


def test_saving_without_a_change_is_no_fault(measure, officer, sent):
    sent()
    assert edit_measure(measure, by=officer, facts={"text": measure.text}) == measure


def test_the_form_says_at_once_that_it_is_frozen(as_user, officer, measure, sent, address):
    number = sent().task_list.number
    page = as_user(officer).get(address("measure_edit", measure.pk)).content.decode()
    assert f"已按{number}任务清单交办建水县医保局" in page
