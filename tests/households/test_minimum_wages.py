"""The minimum wages of regions: entered by officers, never changed, and no longer removed once counted with."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import DomainError
from households.actions.eligibility import check_eligibility
from households.actions.income import Line, record_survey
from households.actions.rule_sets import copy_rules, publish_rules
from households.actions.standards import remove_minimum_wage, set_minimum_wage, set_standard
from households.enums import LineKind
from households.models import Member, MinimumWage, RuleSet
from tests.support.factories import union

pytestmark = pytest.mark.django_db
PAGE = reverse("minimum_wages")
DAY = datetime.date(2025, 7, 1)
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 2}


@pytest.fixture
def wage(provincial):
    return set_minimum_wage(by=provincial, union=union("530000"), valid_from=DAY, amount=Decimal(1500))


def test_an_officer_enters_one_and_another_amount_for_the_day_is_refused(as_user, officer):
    client = as_user(officer)
    typed = {"union": "532524", "valid_from": "2026-07-01", "amount": "1600", "source": "云人社发〔2026〕1号"}
    assert client.post(PAGE, typed).url == PAGE
    assert client.post(PAGE, typed).url == PAGE
    assert f"{MinimumWage.objects.get()}" == "建水县总工会 2026-07-01 1600.00"
    assert "起已登记 1600.00 元" in client.post(PAGE, typed | {"amount": "1700"}).content.decode()
    content = client.get(PAGE).content.decode()
    assert "云人社发〔2026〕1号" in content


def test_one_of_a_region_above_is_not_for_the_county_to_remove(as_user, officer, provincial, outsider, wage):
    page = reverse("minimum_wage_remove", args=[wage.pk])
    assert as_user(officer).post(page).status_code == 403
    assert as_user(provincial).get(page).status_code == 405
    assert as_user(provincial).post(page).url == PAGE
    assert as_user(outsider).post(page).status_code == 404
    assert not MinimumWage.objects.exists()


def test_who_is_idle_counts_with_it_where_the_rules_say_so(household, officer, provincial, wage):
    set_standard(by=provincial, union=union("532500"), valid_from=DAY, amount=Decimal(640))
    record_survey(household, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(6000))})
    idle = {"position": "失（无）业", "health": "良好", "birth_date": datetime.date(1985, 1, 1), "sex": "male"}
    Member.objects.filter(household=household).update(**idle)
    rules = RuleSet.objects.select_related("union").get(regime="B2020")
    own = copy_rules(rules, by=provincial, union=union("532500"), name="州规则", valid_from=datetime.date(2026, 1, 1))
    RuleSet.objects.filter(pk=own.pk).update(imputes_idle=True)
    publish_rules(own, by=provincial)
    check = check_eligibility(household, by=officer)
    assert (check.rule_set, check.minimum_wage, check.category) == (own, wage, "relative")
    assert "每人每月按当地最低工资 1,500 元计算，1 人 12 个月共 18,000 元" in check.lines[2]["text"]
    with pytest.raises(DomainError, match="已被认定测算使用，不能移除"):
        remove_minimum_wage(wage, by=provincial)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number(rows, as_user, provincial, django_assert_max_num_queries):
    for number in range(rows):
        day = datetime.date(2020 + number, 7, 1)
        set_minimum_wage(by=provincial, union=union("530000"), valid_from=day, amount=Decimal(1400 + number))
    client = as_user(provincial)
    client.get(PAGE)
    with django_assert_max_num_queries(6):
        client.get(PAGE)
