"""Requests that no page sends: unions, budgets, funds and layouts of elsewhere, named by hand."""

import uuid

import pytest

from assistance.models import BankLayout, Budget, LedgerEntry
from core import clock
from organizations.models import RoleAssignment
from tests.support.bank import layout_in
from tests.support.batches import batch_of, locked
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with

pytestmark = pytest.mark.django_db


def sent(**changed):
    """Return what the form of a movement sends."""
    facts = {"amount": "100", "doc_no": "云工发〔2026〕9 号", "on": clock.today().isoformat(), "confirmed": "1"}
    return facts | {"movement": str(uuid.uuid4()), "note": ""} | changed


def stands():
    return LedgerEntry.objects.count(), Budget.objects.count()


@pytest.mark.parametrize("move", ["allocate", "return-up", "transfer"])
@pytest.mark.parametrize("code", ["530100", "532500", "530000", "999999", "", "' OR 1=1"])
def test_money_goes_to_no_union_that_the_page_does_not_offer(finance, as_user, move, code):
    budget = budget_with(10_000, "532500", fund=FundFactory(union=union("532500")))
    before = stands()
    page = as_user(finance).post(f"/budgets/{budget.pk}/move/{move}/", sent(to_union=code))
    assert page.status_code == 200
    assert page.context["form"].errors
    assert stands() == before


@pytest.mark.parametrize("amount", ["0", "-1", "1e3", "٣", "NaN", "Infinity", "0.001", "99999999999999", "1_000"])
def test_no_odd_amount_is_moved(finance, as_user, amount):
    budget = budget_with(10_000, "532500")
    before = stands()
    page = as_user(finance).post(f"/budgets/{budget.pk}/move/allocate/", sent(to_union="532524", amount=amount))
    assert page.context["form"].errors["amount"]
    assert stands() == before


def test_no_grant_of_a_fund_or_for_a_union_of_elsewhere(finance, as_user):
    strange, browser = FundFactory(union=union("530100")), as_user(finance)
    before = stands()
    for facts in ({"union": "530100"}, {"fund": strange.pk}, {"year": "1999"}):
        typed = {"union": "532500", "fund": FundFactory().pk, "year": str(clock.today().year)} | facts
        page = browser.post("/budgets/grant/", sent(**typed))
        assert page.context["form"].errors
    assert stands() == before


def test_a_layout_of_elsewhere_makes_no_file_and_is_not_changed(county_finance, as_user):
    batch, browser = locked(batch_of(1)), as_user(county_finance)
    strange, above = layout_in("530100"), BankLayout.objects.get(code="general-text")
    typed = {"layout": strange.pk, "password": "Jianshui2026", "again": "Jianshui2026"}
    assert browser.post(f"/batches/{batch.pk}/bank/file/", typed).context["file_form"].errors["layout"]
    for path, answer in ((strange.pk, 404), (above.pk, 403)):
        for act in ("edit", "retire", "restore"):
            assert browser.post(f"/bank/layouts/{path}/{act}/", {"name": "改"}).status_code == answer
    above.refresh_from_db()
    assert above.is_active


def test_who_was_moved_while_a_form_was_open_books_nothing(finance, as_user):
    budget, browser = budget_with(10_000, "532500"), as_user(finance)
    path = f"/budgets/{budget.pk}/move/allocate/"
    assert browser.get(path).status_code == 200
    RoleAssignment.objects.filter(user=finance).update(union=union("530100"))
    before = stands()
    assert browser.post(path, sent(to_union="532524")).status_code == 404
    RoleAssignment.objects.filter(user=finance).update(valid_from="2020-01-01", expires_on="2020-02-01")
    assert browser.post(path, sent(to_union="532524")).status_code in (403, 404)
    assert stands() == before
