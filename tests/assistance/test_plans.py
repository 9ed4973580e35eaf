"""The plan of a household: what its measures are to come to."""

import datetime

import pytest
from django.utils import timezone

from assistance.actions.plans import write_plan
from assistance.models import HelpPlan
from core.errors import Conflict, DomainError, NotAllowed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FACTS = {"goal": "子女就业，人均收入达到退出标准", "target_on": datetime.date(2026, 12, 31), "agreed_on": None}


def test_it_carries_who_made_it_and_twice_is_one(household, cadre):
    assert write_plan(household, by=cadre, facts=FACTS) == write_plan(household, by=cadre, facts=FACTS)
    plan = HelpPlan.objects.get()
    assert (plan.household, plan.goal, plan.made_by) == (household, FACTS["goal"], cadre)


def test_changing_keeps_the_former_one(household, cadre, officer):
    write_plan(household, by=cadre, facts=FACTS)
    plan = write_plan(household, by=officer, facts=FACTS | {"goal": "申请到公租房"})
    event = plan.events.select_related("pgh_context").get()
    assert (event.goal, event.pgh_context.metadata["user"], plan.made_by) == (FACTS["goal"], officer.pk, officer)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"agreed_on": datetime.date(2099, 1, 1)}, "不能晚于今天"),
        ({"agreed_on": TODAY, "target_on": datetime.date(2020, 1, 1)}, "计划脱困时间不能早于商定日期"),
        ({"goal": ""}, "此字段不能为空"),
    ],
)
def test_what_contradicts_itself_is_refused(household, officer, change, words):
    with pytest.raises(DomainError, match=words):
        write_plan(household, by=officer, facts=FACTS | change)


def test_readers_and_outsiders_write_none(household, reviewer, outsider):
    for user in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            write_plan(household, by=user, facts=FACTS)


def test_a_closed_archive_takes_none(closed, officer):
    with pytest.raises(DomainError, match="不能再修改"):
        write_plan(closed, by=officer, facts=FACTS)


def test_somebody_elses_change_in_between_is_told(household, cadre, officer):
    write_plan(household, by=cadre, facts=FACTS)
    with pytest.raises(Conflict):
        write_plan(household, by=officer, facts=FACTS | {"goal": "另一个目标"}, seen="an older one")


def test_it_is_written_on_screen_and_shown_on_the_tab(as_user, cadre, difficulty, address):
    client = as_user(cadre)
    assert "未制定" in client.get(address("household_difficulties")).content.decode()
    typed = {"goal": "学费有着落", "target_on": "2026-12-31", "agreed_on": "2026-03-02"}
    assert client.post(address("household_plan"), typed).url == address("household_difficulties")
    page = client.get(address("household_difficulties")).content.decode()
    assert "学费有着落" in page
    assert "2026-12-31" in page


def test_a_look_at_the_form_leaves_a_line_and_is_for_workers_only(statuses, address):
    assert statuses(address("household_plan")) == [403, 404]
