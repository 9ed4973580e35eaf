"""Registers of lines: tasks of departments, visits, payments; and the tables of pairings and of spending."""

import datetime
from decimal import Decimal

import pytest

from assistance.ceilings.enums import Per
from assistance.enums import AnswerKind
from assistance.payments.received import fail, settle
from core import clock
from core.errors import NotAllowed
from households.enums import Status
from organizations.enums import Role
from pairing.enums import Met, PairingKind, Rank, VisitMethod
from pairing.models import Pairing, Visit
from reports.catalogue import kind_of
from reports.catalogue.preview import preview_of
from reports.catalogue.query import Query
from tests.support.batches import LineFactory, locked
from tests.support.factories import (
    CadreFactory,
    HouseholdFactory,
    MeasureFactory,
    PairingFactory,
    TaskFactory,
    user_with,
)
from tests.support.payments import batch_of, home, item_with
from tests.support.tasks import answer, liaison_of, sent_list, sent_task, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(db):
    """财务 of 建水县, who locks and settles."""
    return user_with(Role.FINANCE, "532524", username="finance", name="财务员")


def rows(kind: str, user, **params) -> list[dict]:
    query = Query.of(kind_of(kind), user, params)
    assert query.count() == len(found := list(query.rows()))
    return [dict(zip(query.keys, row, strict=True)) for row in found]


def paid(officer, finance, homes, **facts):
    """Pay a batch to households today."""
    batch = batch_of(officer, homes=homes, **facts)
    locked(batch, by=finance)
    settle(batch.payments.all(), on=clock.today(), by=finance)
    return batch


def visited(household, **facts) -> Visit:
    told = {"visitor_name": "帮扶干部甲", "situation": "家中老人住院", "on": clock.today(), "method": VisitMethod.HOME}
    return Visit.objects.create(household=household, **{**told, "met": Met.WORKER, **facts})


def test_the_task_list_has_what_was_handed_over_with_the_answer_and_nothing_that_was_not(officer, outsider):
    task = sent_task(MeasureFactory(), on=clock.today())
    TaskFactory()
    walk(sent_task(MeasureFactory(), on=clock.today()), "returned")
    answer(task, liaison_of(task.office), kind=AnswerKind.PARTLY, note="已受理报销", amount=Decimal(300))
    (found,) = rows("task_list", officer, fields="archive_no,number,office,status,answer,amount")
    assert found == {
        "archive_no": task.household.archive_no,
        "number": task.task_list.number.replace(" ", "") + "第1项",
        "office": task.office.name,
        "status": "部分落实",
        "answer": "已受理报销",
        "amount": Decimal(300),
    }
    assert rows("task_list", outsider) == []


def test_tasks_are_narrowed_by_what_became_of_them_and_by_department(officer):
    past, today = clock.today() - datetime.timedelta(days=3), clock.today()
    late = sent_task(MeasureFactory(deadline=past), on=today)
    walk(sent_task(MeasureFactory(deadline=today), on=today), "accepted", "done", "arrived")
    (found,) = rows("task_list", officer, state="late", fields="archive_no,late")
    assert found == {"archive_no": late.household.archive_no, "late": 3}
    assert len(rows("task_list", officer, state="arrived")) == 1
    assert len(rows("task_list", officer, department="medical_insurance")) == 2
    assert rows("task_list", officer, department="housing") == []


def test_visits_of_the_period_are_listed_with_what_was_found(officer, outsider, household):
    visited(household, health_kit=True, health_kit_contents="口罩")
    visited(household, on=clock.today() - datetime.timedelta(days=800))
    visited(household, met=Met.NOBODY, method=VisitMethod.CALL)
    keys = "name,method,visitor,met,situation,kit"
    first, second = rows("visits", officer, fields=keys)
    assert tuple(first.values()) == ("赵小兰", "入户走访", "帮扶干部甲", "职工本人", "家中老人住院", "口罩")
    assert second["met"] == "未见到人"
    assert len(rows("visits", officer, met="done")) == 1
    assert len(rows("visits", officer, start="2020-01-01")) == 3
    assert rows("visits", outsider) == []


def test_numbers_of_lines_are_masked_unless_asked_for_by_who_may(officer, registrar, household):
    visited(household)
    full = household.head.identity_no
    assert rows("visits", officer, fields="identity_no") == [{"identity_no": f"{full[:6]}********{full[-4:]}"}]
    assert rows("visits", officer, fields="identity_no", in_full="1") == [{"identity_no": full}]
    with pytest.raises(NotAllowed):
        rows("visits", registrar, fields="identity_no", in_full="1")


def test_payments_of_the_period_with_what_they_were_paid_from(officer, outsider, finance):
    batch = paid(officer, finance, 2)
    batch_of(officer, homes=1)
    found = rows("payments", officer, fields="archive_no,item,source,batch,amount,paid_on,card_no", order="batch")
    lines = batch.payments.order_by("position")
    assert [row["archive_no"] for row in found] == [line.household.archive_no for line in lines]
    assert found[0] | {"archive_no": ""} == {
        "archive_no": "",
        "item": batch.item.name,
        "source": "中央财政专项",
        "batch": batch.number,
        "amount": Decimal(1000),
        "paid_on": clock.today().isoformat(),
        "card_no": lines[0].masked_card_no,
    }
    assert rows("payments", outsider) == []
    everything = ",".join(field.key for field in kind_of("payments").fields)
    assert [row["phone"] for row in rows("payments", officer, fields=everything)] == ["139****0001"] * 2


def test_payments_are_narrowed_to_a_batch_an_item_days_or_a_state(officer, finance):
    batch, other = paid(officer, finance, 1), paid(officer, finance, 2)
    waiting = batch_of(officer, homes=1)
    locked(waiting, by=finance)
    assert len(rows("payments", officer, batch=batch.number)) == 1
    assert len(rows("payments", officer, item=str(other.item_id))) == 2
    assert rows("payments", officer, end="2020-01-01") == []
    assert rows("payments", officer, state="waiting", fields="status") == [{"status": "待发放"}]
    assert len(rows("payments", officer, state="all")) == 4
    whole = Query.of(kind_of("payments"), officer, {"batch": batch.number})
    assert whole.kind.period_of(whole) is None


def test_payments_grouped_by_item_have_their_subtotals(officer, finance):
    batch = paid(officer, finance, 2)
    preview = preview_of(Query.of(kind_of("payments"), officer, {"group": "item", "fields": "no,name,amount"}))
    sums = ["小　计　2 笔", "合　　计　2 笔"]
    assert [line.words for line in preview.lines] == [f"帮扶项目：{batch.item.name}", "", "", *sums]
    assert preview.lines[-1].cells[-1][1] == "2,000.00"


def test_spending_tells_households_from_persons(officer, outsider, finance):
    paid(officer, finance, 2)
    child = home()
    schooling = item_with(500, name="测试助学", per=Per.PERSON)
    batch = batch_of(officer, item=schooling)
    LineFactory(batch=batch, household=child, card_no=child.card_no, amount=500, member=child.head)
    locked(batch, by=finance)
    found = rows("spending", officer, fields="source,homes,persons,amount")
    assert [tuple(row.values()) for row in found] == [
        ("中央财政专项", None, 1, Decimal(500)),
        ("中央财政专项", 2, None, Decimal(2000)),
    ]
    assert rows("spending", officer, source="donation") == []
    assert rows("spending", officer, year="2019") == []
    assert rows("spending", outsider) == []


def test_spending_is_told_apart_by_unions_below(officer, registrar, finance):
    paid(officer, finance, 2)
    (found,) = rows("spending", registrar, by="union", fields="place,homes")
    assert found == {"place": "建水县总工会", "homes": 2}
    query = Query.of(kind_of("spending"), registrar, {"group": "place", "fields": "no,item,amount"})
    assert preview_of(query).lines[0].words == "下级单位：建水县总工会"


def test_pairings_are_counted_with_those_who_have_nobody(officer, registrar, outsider):
    helped, _alone, over = HouseholdFactory(), HouseholdFactory(), HouseholdFactory(status=Status.EXITED)
    first = PairingFactory(household=helped)
    PairingFactory(household=helped, kind=PairingKind.LEADER, cadre=CadreFactory(rank=Rank.SECTION))
    PairingFactory(household=over)
    visited(helped, cadre=first.cadre)
    (found,) = rows("pairings", registrar, fields="name,homes,paired,unpaired,share,cadres,led,leaders,units,home,call")
    assert tuple(found.values()) == ("建水县总工会", 2, 1, 1, "50.0%", 1, 1, 1, 0, 1, 0)
    assert rows("pairings", outsider) == []


def test_pairings_by_unit_and_by_rank(officer):
    cadre = CadreFactory()
    pairing = PairingFactory(cadre=cadre, unit=cadre.unit)
    visited(pairing.household, cadre=cadre, method=VisitMethod.CALL)
    (found,) = rows("pairings", officer, by="unit")
    assert (found["name"], found["paired"], found["call"]) == (cadre.unit.name, 1, 1)
    assert "homes" not in found
    (by_rank,) = rows("pairings", officer, by="rank")
    assert (by_rank["name"], by_rank["cadres"]) == ("一般干部", 1)


def test_pairings_as_of_a_past_day_are_those_that_stood_then(officer):
    today = clock.today()
    home = HouseholdFactory(filed_on=today - datetime.timedelta(days=90))
    pairing = PairingFactory(household=home, started_on=today - datetime.timedelta(days=30))
    Pairing.objects.filter(pk=pairing.pk).update(ended_on=today - datetime.timedelta(days=10))

    def then(days: int) -> int:
        return rows("pairings", officer, as_of=f"{today - datetime.timedelta(days=days)}")[0]["paired"]

    assert [then(40), then(20), then(5)] == [0, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_registers_of_lines_ask_as_often_for_one_row_as_for_three(count, officer, finance, django_assert_num_queries):
    for _number in range(count):
        visited(HouseholdFactory())
    sent_list(*(MeasureFactory() for _number in range(count)), on=clock.today())
    paid(officer, finance, count)
    for kind in ("task_list", "visits", "payments"):
        query = Query.of(kind_of(kind), officer, {})
        with django_assert_num_queries(2):
            assert len(list(query.rows())) == count


def test_failed_payments_are_listed_apart_with_their_reason(officer, finance):
    batch = batch_of(officer, homes=1)
    locked(batch, by=finance)
    lines = list(batch.payments.all())
    fail(lines, {line.pk: "账号已销户" for line in lines}, on=clock.today(), by=finance)
    assert rows("payments", officer) == []
    assert rows("payments", officer, state="failed", fields="failed_reason") == [{"failed_reason": "账号已销户"}]
