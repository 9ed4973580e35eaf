"""Bills: once in the whole province, without a word about whose archive has one."""

import datetime

import pytest

from assistance.actions.ceilings.bills import register_bill, remove_bill
from assistance.ceilings.bills import fingerprint
from assistance.models import Bill
from core.errors import DomainError, NotAllowed
from tests.support.factories import HouseholdFactory, MemberFactory, union

pytestmark = pytest.mark.django_db
FACTS = {
    "kind": "medical",
    "number": "No. 0053-2101",
    "issued_on": datetime.date(2026, 1, 5),
    "issuer": "建水县人民医院",
    "total": 1200,
    "self_paid": 480,
}


def test_a_bill_is_registered(household, officer):
    made = register_bill(household, by=officer, facts=FACTS)
    assert (made.household, made.created_by, made.payment) == (household, officer, None)
    assert made.fingerprint == fingerprint("no.00532101", 1200)


@pytest.mark.parametrize(
    "number", ["NO.00532101", "no 0053 2101", "Ｎo．００５３－２１０１", "No.0053\u200b2101\ufeff", "No（0053）·2101"]
)
def test_the_same_bill_written_otherwise_is_refused_here(household, officer, number):
    register_bill(household, by=officer, facts=FACTS)
    with pytest.raises(DomainError, match="本户已登记过") as refusal:
        register_bill(household, by=officer, facts=FACTS | {"number": number})
    assert refusal.value.field == "number"


def test_a_bill_of_another_archive_is_refused_without_a_name(household, officer, outsider):
    elsewhere = HouseholdFactory(union=union("530100"), worker="南宫明月")
    register_bill(elsewhere, by=outsider, facts=FACTS)
    with pytest.raises(DomainError, match="已在其他档案中登记") as refusal:
        register_bill(household, by=officer, facts=FACTS)
    assert "南宫" not in refusal.value.message
    assert elsewhere.archive_no not in refusal.value.message


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"issued_on": datetime.date(2099, 1, 1)}, "issued_on"), ({"self_paid": 1300}, "self_paid"), ({"total": 0}, "")],
)
def test_what_cannot_be_is_refused(household, officer, wrong, field):
    with pytest.raises(DomainError) as refusal:
        register_bill(household, by=officer, facts=FACTS | {"self_paid": 0} | wrong)
    assert refusal.value.field == field


def test_the_person_is_of_the_household(household, officer):
    stranger = MemberFactory(household=HouseholdFactory())
    with pytest.raises(DomainError) as refusal:
        register_bill(household, by=officer, facts=FACTS | {"member": stranger})
    assert refusal.value.field == "member"


def test_a_reviewer_registers_none(household, reviewer):
    with pytest.raises(NotAllowed):
        register_bill(household, by=reviewer, facts=FACTS)


def test_a_wrong_bill_is_taken_out_and_may_be_entered_again(household, officer):
    wrong = register_bill(household, by=officer, facts=FACTS)
    remove_bill(wrong, by=officer)
    remove_bill(wrong, by=officer)
    assert not Bill.objects.exists()
    register_bill(household, by=officer, facts=FACTS)


def test_the_tab_shows_bills_and_the_page_registers_them(household, officer, as_user):
    page = as_user(officer)
    posted = {name: f"{value}" for name, value in FACTS.items()}
    assert page.post(f"/households/{household.archive_no}/bills/new/", posted).status_code == 302
    shown = page.get(f"/households/{household.archive_no}/aid/").content.decode()
    assert "No. 0053-2101" in shown
    again = page.post(f"/households/{household.archive_no}/bills/new/", posted).content.decode()
    assert "本户已登记过这张票据" in again
    assert "No. 0053-2101" in again
