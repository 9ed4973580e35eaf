"""Rosters and receipts of a batch: its lines, numbers masked unless the signed file is asked for, logged."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.enums import Delivery
from assistance.payments.enums import PaymentStatus
from assistance.payments.received import fail
from core import clock
from core.models import Job, JobStatus
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from reports.payments import batch as handing
from reports.payments.rosters import roster_of
from tests.reports.forms_case import words_of
from tests.support.batches import CARD, batch_of, locked
from tests.support.factories import MemberFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    return batch_of(3)


def words(client, name, batch, **asked) -> str:
    return words_of(client.get(reverse(name, args=[batch.pk]), asked).getvalue())


def identity(batch) -> str:
    return batch.payments.first().household.head.identity_no


def test_the_roster_lists_each_line_with_its_account_and_the_sum_in_words(batch, officer, as_user):
    printed = words(as_user(officer), "batch_roster", batch)
    assert f"{batch.title}发放花名册" in printed
    assert printed.count("建水农村商业银行") == 3
    assert "3,000.00" in printed
    assert "人民币叁仟元整" in printed
    assert "编制稿，未经审批" in printed


def test_numbers_are_masked_unless_the_signed_file_is_asked_for(batch, officer, as_user):
    masked = words(as_user(officer), "batch_roster", batch)
    assert CARD not in masked
    assert identity(batch) not in masked
    full = words(as_user(officer), "batch_roster", batch, full="1")
    assert CARD in full
    assert identity(batch) in full


def test_a_reviewer_gets_identity_numbers_but_no_accounts_and_a_registrar_neither(batch, as_user):
    reviewer = user_with(Role.REVIEWER, "532524", username="rev-2")
    full = words(as_user(reviewer), "batch_roster", batch, full="1")
    assert identity(batch) in full
    assert CARD not in full
    registrar = as_user(user_with(Role.REGISTRAR, "532524", username="reg-2"))
    assert registrar.get(reverse("batch_roster", args=[batch.pk])).status_code == 200
    assert registrar.get(reverse("batch_roster", args=[batch.pk]), {"full": "1"}).status_code == 403


@pytest.mark.parametrize("name", ["batch_roster", "batch_receipts"])
def test_nobody_outside_finds_a_batch_and_who_has_nothing_to_do_with_money_is_refused(name, batch, outsider, as_user):
    assert as_user(outsider).get(reverse(name, args=[batch.pk])).status_code == 404
    cadre = user_with(Role.CADRE, "532524", username="cadre-2")
    assert as_user(cadre).get(reverse(name, args=[batch.pk])).status_code == 403


def test_prints_and_exports_are_logged_with_how_many_and_whose(batch, officer, as_user):
    words(as_user(officer), "batch_roster", batch, full="1")
    as_user(officer).get(reverse("batch_roster", args=[batch.pk]), {"form": "xlsx"}).getvalue()
    printed = AccessLog.objects.filter(user=officer, verb=AccessVerb.PRINT)
    assert printed.filter(subject=batch.number, detail__contains="完整号码，3 行").count() == 1
    assert printed.filter(subject=batch.payments.first().household.archive_no).count() == 1
    assert AccessLog.objects.filter(user=officer, verb=AccessVerb.EXPORT, subject=batch.number).count() == 1


def test_the_workbook_has_the_same_rows(batch, officer, as_user):
    content = as_user(officer).get(reverse("batch_roster", args=[batch.pk]), {"form": "xlsx"}).getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    names = [line.household.head_name for line in batch.payments.order_by("position")]
    assert [row[2] for row in rows[4:7]] == names


def test_goods_are_signed_for_with_their_name_and_worth(officer, as_user):
    batch = batch_of(2, delivery=Delivery.GOODS, goods="大米 10 公斤、食用油 5 升")
    printed = words(as_user(officer), "batch_receipts", batch)
    for said in ("实物发放签收表", "实物：大米10公斤、食用油5升", "折价金额", "代领人签名", "领取日期"):
        assert said in printed
    assert "银行账号" not in printed


def test_the_signatures_of_ten_stand_on_one_page_with_the_end(officer, as_user):
    batch = batch_of(10, delivery=Delivery.CASH)
    assert "第1页共1页" in words(as_user(officer), "batch_receipts", batch)


def test_the_person_that_a_line_is_for_has_a_column_only_where_there_is_one(batch, officer):
    assert "受益人" not in [column.head for column in roster_of(batch, by=officer)[0].columns]
    line = batch.payments.first()
    line.member = MemberFactory(household=line.household, name="钟离小满")
    line.save(update_fields=["member"])
    register, _archives = roster_of(batch, by=officer)
    assert "受益人" in [column.head for column in register.columns]
    assert "钟离小满" in register.rows[0]


def test_dropped_lines_are_left_out_and_failed_ones_are_told(officer):
    batch = batch_of(3)
    batch.payments.filter(position=1).update(status=PaymentStatus.DROPPED)
    locked(batch, by=officer)
    line = batch.payments.get(position=2)
    fail([line], {line.pk: "户名不符"}, on=clock.today(), by=officer)
    register, archives = roster_of(batch, by=officer)
    assert len(archives) == 2
    assert register.note == "说明：1 笔首次发放未成，计 1,000.00 元。"


@pytest.mark.parametrize("count", [1, 3])
def test_a_roster_asks_as_often_for_one_line_as_for_three(count, officer, django_assert_num_queries):
    batch = batch_of(count)
    with django_assert_num_queries(4):
        roster_of(type(batch).objects.for_list().get(pk=batch.pk), by=officer)


def test_an_empty_batch_says_what_to_do_first(officer, as_user):
    response = as_user(officer).get(reverse("batch_roster", args=[batch_of(0).pk]))
    assert "还没有发放明细" in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_a_long_roster_is_written_by_a_job(officer, as_user, monkeypatch):
    batch = batch_of(3)
    monkeypatch.setattr("reports.views.payments.AT_ONCE", 2)
    response = as_user(officer).get(reverse("batch_roster", args=[batch.pk]))
    job = Job.objects.get(kind=handing.SHEET_JOB)
    assert response.url == job.get_absolute_url()
    assert (job.status, job.message) == (JobStatus.DONE, "")
    assert f"{batch.title}发放花名册" in words_of(job.path.read_bytes())


def test_papers_of_paying_are_offered_once_a_batch_is_locked(officer, as_user):
    shown = as_user(officer).get(batch_of(2).get_absolute_url()).content.decode()
    assert "发放花名册" in shown
    assert "付款凭证" not in shown
    assert "签收表" not in shown
    assert "付款凭证" in as_user(officer).get(locked(batch_of(2), by=officer).get_absolute_url()).content.decode()
