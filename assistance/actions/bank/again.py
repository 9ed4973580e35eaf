"""Following up lines that failed: paying them again as new lines, or giving them up with a reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max

from assistance.bank.again import Account, account_now, is_changed, still_against
from assistance.bank.rounds import check_by_bank, next_round
from assistance.bank.rules import FINANCE_ONLY, can_bank
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.models import Batch, Bill, Payment
from assistance.payments.enums import BuiltFrom, PaymentStatus
from assistance.payments.locks import lock_lines
from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import unless_taken
from households.history import signed
from households.importing.bulk import update_rows
from organizations.models import User
from organizations.rules import require

# What a line that is paid again has of the one that failed; the account is judged anew.
COPIED = (
    *("household_id", "union_id", "member_id", "request_id", "stage", "proposed", "ceiling", "rule_line_id"),
    *("reasoning", "amount", "occasion", "once_key", "snapshot"),
)
ONCE = Conflict("这一户本期已经发放过同一项目，不能再补发；请核对后登记为不再补发。")


@transaction.atomic
@signed
def pay_again(
    payments: Iterable[Payment], *, by: User, accounts: Mapping[int, Account] | None = None, same: bool = False
) -> list[Payment]:
    """Make a new line for each line that failed, on the account of the archive or one given by its key; book them.

    ``same`` pays on the account that failed, for failures of the bank's own. All or none. A line that was paid again
    before gives the line of then. Raises DomainError that names the lines and what stands against them.
    """
    locked: dict[int, list[Payment]] = defaultdict(list)
    batches: dict[int, Batch] = {}
    for line in lock_lines(payments):
        locked[line.batch_id].append(line)
        batches[line.batch_id] = line.batch
    made = []
    for pk, lines in sorted(locked.items()):
        require(can_bank(by, batches[pk]), FINANCE_ONLY)
        made += _again_in(batches[pk], lines, by, accounts or {}, same=same)
    return made


@transaction.atomic
@signed
def give_up(payment: Payment, *, by: User, reason: str) -> Payment:
    """Write down why a line that failed is not paid again; the budget has its money already. A repeat changes nothing.

    Raises DomainError for a line that did not fail, or was paid again.
    """
    (line,) = lock_lines([payment])
    require(can_bank(by, line.batch), FINANCE_ONLY)
    _check_failed(line)
    if Payment.objects.filter(again_of=line).exists():
        raise DomainError(f"{line.payee_name}的这一笔已经补发，不能再登记为不再补发。")
    if line.dropped_reason:
        return line
    if not reason.strip():
        raise DomainError("请写明不再补发的原因。", field="reason")
    line.dropped_reason = reason.strip()[:200]
    line.save(update_fields=["dropped_reason"])
    Bill.objects.filter(payment=line).update(payment=None)
    return line


def _again_in(
    batch: Batch, lines: list[Payment], by: User, given: Mapping[int, Account], *, same: bool
) -> list[Payment]:
    before = list(Payment.objects.filter(again_of__in=lines).select_related("batch"))
    done = {line.again_of_id for line in before}
    left = [line for line in lines if line.pk not in done]
    if not left:
        return before
    check_by_bank(batch)
    accounts = {line.pk: given.get(line.pk) or account_now(line) for line in left}
    for line in left:
        _check_failed(line)
        _check_account(line, accounts[line.pk], same=same)
    _refuse_stopped(batch, left, accounts)
    made = _made(batch, left, accounts)
    _use_bills(made)
    book([entry_of(line, EntryKind.PAYMENT, by=by, on=clock.today(), note="退回补发") for line in made])
    return [*before, *made]


def _check_failed(line: Payment) -> None:
    if line.status != PaymentStatus.FAILED:
        raise DomainError(f"{line.payee_name}的这一笔{line.get_status_display()}，不是发放未成的明细。")


def _check_account(line: Payment, account: Account, *, same: bool) -> None:
    if line.dropped_reason:
        raise DomainError(f"{line.payee_name}的这一笔已登记为不再补发（{line.dropped_reason}）。")
    if not same and not is_changed(line, account):
        raise DomainError(
            f"{line.payee_name}的账户与未成时相同（{line.failed_reason}）。请先在档案中更正银行卡，或另填账户；"
            "确系银行原因的，选择按原账户补发。",
            field="card_no",
        )


def _refuse_stopped(batch: Batch, lines: list[Payment], accounts: dict[int, Account]) -> None:
    if found := still_against(batch, lines, accounts):
        names = {line.pk: f"{line.position} 号{line.payee_name}" for line in lines}
        told = "；".join(f"{names[pk]}：{''.join(detail for _kind, detail in stops)}" for pk, stops in found.items())
        raise DomainError(f"不能补发，{told[:400]}", field="card_no")


def _made(batch: Batch, lines: list[Payment], accounts: dict[int, Account]) -> list[Payment]:
    last, number = batch.payments.aggregate(last=Max("position"))["last"], next_round(batch)
    made = []
    for position, line in enumerate(sorted(lines, key=lambda line: line.position), start=last + 1):
        account = accounts[line.pk]
        made.append(
            Payment(
                batch=batch,
                position=position,
                round=number,
                again_of=line,
                built_from=BuiltFrom.AGAIN,
                status=PaymentStatus.LOCKED,
                payee_name=account.payee_name,
                bank=account.bank,
                bank_branch=account.bank_branch,
                card_no=account.card_no,
                own_account=account.own,
                **{name: getattr(line, name) for name in COPIED},
            )
        )
    with unless_taken("one_purpose_once", ONCE):
        return Payment.objects.bulk_create(made)


def _use_bills(made: list[Payment]) -> None:
    """Let the bills of a line that failed stand behind the line that pays it again."""
    behind = {line.again_of_id: line for line in made}
    bills = list(Bill.objects.select_for_update(no_key=True).filter(payment__in=behind).order_by("pk"))
    for bill in bills:
        bill.payment = behind[bill.payment_id]
    update_rows(Bill, bills, ["payment"])
