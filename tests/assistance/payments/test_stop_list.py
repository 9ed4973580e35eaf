"""The stop list: each reason is found, goes away when it is put right, and may be overridden or not."""

import datetime
from decimal import Decimal

import pytest

from assistance.actions.payments.drawing import add_households
from assistance.actions.payments.lines import change_line, drop_lines, follow_rule, put_back
from assistance.actions.payments.stops import check_batch, open_stops, override_many
from assistance.ceilings.enums import Formula, Per
from assistance.enums import AidProject
from assistance.models import Batch, Bill, Fund, Payment, Stop
from assistance.payments.building import Wanted
from assistance.payments.enums import BatchStatus, StopKind, StopState
from assistance.payments.stopping import account_fault
from audits.actions.household_reviews import apply_for_cancel
from audits.enums import CancelCause
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.enums import Departure, Level, Likeness
from households.models import DuplicateSuspicion, Household, Member
from organizations.enums import Role
from organizations.models import RoleAssignment
from tests.support.factories import CadreFactory, MemberFactory, PairingFactory
from tests.support.life import put
from tests.support.paying import both_desks
from tests.support.payments import batch_of, card_no, county_reviewer, home, item_with

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 5)


def kinds(batch):
    """Return the kinds of open reasons against the lines of a batch."""
    return {stop.kind for stop in open_stops(batch)}


@pytest.fixture
def line(officer):
    """One line without a reason against it."""
    batch = batch_of(officer, homes=1)
    assert kinds(batch) == set()
    return batch.payments.select_related("household", "batch__budget__fund", "batch__item").get()


def check(line, by):
    """Draw the stop list up anew and return the open kinds."""
    check_batch(line.batch, by=by)
    return kinds(line.batch)


def change(row, **facts):
    type(row).objects.filter(pk=row.pk).update(**facts)


def override(stop, **facts):
    return override_many([stop], batch=stop.payment.batch, **facts)


def test_who_is_not_on_file_is_stopped(line, officer):
    put(line.household, "exited")
    assert StopKind.NOT_ON_FILE in check(line, officer)


def test_who_tapers_is_paid_unless_the_item_leaves_them_out(line, officer):
    put(line.household, "tapering")
    assert check(line, officer) == set()
    change(line.batch.item, pays_tapering=False)
    assert check(line, officer) == {StopKind.TAPERING}


def test_nobody_is_paid_who_died_or_left(officer):
    household = home()
    child = MemberFactory(household=household, position="初中")
    batch = batch_of(officer, item=item_with(per=Per.PERSON))
    add_households(batch, [Wanted(household, child)], by=officer)
    change(child, departed_on=DAY, departed_why=Departure.DIED)
    check_batch(batch, by=officer)
    stop = open_stops(batch)[0]
    assert (stop.kind, "2026-01-05 去世" in stop.detail) == (StopKind.DECEASED, True)


def test_an_archive_that_may_be_there_twice_is_stopped(line, officer):
    pair = {"first": line.household, "second": home(), "reasons": [Likeness.PHONE]}
    DuplicateSuspicion.objects.create(**pair)
    assert check(line, officer) == {StopKind.TWO_ARCHIVES}


def test_more_than_the_ceiling_is_stopped_until_it_is_put_right(line, officer):
    change_line(line, by=officer, facts={"amount": Decimal("1000.01")})
    stop = open_stops(line.batch)[0]
    assert (stop.kind, stop.detail) == (StopKind.OVER_CEILING, "金额 1,000.01 元，标准上限 1,000.00 元。")
    change_line(Payment.objects.get(pk=line.pk), by=officer, facts={"amount": Decimal(1000)})
    assert kinds(line.batch) == set()
    stop.refresh_from_db()
    assert stop.state == StopState.RESOLVED


def test_a_level_without_a_rule_is_stopped(officer):
    lines = [{"name": "县级", "formula": Formula.FIXED, "amount": 1, "levels": [Level.COUNTY]}]
    assert StopKind.NO_RULE in kinds(batch_of(officer, homes=1, item=item_with(lines=lines)))


def test_the_same_purpose_on_a_batch_that_went_ahead_is_stopped(officer):
    household, item = home(), item_with()
    first, second = (batch_of(officer, homes=[household], item=item) for _n in range(2))
    assert kinds(second) == set()
    change(first, status=BatchStatus.REVIEWING)
    check_batch(second, by=officer)
    assert kinds(second) == {StopKind.SAME_PURPOSE}
    assert first.number in open_stops(second)[0].detail


def test_a_corrected_identity_number_opens_no_second_purpose(officer):
    household, item = home(), item_with()
    first = batch_of(officer, homes=[household], item=item)
    change(first, status=BatchStatus.REVIEWING)
    change(household.head, identity_no="")
    second = batch_of(officer, homes=[Household.objects.get(pk=household.pk)], item=item)
    assert kinds(second) == {StopKind.SAME_PURPOSE}
    assert first.payments.get().once_key != second.payments.get().once_key


def test_a_fund_pays_its_own_levels_and_projects_while_it_is_in_use(line, officer):
    change(line.batch.budget.fund, levels=[Level.COUNTY], projects=[AidProject.MEDICAL])
    assert check(line, officer) == {StopKind.FUND_LEVEL, StopKind.FUND_PROJECT}
    change(line.batch.budget.fund, levels=[], projects=[], is_active=False)
    assert check(line, officer) == {StopKind.FUND_PROJECT}
    assert Fund.objects.filter(is_active=False).exists()


def test_a_fund_pays_from_the_day_on_which_it_comes_into_use(line, officer):
    tomorrow = clock.today() + datetime.timedelta(days=1)
    change(line.batch.budget.fund, valid_from=tomorrow)
    assert check(line, officer) == {StopKind.FUND_PROJECT}
    with clock.at(tomorrow):
        assert check(line, officer) == set()


def test_an_account_must_be_there_valid_and_of_the_household(line, officer):
    change_line(line, by=officer, facts={"card_no": ""})
    assert kinds(line.batch) == {StopKind.NO_ACCOUNT}
    change_line(Payment.objects.get(pk=line.pk), by=officer, facts={"card_no": "6228480000000000001"})
    assert kinds(line.batch) == {StopKind.BAD_ACCOUNT}
    change_line(Payment.objects.get(pk=line.pk), by=officer, facts={"card_no": card_no(), "payee_name": "外人"})
    assert kinds(line.batch) == {StopKind.STRANGER}
    assert Payment.objects.get(pk=line.pk).own_account


@pytest.mark.parametrize(
    ("number", "bad"),
    [
        ("12345678", False),
        ("1234567", True),
        ("1" * 30, False),
        ("1" * 31, True),
        ("6228-48", True),
    ],
)
def test_passbooks_need_no_check_digit(number, bad):
    assert bool(account_fault(number)) is bad


def test_a_card_must_be_the_one_that_the_archive_has_now(line, officer):
    change(line.household, card_no=card_no())
    assert check(line, officer) == {StopKind.BAD_ACCOUNT}
    follow_rule(line.batch, [line], by=officer)
    assert kinds(line.batch) == set()
    change_line(Payment.objects.get(pk=line.pk), by=officer, facts={"card_no": card_no()})
    assert kinds(line.batch) == set()


def test_a_card_of_another_archive_is_a_strangers(line, officer):
    home(card_no=line.card_no)
    assert check(line, officer) == {StopKind.STRANGER}


def test_bills_and_papers_that_the_item_asks_for_must_be_there(officer):
    household = home()
    item = item_with(lines=[{"name": "自付", "formula": Formula.SHARE, "share": 50}], papers=["medical"])
    batch = batch_of(officer, homes=[household], item=item)
    assert {StopKind.NO_BILL, StopKind.NO_PAPERS} <= kinds(batch)
    facts = {"number": "0001", "issued_on": DAY, "total": 900, "self_paid": 800, "fingerprint": "made up"}
    Bill.objects.create(household=household, created_by=officer, payment=batch.payments.get(), **facts)
    change(batch.payments.get(), amount=400)
    check_batch(batch, by=officer)
    assert kinds(batch) == set()


def test_an_archive_under_review_is_stopped(line, officer):
    apply_for_cancel(line.household, by=officer, cause=CancelCause.TRANSFERRED)
    assert StopKind.REVIEW_PENDING in check(line, officer)


def test_a_reviewer_overrides_with_a_reason_once(line, officer, outsider):
    change_line(line, by=officer, facts={"amount": Decimal(1200)})
    stop, reviewer = open_stops(line.batch)[0], county_reviewer()
    for user in (officer, outsider):
        with pytest.raises(NotAllowed):
            override(stop, by=user, reason="应急")
    with pytest.raises(DomainError, match="写明"):
        override(stop, by=reviewer, reason=" ")
    override(stop, by=reviewer, reason="突发重病")
    override(stop, by=county_reviewer(), reason="又一个理由")
    stop.refresh_from_db()
    assert (stop.state, stop.reason, stop.by) == (StopState.OVERRIDDEN, "突发重病", reviewer)
    assert stop.events.count() == 1


def test_an_override_holds_as_long_as_the_reason_says_the_same(line, officer):
    change_line(line, by=officer, facts={"amount": Decimal(1200)})
    override(open_stops(line.batch)[0], by=county_reviewer(), reason="突发重病")
    assert check(line, officer) == set()
    change_line(Payment.objects.get(pk=line.pk), by=officer, facts={"amount": Decimal(1300)})
    assert kinds(line.batch) == {StopKind.OVER_CEILING}


def test_what_no_reason_mends(line, officer):
    change_line(line, by=officer, facts={"card_no": ""})
    with pytest.raises(DomainError, match="补填银行账号"):
        override(open_stops(line.batch)[0], by=county_reviewer(), reason="现金发放")


def test_who_drew_the_batch_decides_nothing_about_its_stops(provincial):
    batch = batch_of(provincial, homes=1, item=item_with(0.01))
    RoleAssignment.objects.create(
        user=provincial, role=Role.REVIEWER, union=provincial.union, valid_from=DAY, expires_on=DAY.replace(year=2099)
    )
    del provincial.__dict__["scope"]
    change_line(batch.payments.get(), by=provincial, facts={"amount": Decimal(2)})
    with pytest.raises(NotAllowed, match="编制批次"):
        override_many(open_stops(batch), batch=batch, by=provincial, reason="好")


def test_who_worked_on_the_lines_decides_nothing_about_their_stops(line, officer):
    helper = both_desks()
    change_line(line, by=helper, facts={"amount": Decimal(1200)})
    with pytest.raises(NotAllowed, match="添加、修改明细的人"):
        override_many(open_stops(line.batch), batch=line.batch, by=helper, reason="好")


def test_who_is_paired_with_the_household_decides_nothing_about_its_stops(line, officer):
    change_line(line, by=officer, facts={"amount": Decimal(1200)})
    stop, reviewer = open_stops(line.batch)[0], county_reviewer()
    PairingFactory(household=line.household, cadre=CadreFactory(name=reviewer.name, user=reviewer))
    with pytest.raises(NotAllowed, match="须回避"):
        override(stop, by=reviewer, reason="突发重病")
    stop.refresh_from_db()
    assert stop.state == StopState.OPEN


def test_dropped_lines_have_no_open_reasons_and_find_them_again(line, officer):
    change_line(line, by=officer, facts={"card_no": ""})
    drop_lines(line.batch, [line], by=officer, reason="待补账号")
    assert kinds(line.batch) == set()
    assert Stop.objects.get().state == StopState.DROPPED
    put_back(line.batch, [line], by=officer)
    assert kinds(line.batch) == {StopKind.NO_ACCOUNT}


def test_thirty_lines_with_stops_take_as_many_queries_as_three(officer, django_assert_num_queries):
    for count in (3, 30):
        batch = batch_of(officer, homes=count)
        Payment.objects.filter(batch=batch).update(card_no="")
        with django_assert_num_queries(23):
            check_batch(batch, by=officer)
        assert len(open_stops(batch)) == count


def test_an_overridden_batch_is_not_changed_once_it_is_decided_on(line, officer):
    change_line(line, by=officer, facts={"amount": Decimal(1200)})
    change(line.batch, status=BatchStatus.REVIEWING)
    with pytest.raises(Conflict):
        override(open_stops(line.batch)[0], by=county_reviewer(), reason="突发重病")
    assert Batch.objects.count() == Household.objects.count() == Member.objects.count() == 1
