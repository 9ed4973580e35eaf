"""The first page tells each role what waits today."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.actions.monitoring import plan_monitoring
from core import clock
from households.actions.applications import issue_code
from households.enums import Category, Level, Status
from households.models import Household
from pairing.models import Pairing
from tests.support.factories import HouseholdFactory, MeasureFactory, union
from tests.support.tasks import liaison_of, sent_task


def test_a_cadre_sees_how_many_visits_are_overdue(cadre, as_user):
    Pairing.objects.update(home_due_on=timezone.localdate() - datetime.timedelta(days=3))
    page = as_user(cadre).get(reverse("home"))
    assert [(w.label, w.count) for w in page.context["waiting"]] == [
        ("我的结对户已逾期", 1),
        ("我的结对户近期到期", 0),
        ("部门已落实待我回访", 0),
        ("六清待我确认", 0),
        ("我的结对户数据问题", 0),
        ("移交待我确认", 0),
        ("待就业回访", 0),
        ("整改待我完成", 0),
        ("整改待我验收", 0),
        ("整改已被撤回", 0),
    ]
    assert [pairing.due_on for pairing in page.context["urgent"]] == [timezone.localdate() - datetime.timedelta(days=3)]
    assert page.context["progress"] is None


def test_an_officer_sees_the_gaps_of_the_county_and_an_outsider_none(household, officer, outsider, as_user):
    HouseholdFactory()
    mine = {w.label: w.count for w in as_user(officer).get(reverse("home")).context["waiting"]}
    assert mine["没有帮扶责任人"] == 2
    theirs = [w.count for w in as_user(outsider).get(reverse("home")).context["waiting"]]
    assert set(theirs) == {0}


def test_an_officer_sees_the_most_urgent_households_and_the_six_items(household, officer, outsider, cadre, as_user):
    Pairing.objects.update(home_due_on=timezone.localdate())
    Household.objects.update(clear_mask=0b111110)
    page = as_user(officer).get(reverse("home"))
    assert [pairing.household for pairing in page.context["urgent"]] == [household]
    progress = page.context["progress"]
    assert (progress.clear, progress.total, progress.items[0]) == (0, 1, (1, "基本情况", 1))
    assert [count for _number, _name, count in progress.items[1:]] == [0] * 5
    theirs = as_user(outsider).get(reverse("home")).context
    assert (theirs["urgent"], theirs["progress"].total) == ([], 0)


def test_what_has_nothing_waiting_is_folded_away(household, officer, as_user):
    page = as_user(officer).get(reverse("home"))
    loud = [w.label for w in page.context["waiting"] if w.count]
    assert {w.label for w in page.context["quiet"]} == {w.label for w in page.context["waiting"]} - set(loud)
    assert page.content.decode().count('class="hq-tile"') == len(loud) > 0
    assert f"另有 {len(page.context['quiet'])} 项没有待办" in page.content.decode()


def test_a_reviewer_sees_how_many_households_wait_for_the_check(reviewer, as_user):
    waiting = {w.label: w.url for w in as_user(reviewer).get(reverse("home")).context["waiting"]}
    assert waiting["六清待核查"] == "/clear/waiting/?step=county"


def test_an_administrator_sees_pages_of_administration_and_no_business(household, sysadmin, as_user):
    page = as_user(sysadmin).get(reverse("home"))
    assert page.context["waiting"] == []
    labels = [label for label, _url in page.context["admin_pages"]]
    assert labels == ["账号", "工会组织", "部门", "核查机构", "接口令牌"]


def test_the_page_stays_within_its_queries(officer, as_user, django_assert_max_num_queries):
    client = as_user(officer)
    with django_assert_max_num_queries(11):
        client.get(reverse("home"))


def test_an_officer_sees_what_came_in_and_what_is_due(household, officer, reviewer, as_user):
    facts = {"level": Level.NATIONAL, "category": Category.DEEP, "phone_tail": "7358"}
    code, _plain = issue_code(by=officer, union=union("532524"), name="孙立春", **facts)
    type(code).objects.update(applied_at=clock.now(), household=household)
    left = HouseholdFactory(status=Status.EXITED)
    plan_monitoring([left], on=clock.today() - datetime.timedelta(days=100))
    mine = {w.label: (w.count, w.url) for w in as_user(officer).get(reverse("home")).context["waiting"]}
    assert mine["线上申请待接收"] == (1, "/applications/")
    assert mine["退出后监测到期"] == (1, "/monitoring/")
    assert {"待公示", "公示将满", "应年度复核", "疑似重复"} <= set(mine)
    theirs = {w.label for w in as_user(reviewer).get(reverse("home")).context["waiting"]}
    assert theirs & set(mine) == {
        *("审核待办", "六清未全清", "走访联系已逾期", "没有帮扶责任人", "应年度复核", "疑似重复"),
        "数据错误",
        *("信访逾期", "信访待我答复"),
        *("整改待我完成", "整改待我验收", "整改已被撤回", "整改已逾期"),
    }


@pytest.mark.django_db
def test_a_liaison_sees_first_what_waits_and_no_visits(as_user):
    line = sent_task(MeasureFactory())
    page = as_user(liaison_of(line.office)).get(reverse("home"))
    assert [shown.task for shown in page.context["office_lines"]] == [line]
    assert "最该走访的户" not in page.content.decode()
