"""What a service cost, each participant's share of it, and which source the share is from."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from assistance.enums import AidSource
from assistance.funds.enums import AID_SOURCE_OF, EntryKind, FundKind
from assistance.models import AidRecord, LedgerEntry, Service, ServiceCharge
from core.money import CENT, ZERO, to_money


def cost_of(service: Service) -> Decimal:
    """Return what was charged and not taken back, in 元; one query."""
    booked = LedgerEntry.objects.filter(charge__service=service).aggregate(total=Sum("amount"))["total"]
    return -(booked or ZERO)


def shares(cost: Decimal, persons: int) -> list[Decimal]:
    """Share a cost out to the cent: equal, the first ones a cent more where it does not come out even.

    The shares add up to the cost exactly (docs/algorithms/services.md).
    """
    each, more = divmod(int(to_money(cost) / CENT), persons) if persons else (0, 0)
    return [to_money((each + (place < more)) * CENT) for place in range(persons)]


def source_of(service: Service) -> AidSource:
    """Return the source that the records of those who completed name: of the charges, else of the budget meant."""
    taken_back = LedgerEntry.objects.filter(kind=EntryKind.SERVICE_BACK).values("charge")
    charges = ServiceCharge.objects.filter(service=service).exclude(pk__in=taken_back)
    charge = charges.select_related("budget__fund").order_by("-amount", "pk").first()
    budget = charge.budget if charge else service.budget
    return AID_SOURCE_OF[FundKind(budget.fund.kind)] if budget else AidSource.UNION


def share_out(service: Service) -> Sequence[AidRecord]:
    """Write each participant's share into his record of aid received; the caller has locked service and archives."""
    records = list(AidRecord.objects.filter(enrolment__service=service).order_by("enrolment"))
    source, changed = source_of(service), []
    for record, amount in zip(records, shares(cost_of(service), len(records)), strict=True):
        if (record.amount, record.source) != (amount, source):
            record.amount, record.source = amount, source
            changed.append(record)
    AidRecord.objects.bulk_update(changed, ["amount", "source"], batch_size=500)
    return records
