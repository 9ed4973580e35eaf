"""Making the file to the bank: the lines of a round go out, and are on their way from then on."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assistance.actions.payments.editing import lock_row
from assistance.bank.lines import total_of
from assistance.bank.rounds import check_by_bank, file_lines, round_to_send
from assistance.bank.rules import FINANCE_ONLY, can_bank
from assistance.bank.writing import SUFFIXES, write_file
from assistance.models import BankFile, BankLayout, Batch, Payment
from assistance.payments.enums import AWAITED, PaymentStatus
from core.errors import DomainError
from core.money import format_money
from core.sealing import check_password, sealed
from households.history import signed
from households.models import Household
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.models import User
from organizations.rules import require


@dataclass(frozen=True)
class Content:
    """What is handed to the bank: a zip under a password, which is kept nowhere."""

    name: str
    data: bytes


@transaction.atomic
@signed
def make_bank_file(
    batch: Batch, layout: BankLayout, *, by: User, password: str, round_no: int | None = None
) -> tuple[BankFile, bytes]:
    """Make the file of a round and mark its lines as sent; made again it has the same lines, and nothing changes.

    Without a round it is that of the lines not sent yet, else the last one on its way. Raises DomainError when nothing
    waits, the layout is of elsewhere or retired, or the password is weak. The export is logged with how many lines.
    """
    check_password(password)
    batch = lock_row(batch)
    require(can_bank(by, batch), FINANCE_ONLY)
    check_by_bank(batch)
    layout = _layout_for(batch, layout)
    number = round_to_send(batch) if round_no is None else round_no
    payments = _lines_to_send(batch, number)
    lines = file_lines(batch, payments, with_identity=any(name == "identity_no" for _heading, name in layout.columns))
    content, total = write_file(layout, lines), total_of(lines)
    facts = {"layout": layout, "round": number, "sha256": hashlib.sha256(content).hexdigest()}
    made = {"lines_count": total.count, "total": total.amount, "made_by": by}
    file, _is_new = BankFile.objects.get_or_create(batch=batch, **facts, defaults=made)
    Payment.objects.filter(pk__in=[line.pk for line in payments], status=PaymentStatus.LOCKED).update(
        status=PaymentStatus.SENT
    )
    record_access(
        by, AccessVerb.EXPORT, batch.number, detail=f"代发文件 第 {number} 轮 {total.count} 笔，含完整银行账号"
    )
    return file, _sealed(file, content, password)


def _sealed(file: BankFile, content: bytes, password: str) -> bytes:
    with sealed({name_of(file): content, f"{stem_of(file)}-控制单.txt": _control_sheet(file)}, password) as archive:
        return archive.read()


def stem_of(file: BankFile) -> str:
    """Return what a file is called, without its suffix."""
    return f"{file.batch.number}-{file.round}"


def name_of(file: BankFile) -> str:
    """Return what a file is called inside its zip."""
    return stem_of(file) + SUFFIXES[file.layout.kind]  # type: ignore[index]


def _layout_for(batch: Batch, layout: BankLayout) -> BankLayout:
    found = BankLayout.objects.holding_for(batch.union).filter(pk=layout.pk).first()
    if found is None:
        raise DomainError("该银行格式已停用或不适用于本工会，请另选。", field="layout")
    return found


def _lines_to_send(batch: Batch, number: int) -> list[Payment]:
    """Lock the lines of a round that are on their way, with their archives beside them; archives are only read."""
    rows = Payment.objects.select_for_update(no_key=True).filter(batch=batch, round=number).order_by("pk")
    lines = list(rows.filter(status__in=AWAITED).defer("snapshot", "reasoning"))
    if not lines:
        raise DomainError(f"批次 {batch.number} 第 {number} 轮没有等待发放的明细，银行已回盘。")
    homes = Household.objects.only("archive_no").in_bulk({line.household_id for line in lines})
    for line in lines:
        line.household = homes[line.household_id]
    return lines


def _control_sheet(file: BankFile) -> bytes:
    at = timezone.localtime(file.made_at)
    rows = (
        ("批次", str(file.batch)),
        ("发放工会", file.batch.union.name),
        ("轮次", f"第 {file.round} 轮"),
        ("笔数", str(file.lines_count)),
        ("总金额（元）", format_money(file.total)),
        ("文件", name_of(file)),
        ("文件指纹 SHA-256", file.sha256),
        ("导出人", f"{file.made_by}"),
        ("导出时间", f"{at:%Y-%m-%d %H:%M}"),
    )
    return "".join(f"{label}：{words}\r\n" for label, words in rows).encode("utf-8-sig")
