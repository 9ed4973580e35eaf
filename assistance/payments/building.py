"""Making the lines of a batch: amount and ceiling by the rule, the account of the archive, the key of the purpose.

Everything is read for all lines at once; the number of queries does not grow with them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Max, Prefetch, Sum, prefetch_related_objects

from assistance.ceilings.enums import Per
from assistance.ceilings.loading import Case, Proposal, propose
from assistance.ceilings.periods import once_key
from assistance.models import AidItem, AidRequest, Batch, Bill, Payment
from assistance.payments.candidates import Candidate
from assistance.payments.enums import BuiltFrom, PaymentStatus
from core import clock
from core.money import ZERO, to_money
from households.eligibility.words import yuan
from households.importing.bulk import insert_rows, update_rows
from households.models import Household, Member

ACCOUNT = ("payee_name", "bank", "bank_branch", "card_no")
# By whom the purpose of a household is named.
WORKERS = Prefetch("members", Member.objects.workers())


@dataclass(frozen=True)
class Wanted:
    """A line that somebody asks for; what is None comes from the rule and from the archive."""

    household: Household
    member: Member | None = None
    stage: str = ""
    amount: Decimal | None = None
    account: Mapping[str, str] | None = None
    request: AidRequest | None = None
    bills: tuple[Bill, ...] | None = None

    @classmethod
    def of(cls, candidate: Candidate) -> "Wanted":
        """Ask for a line for a candidate, by the rule."""
        return cls(candidate.household, candidate.member, candidate.stage)

    @classmethod
    def of_request(cls, request: AidRequest) -> "Wanted":
        """Ask for the line of an approved application (with household, member and bills loaded)."""
        amount = request.amount if request.approved_amount is None else request.approved_amount
        bills = tuple(request.bills.all()) or None
        return cls(request.household, request.member, request.stage, amount, request=request, bills=bills)


def build_lines(batch: Batch, asked: Iterable[Wanted], *, built_from: BuiltFrom) -> list[Payment]:
    """Append lines to a locked batch and return the new ones; who stands on it already is left out.

    The batch must be loaded with its item. Bills that an amount was worked out from belong to their line from now on.
    """
    wanted = _new(batch, asked)
    if not wanted:
        return []
    proposals = propose_for(batch, wanted)
    keys, last = _Keys(batch, wanted), _last_position(batch)
    lines = [
        _line(batch, last + place, one, proposal, keys.take(one), built_from)
        for place, (one, proposal) in enumerate(zip(wanted, proposals, strict=True), 1)
    ]
    insert_rows(Payment, lines)
    _keep_bills(lines, wanted, proposals)
    return lines


def propose_for(batch: Batch, wanted: Sequence[Wanted]) -> list[Proposal]:
    """Return what the rules of today give for each line that is asked for, no more than the batch gives to each."""
    per_person = batch.item.per == Per.PERSON
    cases = [Case(one.household, one.member if per_person else None, one.stage, one.bills) for one in wanted]
    found = propose(batch.item, cases, on=clock.today(), period=batch.period)
    return [_no_more_than(batch.unit_amount, proposal) for proposal in found]


def _no_more_than(unit: Decimal | None, proposal: Proposal) -> Proposal:
    """Bring a proposal down to the one amount of its batch; the ceiling stays that of the rule."""
    if unit is None or proposal.ceiling is None:
        return proposal
    if unit > proposal.amount:
        words = f"本批次统一金额 {yuan(unit)}，高于测算金额，按测算金额 {yuan(proposal.amount)}发放。"
        return replace(proposal, reasoning=[*proposal.reasoning, words])
    words = f"本批次统一金额 {yuan(unit)}，不高于测算金额，按统一金额发放。"
    return replace(proposal, amount=unit, reasoning=[*proposal.reasoning, words])


def purpose_key(batch: Batch, household: Household, member: Member | None, stage: str, occasion: int) -> str:
    """Return the key that stands once on a booked line; of an item per household no person tells it apart."""
    person = member if batch.item.per == Per.PERSON else None
    return once_key(batch.item, household, person, stage, batch.period, occasion)


def free_occasion(batch: Batch, household: Household, member: Member | None, stage: str, used: set[str]) -> int:
    """Return the first time within the period that no other line has; the last one where all are taken."""
    times = batch.item.times
    free = (n for n in range(1, times + 1) if purpose_key(batch, household, member, stage, n) not in used)
    return next(free, times)


def refresh_totals(batch: Batch) -> None:
    """Count the lines that stand and sum them up on their locked batch, whose version goes on by one."""
    standing = batch.payments.standing().order_by()
    found = standing.aggregate(count=Count("pk"), total=Sum("amount"))
    batch.lines_count, batch.amount = found["count"], to_money(found["total"] or ZERO)
    batch.version += 1
    batch.save(update_fields=["lines_count", "amount", "version"])


def account_of(household: Household) -> dict[str, str]:
    """Return the account that stands in an archive, in the worker's name."""
    return {
        "payee_name": household.head_name,
        "bank": household.bank,
        "bank_branch": household.bank_branch,
        "card_no": household.card_no,
    }


class _Keys:
    """The keys of purposes that other lines have, and those handed out by now."""

    def __init__(self, batch: Batch, wanted: Sequence[Wanted]) -> None:
        self._batch = batch
        households = {one.household.pk for one in wanted}
        lines = Payment.objects.live().filter(household__in=households, batch__item=batch.item_id)
        self._used = set(lines.values_list("once_key", flat=True))

    def take(self, one: Wanted) -> tuple[int, str]:
        """Return the time within the period and the key for a line, which is taken then."""
        about = (one.household, one.member, one.stage)
        occasion = free_occasion(self._batch, *about, self._used)
        key = purpose_key(self._batch, *about, occasion)
        self._used.add(key)
        return occasion, key


def _new(batch: Batch, asked: Iterable[Wanted]) -> list[Wanted]:
    """Leave out who stands on the batch; the worker stands for a household that names nobody for an item per person."""
    item: AidItem = batch.item
    standing: set[tuple[int, int | None, str]] = set(batch.payments.values_list("household", "member", "stage"))
    asked = list(asked)
    prefetch_related_objects([one.household for one in asked], WORKERS)
    found = []
    for one in asked:
        member = one.member or (one.household.head if item.per == Per.PERSON else None)
        told = (one.household.pk, member.pk if member else None, one.stage)
        if told not in standing:
            standing.add(told)
            found.append(replace(one, member=member))
    return found


def _last_position(batch: Batch) -> int:
    return batch.payments.aggregate(last=Max("position"))["last"] or 0


def _line(
    batch: Batch, position: int, one: Wanted, proposal: Proposal, key: tuple[int, str], built_from: BuiltFrom
) -> Payment:
    account = account_of(one.household) | {name: text for name, text in (one.account or {}).items() if text}
    return Payment(
        batch=batch,
        position=position,
        household=one.household,
        union_id=one.household.union_id,
        member=one.member,
        request=one.request,
        built_from=built_from,
        stage=one.stage,
        proposed=proposal.amount,
        ceiling=proposal.ceiling,
        rule_line=proposal.rule_line,
        reasoning=proposal.reasoning,
        amount=to_money(proposal.amount if one.amount is None else one.amount),
        occasion=key[0],
        once_key=key[1],
        status=PaymentStatus.PROPOSED,
        own_account=bool(one.account and any(one.account.values())),
        **account,
    )


def _keep_bills(lines: Sequence[Payment], wanted: Sequence[Wanted], proposals: Sequence[Proposal]) -> None:
    """Give lines the bills that they are paid for; one that another line has, or takes just now, stays there."""
    asked = [
        (bill, line)
        for line, one, proposal in zip(lines, wanted, proposals, strict=True)
        for bill in one.bills or proposal.bills
    ]
    if not asked:
        return
    free = Bill.objects.unused().filter(pk__in=[bill.pk for bill, _line in asked]).order_by("pk")
    keys = set(free.select_for_update(no_key=True).values_list("pk", flat=True))
    changed = {}
    for bill, line in asked:
        if bill.pk in keys and bill.pk not in changed:
            bill.payment = line
            changed[bill.pk] = bill
    update_rows(Bill, list(changed.values()), ["payment"])
