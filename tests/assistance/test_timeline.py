"""What assistance tells on the timeline of a household."""

import datetime

import pytest
from django.urls import reverse

from assistance.actions.aid import correct_aid, record_aid, remove_aid, state_no_aid, take_back_no_aid
from assistance.actions.measures import add_measure, edit_measure, judge_measure, remove_measure
from assistance.timeline import aid_and_measures
from households.timeline import history_of, with_names
from tests.support.world import make_world

pytestmark = pytest.mark.django_db
PLAN = {"text": "协助报销", "lead_department": "medical_insurance", "deadline": datetime.date(2026, 6, 30)}
JUDGED = {"progress": "resolved", "outcome": "relieved", "outcome_note": "", "judged_on": datetime.date(2026, 7, 1)}


def entries_of(household):
    return aid_and_measures(household, history_of(household))


def told(household):
    return {(entry.kind, entry.title, entry.by) for entry in with_names(entries_of(household))}


def test_aid_stands_on_the_day_of_receipt_without_a_time(household, cadre, aid_facts):
    record_aid(household, by=cadre, facts=aid_facts())
    entry = entries_of(household)[0]
    assert (entry.title, entry.local.date(), entry.has_time) == (
        "享受帮扶 2019 年生活救助 1,500.00 元",
        datetime.date(2019, 9, 10),
        False,
    )
    assert entry.text == "中秋慰问·工会经费"


def test_aid_without_a_day_stands_where_it_was_entered(household, cadre, aid_facts):
    record_aid(household, by=cadre, facts=aid_facts(received_on=None))
    assert told(household) == {("aid", "登记帮扶 2019 年生活救助 1,500.00 元", "帮扶干部甲")}


def test_corrections_and_removals_of_aid_are_told(household, cadre, officer, aid_facts):
    record = record_aid(household, by=cadre, facts=aid_facts(received_on=None))
    correct_aid(record, by=officer, facts=aid_facts(received_on=None, amount=1800))
    remove_aid(record, by=officer)
    assert told(household) == {
        ("aid", "登记帮扶 2019 年生活救助 1,500.00 元", "帮扶干部甲"),
        ("aid", "修改帮扶记录 2019 年生活救助 1,500.00 元", "经办员"),
        ("aid", "移除帮扶记录 2019 年生活救助 1,800.00 元", "经办员"),
    }
    shown = [change for entry in entries_of(household) for change in entry.changes]
    assert [(change.label, change.before, change.after) for change in shown] == [("金额（元）", "1,500.00", "1,800.00")]


def test_statements_and_their_end_are_told(household, cadre, officer):
    state_no_aid(household, by=cadre, years=[2018])
    take_back_no_aid(household, by=officer, year=2018)
    assert told(household) == {
        ("aid", "确认 2018 年无帮扶", "帮扶干部甲"),
        ("aid", "撤销 2018 年无帮扶的确认", "经办员"),
    }


def test_measures_are_told_from_plan_to_outcome(household, difficulty, cadre, officer):
    measure = add_measure(difficulty, by=cadre, facts=PLAN)
    edit_measure(measure, by=officer, facts={"progress": "under_way"})
    judge_measure(measure, by=officer, facts=JUDGED)
    judge_measure(measure, by=officer, facts=JUDGED | {"outcome": ""})
    remove_measure(measure, by=officer)
    assert told(household) == {
        ("measure", "添加困难 1 的措施", "帮扶干部甲"),
        ("measure", "修改困难 1 的措施", "经办员"),
        ("measure", "评价困难 1 的措施", "经办员"),
        ("measure", "撤回评价困难 1 的措施", "经办员"),
        ("measure", "移除困难 1 的措施", "经办员"),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_no_query_beside_the_history(
    household, difficulty, cadre, aid_facts, count, django_assert_num_queries
):
    for number in range(count):
        record_aid(household, by=cadre, facts=aid_facts(amount=number + 1))
        add_measure(difficulty, by=cadre, facts=PLAN | {"text": f"第{number}项"})
    history = history_of(household)
    with django_assert_num_queries(0):
        aid_and_measures(household, history)


def test_the_whole_timeline_and_the_tab_keep_their_budget_when_everything_is_told(django_assert_num_queries):
    world = make_world()
    client, number = world.client("off"), world.household.archive_no
    for name, queries in (("household_timeline", 14), ("household_aid", 12)):
        address = reverse(name, args=[number])
        told = client.get(address).content.decode()
        assert "家政服务培训班" in told
        with django_assert_num_queries(queries):
            client.get(address)
