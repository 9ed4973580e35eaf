"""The task lists that the first start makes: something waits at both offices, at the county, and with the cadre."""

import pytest

from assistance.enums import ListStatus, TaskStatus
from assistance.models import Task, TaskList
from organizations.enums import Department
from organizations.models import User
from reports.demo.accounts import ensure_accounts
from reports.demo.seeding import seed_households
from reports.demo.tasklists import MOST, Lists
from reports.home import waiting_for
from tests.support.once import made_once

pytestmark = pytest.mark.django_db
HUMAN, MEDICAL = Department.HUMAN_RESOURCES, Department.MEDICAL_INSURANCE


@pytest.fixture(scope="module")
def listed(django_db_setup, django_db_blocker, tmp_path_factory):
    with made_once(django_db_blocker, tmp_path_factory.mktemp("home")):
        ensure_accounts()
        seed_households(200, 1)
        Lists().make()
        yield


def waits(username: str) -> dict[str, int]:
    return {entry.label: entry.count for entry in waiting_for(User.objects.get(username=username))}


def test_one_list_is_sent_to_each_office_and_a_draft_is_left(listed):
    rows = TaskList.objects.order_by("pk").values_list("department", "status", "seq")
    assert list(rows) == [(HUMAN, ListStatus.SENT, 1), (MEDICAL, ListStatus.SENT, 2), (HUMAN, ListStatus.DRAFT, None)]
    assert set(Task.objects.sent().values_list("expected", flat=True)) > {"符合规定的费用报销到位"}


def test_every_desk_finds_something(listed):
    assert 0 < waits("liaison-medical")["任务待签收"] < MOST
    assert waits("liaison")["任务待签收"] > 0
    assert waits("county-reviewer")["任务清单待审核"] == 1
    assert waits("county-officer")["部门退回待重定"] == 1
    assert waits("county-officer")["措施待列清单"] > 0


def test_what_was_carried_out_waits_for_the_demo_cadre(listed):
    task = Task.objects.select_related("household").get(status=TaskStatus.DONE)
    assert "普文清" in task.household.cadre_names
