"""Recording aid: what it leaves behind, what is refused, what a second press does."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assistance.actions.aid import record_aid, state_no_aid
from assistance.enums import AidKind, AidSource, Delivery
from assistance.models import AidRecord
from core.errors import Conflict, DomainError
from organizations.enums import Role
from organizations.models import AccessLog
from tests.support.factories import AidRecordFactory, HouseholdFactory, user_with
from tests.support.races import at_once

pytestmark = pytest.mark.django_db


def typed(**changed):
    """Return what the page sends."""
    return {
        "client_id": str(uuid.uuid4()),
        "received_on": "2019-09-10",
        "year": "2019",
        "project": "living",
        "source": "union",
        "department": "union",
        "amount": "1,500元",
        "delivery": "card",
        "beneficiary": "赵小兰",
    } | changed


def test_a_sum_is_recorded_with_who_entered_it(household, cadre, aid_facts):
    record = record_aid(household, by=cadre, facts=aid_facts())
    record.refresh_from_db()
    assert (record.year, record.amount, record.kind, record.created_by) == (2019, 1500, AidKind.MONEY, cadre)


def test_what_a_department_gives_is_a_policy_and_needs_no_amount(household, cadre, aid_facts):
    facts = aid_facts(source=AidSource.DEPARTMENT, amount=0)
    assert record_aid(household, by=cadre, facts=facts).kind == AidKind.POLICY


def test_the_year_is_that_of_the_day_unless_another_is_stated(household, cadre, aid_facts):
    new_year = datetime.date(2020, 1, 12)
    assert record_aid(household, by=cadre, facts=aid_facts(year=None)).year == 2019
    assert record_aid(household, by=cadre, facts=aid_facts(received_on=new_year)).year == 2019


def test_a_statement_that_there_was_none_is_withdrawn_and_kept_in_the_history(household, cadre, aid_facts):
    state_no_aid(household, by=cadre, years=[2018, 2019])
    record_aid(household, by=cadre, facts=aid_facts())
    assert [statement.year for statement in household.years_without_aid.all()] == [2018]


def test_the_same_number_again_returns_the_first_and_two_equal_sums_are_two(household, cadre, aid_facts):
    pressed = uuid.uuid4()
    first = record_aid(household, by=cadre, facts=aid_facts(), client_id=pressed)
    assert record_aid(household, by=cadre, facts=aid_facts(), client_id=pressed) == first
    record_aid(household, by=cadre, facts=aid_facts(), client_id=uuid.uuid4())
    assert household.aid_records.count() == 2


def test_a_number_used_for_another_household_is_a_conflict(household, officer, aid_facts):
    pressed = uuid.uuid4()
    record_aid(household, by=officer, facts=aid_facts(), client_id=pressed)
    with pytest.raises(Conflict, match="另一户"):
        record_aid(HouseholdFactory(), by=officer, facts=aid_facts(), client_id=pressed)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"year": None, "received_on": None}, "year", "请填写发放日期"),
        ({"received_on": datetime.date(2999, 1, 1)}, "received_on", "发放日期不能晚于今天"),
        ({"year": 2998, "received_on": None}, "year", "年度不能晚于"),
        ({"year": 2017}, "year", "相差超过一年"),
        ({"year": 1949, "received_on": None}, "year", "大于或者等于1990|大于或等于"),
        ({"amount": 0}, "amount", "请填写金额"),
        ({"amount": -1}, "", "金额不能是负数"),
    ],
)
def test_what_is_refused(household, cadre, aid_facts, change, field, words):
    with pytest.raises(DomainError, match=words) as refusal:
        record_aid(household, by=cadre, facts=aid_facts(**change))
    assert refusal.value.field == field
    assert not household.aid_records.exists()


@pytest.mark.parametrize("delivery", [Delivery.GOODS, Delivery.SERVICE])
def test_goods_and_services_need_no_amount(household, cadre, aid_facts, delivery):
    assert record_aid(household, by=cadre, facts=aid_facts(amount=0, delivery=delivery)).amount == 0


def test_a_closed_archive_takes_none(closed, officer, aid_facts, address, as_user):
    with pytest.raises(DomainError, match="不能再修改"):
        record_aid(closed, by=officer, facts=aid_facts())
    assert as_user(officer).get(address("aid_add")).status_code == 403


def test_the_cadre_records_on_screen_and_comes_back_to_the_tab(as_user, cadre, household, address):
    response = as_user(cadre).post(address("aid_add"), typed())
    assert response.url == address("household_aid")
    record = household.aid_records.get()
    assert (record.amount, record.received_on, record.created_by) == (1500, datetime.date(2019, 9, 10), cadre)


def test_pressing_twice_records_once(as_user, cadre, household, address):
    client, data = as_user(cadre), typed()
    assert client.post(address("aid_add"), data).url == client.post(address("aid_add"), data).url
    assert household.aid_records.count() == 1


def test_the_page_says_that_the_statement_has_gone(as_user, cadre, household, address):
    state_no_aid(household, by=cadre, years=[2019])
    client = as_user(cadre)
    assert (
        "2019 年已确认为无帮扶，保存后该确认自动撤销" in client.get(f"{address('aid_add')}?year=2019").content.decode()
    )
    page = client.post(address("aid_add"), typed(), follow=True).content.decode()
    assert "已登记 2019 年生活救助 1,500.00 元。2019 年无帮扶的确认已同时撤销。" in page


def test_more_of_the_same_year_may_follow(as_user, cadre, address):
    response = as_user(cadre).post(address("aid_add"), typed(another="1"))
    assert response.url == f"{address('aid_add')}?year=2019"


def test_the_form_begins_with_today_the_worker_and_what_was_entered_last(as_user, cadre, household, address):
    AidRecordFactory(household=household, created_by=cadre, source=AidSource.PROVINCIAL, department="finance")
    AidRecordFactory(household=household, created_by=cadre, source=AidSource.DONATION, import_key="loaded")
    form, today = as_user(cadre).get(address("aid_add")).context["form"], timezone.localdate()
    names = ("received_on", "year", "source", "department", "beneficiary", "amount")
    assert [form[name].value() for name in names] == [today, today.year, "provincial", "finance", "赵小兰", None]


def test_a_year_in_the_address_comes_without_a_day(as_user, cadre, address):
    form = as_user(cadre).get(f"{address('aid_add')}?year=2018").context["form"]
    assert (form["year"].value(), form["received_on"].value()) == (2018, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": "很多"}, "请填写金额，如 1500"),
        ({"amount": ""}, "请填写金额；没有金额的"),
        ({"project": ""}, "请选择帮扶项目"),
        ({"received_on": "2099-01-01"}, "发放日期不能晚于今天"),
    ],
)
def test_what_is_wrong_is_said_and_the_typed_is_kept(as_user, cadre, address, change, words):
    page = as_user(cadre).post(address("aid_add"), typed(remark="写了很多", **change)).content.decode()
    assert words in page
    assert "写了很多" in page
    assert not AidRecord.objects.exists()


def test_looking_at_the_form_leaves_a_line_and_sending_it_none(as_user, cadre, address):
    client = as_user(cadre)
    client.get(address("aid_add"))
    client.post(address("aid_add"), typed())
    assert [line.detail for line in AccessLog.objects.all()] == ["登记帮扶"]


def test_a_reader_is_refused_and_an_outsider_finds_nothing(statuses, address):
    assert statuses(address("aid_add")) == [403, 404]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_a_button_pressed_twice_at_the_same_moment_records_once(aid_facts):
    household, officer, pressed = HouseholdFactory(), user_with(Role.OFFICER), uuid.uuid4()

    def press():
        return record_aid(household, by=officer, facts=aid_facts(), client_id=pressed)

    first, second = at_once(press, press)
    assert first == second == AidRecord.objects.get()
