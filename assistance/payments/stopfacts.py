"""What the stop list reads beside the lines of a batch: a fixed number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from assistance.ceilings.enums import Per
from assistance.ceilings.loading import Case, Proposal, propose
from assistance.models import AidItem, Batch, Bill, Payment
from assistance.payments.enums import BOOKED, SUBMITTED, PaymentStatus
from core import clock
from core.money import ZERO
from households.enums import OPEN_STATUSES, SuspicionStatus
from households.models import Attachment, DuplicateSuspicion, EligibilityCheck, Household, Member
from reviews.enums import LIVE, Subject
from reviews.models import Review

OF_MONEY = (Subject.PAYMENT, Subject.AID)
NAMED = ("once_key", "household", "member", "position", "status", "batch")


@dataclass(frozen=True)
class Facts:
    """By household, line, key or number of the archive: what the finders hold the lines against."""

    proposals: dict[int, Proposal]
    bills: dict[int, list[Bill]]
    used_bills: dict[int, list[str]]
    people: dict[int, set[str]]
    archives_of_card: dict[str, set[int]]
    suspected: dict[int, str]
    taken: dict[str, str]
    papers: dict[int, frozenset[str]]
    reviews: dict[str, str]
    above: dict[int, str]


def read_facts(batch: Batch, lines: Sequence[Payment]) -> Facts:
    """Read everything that the finders need about the lines of a batch (loaded with item, household and member)."""
    households = {line.household_id for line in lines}
    bills = _bills_of(batch, lines)
    return Facts(
        proposals=_proposals(batch, lines, bills),
        bills=bills,
        used_bills=_used_bills(batch, lines),
        people=_people(households),
        archives_of_card=_archives_of_cards({line.card_no for line in lines if line.card_no}),
        suspected=_suspected(households),
        taken=_taken(batch, lines),
        papers=_papers(batch, households),
        reviews=_reviews({line.household.archive_no for line in lines}),
        above=_above(households),
    )


def _bills_of(batch: Batch, lines: Sequence[Payment]) -> dict[int, list[Bill]]:
    found: dict[int, list[Bill]] = defaultdict(list)
    for bill in Bill.objects.filter(payment__in=[line.pk for line in lines]).order_by("pk"):
        found[bill.payment_id or 0].append(bill)
    return found


def _used_bills(batch: Batch, lines: Sequence[Payment]) -> dict[int, list[str]]:
    """Return the numbers of bills that applications name and that other lines were paid for, by application."""
    asked = {line.request_id for line in lines if line.request_id}
    found: dict[int, list[str]] = defaultdict(list)
    if asked:
        used = Bill.objects.filter(request__in=asked, payment__isnull=False).exclude(payment__batch=batch)
        for request, number in used.values_list("request", "number"):
            found[request].append(number)
    return found


def _proposals(batch: Batch, lines: Sequence[Payment], bills: dict[int, list[Bill]]) -> dict[int, Proposal]:
    """Work the ceilings out anew, beside what other lines propose for the same people in this year."""
    pending = _pending(batch, lines)
    cases = []
    for line in lines:
        person = line.member if batch.item.per == Per.PERSON else None
        key = (line.household_id, person.pk if person else None)
        cases.append(Case(line.household, person, line.stage, tuple(bills[line.pk]), pending[key]))
        pending[key] += line.amount
    found = propose(batch.item, cases, on=clock.today(), period=batch.period)
    return {line.pk: proposal for line, proposal in zip(lines, found, strict=True)}


def _pending(batch: Batch, lines: Sequence[Payment]) -> dict[tuple[int, int | None], Decimal]:
    others = Payment.objects.filter(status=PaymentStatus.PROPOSED, batch__status__in=SUBMITTED, batch__item=batch.item)
    others = others.filter(household__in={line.household_id for line in lines}, batch__year=batch.year)
    found: dict[tuple[int, int | None], Decimal] = defaultdict(lambda: ZERO)
    for household, member, amount in (
        others.exclude(batch=batch).order_by().values_list("household", "member").annotate(Sum("amount"))
    ):
        found[(household, member if batch.item.per == Per.PERSON else None)] += amount
    return found


def _people(households: set[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    present = Member.objects.present().filter(household__in=households)
    for household, name in present.values_list("household", "name"):
        found[household].add(name)
    return found


def _archives_of_cards(cards: set[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    held = Household.objects.filter(card_no__in=cards, status__in=OPEN_STATUSES).exclude(card_no="")
    for card, household in held.values_list("card_no", "pk"):
        found[card].add(household)
    return found


def _suspected(households: set[int]) -> dict[int, str]:
    """Return what each archive is suspected to be the same as; of another union only that there is one."""
    opened = DuplicateSuspicion.objects.of_open_archives().filter(status=SuspicionStatus.OPEN)
    pairs = opened.filter(Q(first__in=households) | Q(second__in=households))
    found: dict[int, str] = {}
    for first, first_no, second, second_no in pairs.values_list(
        "first", "first__archive_no", "second", "second__archive_no"
    ):
        found |= {first: f"档案 {second_no}", second: f"档案 {first_no}"}
    return found


def _taken(batch: Batch, lines: Sequence[Payment]) -> dict[str, str]:
    """Say which lines of other batches, booked or decided on, have the same purpose, by its key and by its row."""
    same_archive = Q(household__in={line.household_id for line in lines}, once_key__startswith=f"{batch.item_id}:")
    same_key = Q(once_key__in={line.once_key for line in lines})
    others = Payment.objects.filter(same_key | same_archive).exclude(batch=batch)
    standing = Q(status__in=BOOKED) | Q(status=PaymentStatus.PROPOSED, batch__status__in=SUBMITTED)
    found: dict[str, str] = {}
    for line in others.filter(standing).select_related("batch").only(*NAMED):
        state = "审批中" if line.status == PaymentStatus.PROPOSED else line.get_status_display()
        words = f"批次{line.batch.number}第 {line.position} 行{state}同一项目、同一发放期。"
        found |= {line.once_key: words, row_key(batch.item, line): words}
    return found


def row_key(item: AidItem, line: Payment) -> str:
    """Name what a line is for by archive and person: their identity number may have been corrected since."""
    purpose = ":".join(line.once_key.split(":")[2:])
    return f"{line.household_id}/{line.member_id if item.per == Per.PERSON else ''}/{purpose}"


def _papers(batch: Batch, households: set[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    if batch.item.papers:
        kept = Attachment.objects.present().filter(household__in=households, kind__in=batch.item.papers)
        for household, kind in kept.values_list("household", "kind").distinct():
            found[household] |= {kind}
    return found


def _reviews(numbers: set[str]) -> dict[str, str]:
    live = Review.objects.filter(subject_ref__in=numbers, status__in=LIVE).exclude(subject__in=OF_MONEY)
    return {number: str(Subject(subject).label) for number, subject in live.values_list("subject_ref", "subject")}


def _above(households: set[int]) -> dict[int, str]:
    """Say whose latest check by the identification rules was not passed."""
    latest = (
        EligibilityCheck.objects.filter(household__in=households)
        .latest_of_each()
        .only("household", "passed", "category", "on_day")
    )
    return {
        check.household_id: f"{check.on_day:%Y-%m-%d} 认定测算：{check.outcome}。"
        for check in latest
        if not check.passed
    }
