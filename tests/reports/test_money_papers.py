"""The papers of money beside the registers: approval form, voucher, funds, actions, one household."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.models import AidRecord
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from reports.payments.approval import load_approval
from tests.reports.forms_case import words_of
from tests.support.batches import approved, batch_of, locked
from tests.support.drives import planned
from tests.support.factories import AidRecordFactory, user_with

pytestmark = pytest.mark.django_db


def words(client, name, *args, **asked) -> str:
    return words_of(client.get(reverse(name, args=args), asked).getvalue())


def test_the_approval_form_sums_up_and_says_what_was_decided(officer, as_user):
    batch = approved(batch_of(3))
    printed = words(as_user(officer), "batch_approval_form", batch.pk)
    for said in ("帮扶资金发放审批表", batch.number, "人民币叁仟元整", "县级审核意见", "■同意", "公示期满，无异议"):
        assert said in printed


def test_a_notice_of_many_lines_stands_on_the_approval_form_once():
    form = load_approval(approved(batch_of(3)))
    assert len(form.notices) == 1
    assert [box.signer for box in form.opinions] == ["审核人", "审批人"]


def test_a_batch_that_is_being_drawn_has_boxes_to_be_signed(officer, as_user):
    printed = words(as_user(officer), "batch_approval_form", batch_of(1).pk)
    assert "县级审批意见" in printed
    assert "□同意□不同意" in printed
    assert "尚未核查" in printed


@pytest.mark.parametrize("count", [1, 3])
def test_an_approval_form_asks_as_often_for_one_line_as_for_three(count, django_assert_num_queries):
    batch = type(batch_of(0)).objects.for_list().get(pk=batch_of(count).pk)
    with django_assert_num_queries(5):
        load_approval(batch)


def test_the_voucher_says_the_sum_in_words_and_who_locked(as_user):
    finance = user_with(Role.FINANCE, "532524", username="fin-2", name="财务员")
    batch = locked(batch_of(2), by=finance)
    printed = words(as_user(finance), "batch_voucher", batch.pk)
    for said in ("帮扶资金付款凭证", "人民币贰仟元整", "¥2,000.00", "共2笔", "财务员", "财务负责人"):
        assert said in printed
    assert "尚未锁定" not in printed
    assert "尚未锁定" in words(as_user(finance), "batch_voucher", batch_of(1).pk)


def test_tables_of_funds_say_what_was_spent_and_what_is_left(officer, as_user):
    batch = locked(batch_of(2), by=officer)
    usage = words(as_user(officer), "fund_report", "usage")
    for said in ("帮扶资金使用情况表", batch.item.name, "中央财政专项", "2,000.00", "人民币贰仟元整"):
        assert said in usage
    account = words(as_user(officer), "fund_report", "account")
    assert "98,000.00" in account
    assert "2.0%" in account


def test_the_workbook_of_a_table_has_its_figures(officer, as_user):
    locked(batch_of(2), by=officer)
    content = as_user(officer).get(reverse("fund_report", args=["usage"]), {"form": "xlsx"}).getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[4][2:6] == [2, 2000, 2, 2000]
    assert AccessLog.objects.filter(user=officer, verb=AccessVerb.EXPORT).count() == 1


@pytest.mark.parametrize("asked", [{"year": "x"}, {"year": "1999"}, {"union": "530100"}])
def test_what_is_no_year_or_no_union_of_ones_own_is_no_page(asked, officer, as_user):
    assert as_user(officer).get(reverse("fund_report", args=["usage"]), asked).status_code == 404


def test_the_report_on_an_action_says_what_was_planned_and_paid(provincial, as_user):
    drive = planned(provincial)
    printed = words(as_user(provincial), "drive_report", drive.pk)
    for said in (
        "元旦春节送温暖情况总结",
        "计划帮扶100户次、100,000元",
        "没有发放未成和追回的款项。",
        "（进行中，数据截至",
    ):
        assert said in printed


def test_the_sheet_of_a_household_lists_year_by_year_and_is_logged(household, officer, outsider, as_user):
    AidRecordFactory(household=household, amount=3500)
    printed = words(as_user(officer), "household_received", household.archive_no)
    assert AidRecord.objects.get().get_project_display() in printed
    assert "3,500.00" in printed
    assert AccessLog.objects.filter(user=officer, verb=AccessVerb.PRINT, subject=household.archive_no).exists()
    address = reverse("household_received", args=[household.archive_no])
    assert as_user(outsider).get(address).status_code == 404
