"""The policy library in the browser: found, read and kept, on a desk and on a phone."""

import pytest

from reports.demo.policies import ensure_policies

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def library(accounts):
    ensure_policies()


def test_an_officer_of_the_province_finds_a_document_and_what_replaced_it(library, desk):
    page = desk.log_in("province")
    page.get_by_role("link", name="政策库").first.click()
    desk.keep("policies-list")
    page.get_by_role("link", name="已被取代").click()
    page.get_by_role("link", name="困难职工帮扶中心专项资金管理办法").click()
    page.get_by_text("已被《职工困难帮扶资金管理办法》取代").wait_for()
    desk.keep("policies-replaced", whole=True)
    page.get_by_role("link", name="修改").click()
    page.get_by_label("文号").wait_for()
    desk.keep("policies-form", whole=True)


def test_a_cadre_reads_it_on_the_phone(library, phone):
    page = phone.log_in("cadre")
    page.goto(f"{phone.address}/policies/?words=医保")
    phone.keep("policies-phone", whole=True)
    page.get_by_role("link", name="演示：医疗保障").click()
    page.get_by_role("heading", name="讲给职工听").wait_for()
    phone.keep("policies-phone-one", whole=True)
