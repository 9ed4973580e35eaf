"""What the rules propose for many cases: the nearest rule and standard of the day, bills, and a fixed cost."""

import datetime
from decimal import Decimal

import pytest

from assistance.ceilings.enums import Formula, Per, Period, Stage
from assistance.ceilings.loading import Case, propose
from assistance.ceilings.periods import once_key, period_of
from assistance.models import AidItem
from households.enums import AttachmentKind, Category
from households.models import Household
from tests.support.ceilings import DAY, bill, item, rule, standard
from tests.support.factories import HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db
MONTHS = {"formula": Formula.MONTHS, "months": 3}
SHARE = {"formula": Formula.SHARE, "share": 50, "floor": 100, "most": 20000, "bill_months": 12}


def proposed(of: AidItem, household: Household, **facts):
    (only,) = propose(of, [Case(household, **facts)], on=DAY, period="2026")
    return only


def test_the_nearest_rule_then_the_latest_by_the_day_holds(household):
    living = item()
    rule(living, {"amount": 900})
    rule(living, {"amount": 1200}, union=union("532500"))
    rule(living, {"amount": 1300}, union=union("532500"), valid_from=DAY)
    rule(living, {"amount": 1400}, union=union("532500"), valid_from=DAY + datetime.timedelta(days=1))
    rule(living, {"amount": 9999}, union=union("530100"))
    found = proposed(living, household)
    assert found.amount == found.ceiling == Decimal("1300.00")
    assert found.rule_line.amount == 1300
    assert found.reasoning[0].startswith("依据：红河州总工会“生活救助”发放标准（2026-03-10 起执行）")


def test_a_draft_holds_nowhere(household):
    living = item()
    living.rules.create(union=union("530000"), valid_from=datetime.date(2020, 1, 1))
    found = proposed(living, household)
    assert (found.amount, found.ceiling, found.rule_line) == (Decimal("0.00"), None, None)
    assert found.reason_none == "当地没有已发布并在 2026-03-10 执行的“生活救助”发放标准。"


def test_months_are_of_the_standard_of_the_region_or_of_the_province(household):
    standard(700, "532524")
    standard(650, "530000")
    living = item()
    rule(living, MONTHS | {"of_province": True, "categories": [Category.RELATIVE]}, MONTHS)
    assert proposed(living, household).amount == Decimal("2100.00")
    household.category = Category.RELATIVE
    assert proposed(living, household).amount == Decimal("1950.00")


def test_persons_are_those_stated_or_those_who_live_there(household):
    standard(700)
    living = item()
    rule(living, MONTHS | {"per_head": True})
    MemberFactory(household=household, departed_on=DAY, departed_why="married")
    MemberFactory(household=household)
    household.persons = None
    assert proposed(living, household).amount == Decimal("4200.00")
    household.persons = 3
    assert proposed(living, household).amount == Decimal("6300.00")


def test_unused_bills_of_the_months_that_count_are_shared(household, officer):
    medical = item(name="医疗救助", papers=[AttachmentKind.MEDICAL])
    rule(medical, SHARE)
    counted = bill(household, Decimal("1100.01"), by=officer)
    bill(household, 5000, by=officer, issued_on=datetime.date(2025, 3, 9))
    found = proposed(medical, household)
    assert (found.amount, found.bills) == (Decimal("500.01"), (counted,))
    assert "1 张票据的开票日期早于最近 12 个月，不计入。" in found.reasoning


def test_given_bills_count_once_each(household, officer):
    medical = item(papers=[AttachmentKind.MEDICAL])
    rule(medical, SHARE)
    one, _other = bill(household, 300, by=officer), bill(household, 900, by=officer)
    assert proposed(medical, household, bills=[one, one]).amount == Decimal("100.00")


def test_what_other_lines_propose_counts_against_the_cap_of_the_year(household):
    living = item()
    rule(living, {"amount": 1000, "most_year": 1500})
    assert proposed(living, household, pending=Decimal(800)).amount == Decimal("700.00")


@pytest.mark.parametrize("rows", [1, 30])
def test_any_number_of_cases_takes_the_same_queries(rows, django_assert_num_queries, officer):
    medical = item(papers=[AttachmentKind.MEDICAL])
    rule(medical, SHARE, union=union("532500"))
    cases = [Case(HouseholdFactory(persons=None)) for _number in range(rows)]
    for case in cases:
        bill(case.household, 300, by=officer)
    with django_assert_num_queries(6):
        found = propose(medical, cases, on=DAY, period="2026")
    assert [one.amount for one in found] == [Decimal("100.00")] * rows


@pytest.mark.parametrize(
    ("period", "day", "name"),
    [
        (Period.YEAR, datetime.date(2026, 8, 31), "2026"),
        (Period.MONTH, datetime.date(2026, 3, 1), "2026-03"),
        (Period.SCHOOL_YEAR, datetime.date(2026, 8, 31), "2025-2026"),
        (Period.SCHOOL_YEAR, datetime.date(2026, 9, 1), "2026-2027"),
        (Period.ONCE, DAY, "once"),
        (Period.STAGE, DAY, "stage"),
    ],
)
def test_periods_are_named(period, day, name):
    assert period_of(AidItem(period=period), day) == name


def test_a_person_is_one_purpose_in_whichever_archive(household):
    tuition = item(per=Per.PERSON, period=Period.STAGE)
    child = MemberFactory(household=household)
    other = HouseholdFactory()
    again = MemberFactory(household=other, identity_no="", name=child.name)
    first = once_key(tuition, household, child, Stage.NEW_COLLEGE, "stage")
    assert first == once_key(tuition, household, child, Stage.COLLEGE, "stage")
    assert first != once_key(tuition, other, again, Stage.COLLEGE, "stage")
    again.identity_no = child.identity_no
    assert first == once_key(tuition, other, again, Stage.COLLEGE, "stage")


def test_the_next_time_in_a_period_is_another_purpose(household):
    living = item()
    keys = {once_key(living, household, None, "", "2026", occasion) for occasion in (1, 2)}
    assert len(keys) == 2
    assert max(map(len, keys)) <= 80
