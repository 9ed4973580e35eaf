"""Filling a batch: by filter, one by one, from applications, from a seasonal action; amounts, accounts, keys."""

import datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from assistance.actions.payments.drawing import add_by_filter, add_drive_targets, add_households, add_requests
from assistance.actions.payments.lines import drop_lines
from assistance.ceilings.enums import Per, Stage
from assistance.drives.enums import DriveKind
from assistance.enums import AidProject
from assistance.models import AidDrive, DriveTarget, Payment
from assistance.payments.building import Wanted
from assistance.payments.enums import BatchStatus, BuiltFrom, PaymentStatus
from core.errors import Conflict, DomainError, NotAllowed
from households.enums import Category, Level, Relation
from tests.support.factories import MemberFactory, union
from tests.support.life import put
from tests.support.money import FundFactory, budget_with
from tests.support.payments import BY_BILLS, batch_of, bill_of, home, item_with, request_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


def add_found(batch, by, query=""):
    return add_by_filter(batch, QueryDict(query), by=by)


def child(household, **facts):
    return MemberFactory(household=household, relation=Relation.DAUGHTER, **facts)


def test_a_line_says_what_the_rule_gives_and_where_it_is_paid(officer):
    household = home()
    batch = batch_of(officer, homes=[household])
    line = batch.payments.get()
    assert (line.amount, line.proposed, line.ceiling) == (Decimal(1000), Decimal(1000), Decimal(1000))
    assert line.reasoning
    assert line.rule_line is not None
    assert (line.payee_name, line.card_no, line.bank) == ("赵小兰", household.card_no, household.bank)
    assert (line.position, line.built_from, line.status) == (1, BuiltFrom.LIST, PaymentStatus.PROPOSED)
    assert (batch.lines_count, batch.amount) == (1, Decimal(1000))


def test_the_filter_finds_who_is_on_file_in_the_union_and_below(officer):
    here, _elsewhere, cancelled = home(), home("530100"), home()
    put(cancelled, "exited")
    batch = batch_of(officer)
    assert [line.household for line in add_found(batch, officer)] == [here]
    assert add_found(batch, officer) == []


def test_the_filter_narrows_like_the_list_of_archives(officer):
    deep = home(category=Category.DEEP)
    home(category=Category.RELATIVE)
    assert [line.household for line in add_found(batch_of(officer), officer, "category=deep")] == [deep]


def test_the_filter_leaves_out_levels_that_the_fund_must_not_pay(officer):
    home(level=Level.COUNTY)
    national = home()
    budget = budget_with(1000, fund=FundFactory(levels=[Level.NATIONAL]))
    assert [line.household for line in add_found(batch_of(officer, budget=budget), officer)] == [national]


def test_who_was_served_in_the_period_is_left_out_on_request(officer):
    served, item = home(), item_with()
    batch_of(officer, homes=[served], item=item)
    fresh = home()
    assert [line.household for line in add_found(batch_of(officer, item=item), officer, "unserved=yes")] == [fresh]


def test_an_item_per_person_has_a_line_for_each_child_at_school(officer):
    household = home()
    first = child(household, position="本科", name="赵一")
    child(household, position="务农", name="赵二")
    third = child(household, position="初中", name="赵三")
    batch = batch_of(officer, item=item_with(per=Per.PERSON, project=AidProject.SCHOOLING))
    lines = add_found(batch, officer)
    assert [(line.member, line.stage) for line in lines] == [(first, Stage.COLLEGE), (third, Stage.COMPULSORY)]


def test_a_stage_is_asked_for(officer):
    household = home()
    entered = child(household, position="本科", school_year=DAY.year)
    child(household, position="初中")
    item = item_with(per=Per.PERSON, project=AidProject.GOLDEN_AUTUMN)
    lines = add_found(batch_of(officer, item=item), officer, "stage=college")
    assert [(line.member, line.stage) for line in lines] == [(entered, Stage.COLLEGE)]


def test_an_item_per_person_is_for_the_worker_where_nobody_is_named(officer):
    batch = batch_of(officer, homes=1, item=item_with(per=Per.PERSON))
    line = batch.payments.get()
    assert line.member == line.household.head


def test_the_filter_takes_as_many_queries_for_thirty_as_for_three(officer, django_assert_num_queries):
    for count in (3, 27):
        for _n in range(count):
            home()
        batch = batch_of(officer)
        with django_assert_num_queries(35):
            add_found(batch, officer)


def test_archives_of_another_union_are_refused(officer, provincial):
    with pytest.raises(DomainError, match="不是建水县"):
        add_households(batch_of(provincial), [Wanted(home("530100"))], by=provincial)


def test_nobody_else_fills_a_batch(officer, reviewer):
    with pytest.raises(NotAllowed):
        add_found(batch_of(officer), reviewer)


def test_an_item_paid_twice_counts_the_times(officer):
    household, item = home(), item_with(times=2)
    lines = [batch_of(officer, homes=[household], item=item).payments.get() for _n in range(3)]
    assert [line.occasion for line in lines] == [1, 2, 2]
    assert len({line.once_key for line in lines}) == 2


def test_an_approved_application_is_taken_up_once(officer):
    item, household = item_with(), home()
    request = request_of(household, item, officer, approved_amount=600)
    batch, other = batch_of(officer, item=item), batch_of(officer, item=item)
    line = add_requests(batch, [request], by=officer)[0]
    assert (line.amount, line.request, line.built_from) == (Decimal(600), request, BuiltFrom.REQUEST)
    with pytest.raises(Conflict, match="不能列入"):
        add_requests(other, [request], by=officer)
    drop_lines(batch, [line], by=officer, reason="改下月发")
    assert len(add_requests(other, [request], by=officer)) == 1


def test_bills_belong_to_their_line_until_it_is_dropped(officer):
    household = home()
    bill = bill_of(household, officer)
    item = item_with(lines=BY_BILLS, papers=["medical"])
    batch = batch_of(officer, homes=[household], item=item)
    line = batch.payments.get()
    bill.refresh_from_db()
    assert (line.amount, bill.payment) == (Decimal(400), line)
    drop_lines(batch, [line], by=officer, reason="票据不全")
    bill.refresh_from_db()
    assert bill.payment is None


def test_targets_of_a_drive_are_taken_up_once(officer):
    item, household = item_with(), home()
    facts = {"kind": DriveKind.WARMTH, "name": "送温暖", "year": 2026, "starts_on": DAY, "ends_on": DAY}
    drive = AidDrive.objects.create(union=union("532524"), item=item, created_by=officer, **facts)
    DriveTarget.objects.create(drive=drive, household=household, added_by=officer)
    batch = batch_of(officer, item=item, drive=drive)
    assert [line.household for line in add_drive_targets(batch, by=officer)] == [household]
    assert add_drive_targets(batch_of(officer, item=item, drive=drive), by=officer) == []
    with pytest.raises(DomainError, match="没有关联"):
        add_drive_targets(batch_of(officer), by=officer)


def test_lines_are_never_added_to_what_is_decided(officer):
    batch = batch_of(officer)
    type(batch).objects.filter(pk=batch.pk).update(status=BatchStatus.REVIEWING)
    with pytest.raises(Conflict, match="审批中"):
        add_found(batch, officer)
    assert not Payment.objects.exists()
