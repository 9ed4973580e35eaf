"""Making the file to the bank."""

import io

import pytest
import pyzipper
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.actions.bank.files import make_bank_file
from assistance.enums import Delivery
from assistance.models import BankFile, BankLayout
from core.errors import DomainError, NotAllowed
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from tests.support.bank import PASSWORD, layout_in
from tests.support.bankruns import general, sent, states
from tests.support.batches import CARD, approved, batch_of, locked
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db


def opened(data):
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(PASSWORD.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def make(batch, by, layout=None, **facts):
    return make_bank_file(batch, layout or general(), by=by, password=PASSWORD, **facts)


def test_the_file_has_every_line_and_its_control_total(finance):
    batch = locked(batch_of(2))
    file, data = make(batch, finance)
    held = opened(data)
    rows = held[f"{batch.number}-1.txt"].decode("gb18030").split("\r\n")
    assert rows[1:4] == [
        f"{batch.pk:06d}00001|{CARD}|赵小兰|1000.00|建水农村商业银行||{batch.item.name}",
        f"{batch.pk:06d}00002|{CARD}|赵小兰|1000.00|建水农村商业银行||{batch.item.name}",
        "合计|2|2000.00",
    ]
    assert "笔数：2\r\n总金额（元）：2,000.00" in held[f"{batch.number}-1-控制单.txt"].decode("utf-8-sig")
    assert (file.lines_count, file.total, states(batch)) == (2, 2000, ["sent", "sent"])


def test_each_export_is_logged_with_how_many(finance):
    batch = sent(finance, 3)
    log = AccessLog.objects.get(user=finance, verb=AccessVerb.EXPORT)
    assert (log.subject, log.detail) == (batch.number, "代发文件 第 1 轮 3 笔，含完整银行账号")


def test_made_again_it_is_the_same_and_changes_nothing(finance):
    batch = locked(batch_of(2))
    first, data = make(batch, finance)
    again, same = make(batch, finance)
    assert (again, opened(same), BankFile.objects.count()) == (first, opened(data), 1)
    assert states(batch) == ["sent", "sent"]


def test_identity_numbers_go_along_where_the_bank_asks_for_them(finance):
    batch = locked(batch_of(1))
    layout = layout_in(
        "532524", columns=[["号", "key"], ["名", "name"], ["账", "card_no"], ["额", "amount"], ["证", "identity_no"]]
    )
    held = opened(make(batch, finance, layout)[1])
    worker = batch.payments.get().household.members.workers().get()
    assert worker.identity_no in held[f"{batch.number}-1.txt"].decode("gb18030")


def test_what_is_not_locked_or_not_by_bank_is_refused(finance):
    with pytest.raises(DomainError, match="已批准，待锁定，锁定后才能"):
        make(approved(batch_of(1)), finance)
    with pytest.raises(DomainError, match="发放方式是现金，不通过银行代发"):
        make(locked(batch_of(1, delivery=Delivery.CASH)), finance)


def test_layouts_of_elsewhere_and_weak_passwords_are_refused(finance):
    batch = locked(batch_of(1))
    with pytest.raises(DomainError, match="不适用于本工会"):
        make(batch, finance, layout_in("530100"))
    with pytest.raises(DomainError, match="至少 8 位"):
        make_bank_file(batch, general(), by=finance, password="short")
    assert (states(batch), AccessLog.objects.filter(verb=AccessVerb.EXPORT).count()) == (["locked"], 0)


@pytest.mark.parametrize(
    ("role", "code"), [(Role.OFFICER, "532524"), (Role.FINANCE, "530100"), (Role.APPROVER, "532500")]
)
def test_finance_of_the_region_alone_makes_files(role, code):
    batch = locked(batch_of(1))
    with pytest.raises(NotAllowed):
        make(batch, user_with(role, code))


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow(finance, count):
    batch = locked(batch_of(count))
    layout = BankLayout.objects.get(code="general-xlsx")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        make(batch, finance, layout)
    assert len(queries) == 18
