"""The pages of funds and budgets: what they show, how often they ask, and a movement from form to ledger."""

import datetime

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.actions.funds import adjust, allocate
from assistance.models import Budget, ClosedPeriod, Fund, LedgerEntry
from core import clock
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with

pytestmark = pytest.mark.django_db
DOC = "云工发〔2026〕8 号"


@pytest.fixture
def upper(db):
    """The budget of 红河州 with 10,000."""
    return budget_with(10_000, "532500")


@pytest.fixture
def page(as_user, finance):
    """Return the text of a page as the finance user of 红河州 sees it."""
    return lambda name, *args, **query: as_user(finance).get(reverse(name, args=args), query).content.decode()


def sent(upper, **changed):
    """Return the fields of an allocation to 建水县."""
    facts = {"to_union": "532524", "amount": "4,000", "on": f"{clock.today()}", "doc_no": DOC, "note": "第一批"}
    return facts | {"movement": "1f0e5bb5-5c0b-4dc5-9f3c-6f0e1a0b9c11"} | changed


def test_the_overview_tells_region_and_union_apart(upper, finance, page):
    allocate(upper, union("532524"), 4000, by=finance)
    with clock.at(clock.today().replace(month=12, day=30)):  # not in January, nor once the year is over
        whole, own = page("funds"), page("funds", own=1)
    assert "10,000.00" in whole
    assert "6,000.00" in own
    assert "本年度还没有到位资金" not in whole
    assert "支出进度落后" in whole
    assert f"{reverse('fund_report', args=['account'])}?union=532500&amp;year={clock.today().year}" in whole


def test_a_year_without_money_says_what_to_do(page):
    assert "在所选年度还没有预算" in page("funds", year=2017)


@pytest.mark.parametrize("funds", [1, 3])
def test_the_overview_asks_as_often_for_any_number_of_funds(funds, as_user, finance, django_assert_num_queries):
    for _ in range(funds):
        budget_with(100, "532500")
    client = as_user(finance)
    with django_assert_num_queries(10):
        client.get(reverse("funds"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_any_number_of_budgets(rows, as_user, finance, django_assert_num_queries):
    for _ in range(rows):
        budget_with(100, "532500")
    client = as_user(finance)
    with django_assert_num_queries(6):
        client.get(reverse("budgets"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_asks_as_often_for_any_number_of_entries(rows, upper, finance, as_user, django_assert_num_queries):
    for _ in range(rows):
        allocate(upper, union("532524"), 10, by=finance)
    client = as_user(finance)
    with django_assert_num_queries(8):
        client.get(reverse("budget", args=[upper.pk]))


def test_each_entry_shows_the_balance_after_it_also_when_narrowed(upper, finance, page):
    allocate(upper, union("532524"), 4000, by=finance, doc_no=DOC)
    adjust(upper, "0.50", by=finance, doc_no="记 7 号")
    shown = page("budget", upper.pk, kind="allocate_out")
    assert "6,000.00" in shown
    assert "建水县总工会" in shown
    assert "记 7 号" not in shown


def test_a_movement_is_asked_in_words_and_then_booked_once(upper, finance, as_user):
    client, path = as_user(finance), reverse("budget_move", args=[upper.pk, "allocate"])
    asked = client.post(path, sent(upper)).content.decode()
    assert "拨付 4,000.00 元给建水县总工会" in asked
    assert "不能修改或删除" in asked
    assert "6,000.00" in asked
    assert upper.entries.count() == 1
    for _ in range(2):
        answer = client.post(path, sent(upper, confirmed="1"))
        assert answer.url == reverse("budget", args=[upper.pk])
    assert Budget.objects.get(pk=upper.pk).balance == 6000


def test_who_goes_back_finds_the_form_filled_in(upper, finance, as_user):
    path = reverse("budget_move", args=[upper.pk, "allocate"])
    shown = as_user(finance).post(path, sent(upper, back="1")).content.decode()
    assert 'value="4,000"' in shown
    assert "下一步" in shown


def test_too_much_is_said_beside_the_amount(upper, finance, as_user):
    path = reverse("budget_move", args=[upper.pk, "allocate"])
    client = as_user(finance)
    answer = client.post(path, sent(upper, amount="10000.01", confirmed="1"))
    assert "可用 10,000.00 元" in answer.context["form"].errors["amount"][0]
    asked = client.post(path, sent(upper, amount="10000.01"))
    assert "余额只有 10,000.00 元" in asked.context["form"].errors["amount"][0]
    assert asked.context["question"] == ""


def test_a_grant_opens_the_budget(finance, as_user):
    fund = FundFactory()
    facts = sent(None, union="532500", fund=fund.pk, year=clock.today().year, amount="500", confirmed="1")
    answer = as_user(finance).post(reverse("budget_grant"), facts)
    budget = Budget.objects.get(fund=fund)
    assert answer.url == reverse("budget", args=[budget.pk])
    assert (budget.union.code, budget.balance) == ("532500", 500)


def test_a_fund_is_set_up_on_its_page(finance, as_user):
    facts = {
        "name": "社会捐助",
        "kind": "donation",
        "union": "532500",
        "valid_from": "2026-01-01",
        "levels": ["national"],
    }
    as_user(finance).post(reverse("fund_create"), facts)
    assert Fund.objects.get(name="社会捐助").levels == ["national"]


def test_books_are_closed_after_a_question(upper, finance, as_user):
    client, until = as_user(finance), clock.today() - datetime.timedelta(days=1)
    facts = {"union": "532500", "until": f"{until}", "note": ""}
    assert "结账后不能恢复" in client.post(reverse("periods"), facts).content.decode()
    assert not ClosedPeriod.objects.exists()
    client.post(reverse("periods"), facts | {"confirmed": "1"})
    assert ClosedPeriod.objects.get().until == until


def test_the_ledger_as_a_workbook_has_every_entry_with_its_balance(upper, finance, as_user, tmp_path):
    allocate(upper, union("532524"), 4000, by=finance, doc_no="=1+1")
    answer = as_user(finance).get(reverse("budget_workbook", args=[upper.pk]))
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows[3:]] == ["下达", "拨付下级"]
    assert [row[8] for row in rows[3:]] == [10_000, 6000]
    assert rows[4][5] == "'=1+1"


def test_nobody_outside_the_region_opens_a_budget(upper, as_user, other_finance, cadre, county_finance):
    path = reverse("budget", args=[upper.pk])
    assert [as_user(user).get(path).status_code for user in (other_finance, county_finance, cadre)] == [404, 404, 403]
    assert LedgerEntry.objects.count() == 1
