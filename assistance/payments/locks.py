"""Taking the row locks of batches and lines in the one order: batches, archives, lines, each by key."""

from collections.abc import Iterable

from django.db.models import Prefetch

from assistance.models import Batch, Payment
from households.actions.locks import lock_households
from households.models import Member


def lock_lines(payments: Iterable[Payment]) -> list[Payment]:
    """Lock lines with their batches and archives and return them as they are now, by key; needs a transaction.

    Batch with item and fund, archive and person stand beside each line; eight queries for any number of them.
    """
    asked = list(payments)
    batches = Batch.objects.select_for_update(no_key=True).filter(pk__in={line.batch_id for line in asked})
    locked = {batch.pk: batch for batch in batches.order_by("pk").prefetch_related("item", "budget__fund")}
    homes = lock_households({line.household_id for line in asked})
    people = Prefetch("member", Member.objects.only("pk", "name", "household_id"))
    lines = Payment.objects.select_for_update(no_key=True).filter(pk__in=[line.pk for line in asked]).order_by("pk")
    found = list(lines.prefetch_related(people))
    for line in found:
        line.batch, line.household = locked[line.batch_id], homes[line.household_id]
    return found
