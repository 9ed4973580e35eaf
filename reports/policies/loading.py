"""Loading cards: the policies and stations once, and a fixed number of queries for any number of households."""

from collections.abc import Iterator

from django.db.models import Prefetch

from assistance.models import AidRecord, Policy
from households.models import Difficulty
from households.querysets import HouseholdQuerySet
from organizations.models import User
from pairing.models import Pairing, Station
from reports.policies.card import PolicyCard, card_of


def load_cards(households: HouseholdQuerySet, *, by: User, size: str = "a4") -> Iterator[PolicyCard]:
    """Yield the cards of households in the order of their archive numbers; six queries, however many there are."""
    policies = list(Policy.objects.visible_to(by).in_force().filter(on_card=True).select_related("union"))
    stations = list(Station.objects.visible_to(by).filter(is_active=True).select_related("union"))
    for household in with_parts(households):
        yield card_of(household, policies=policies, stations=stations, by=by, size=size)


def with_parts(households: HouseholdQuerySet) -> HouseholdQuerySet:
    """Load what a card looks at beside the households."""
    pairings = Pairing.objects.select_related("cadre__unit", "unit").order_by("kind", "-started_on", "-id")
    return (
        households.select_related("union")
        .defer("search", "remark", "cause_text")
        .prefetch_related(
            Prefetch("difficulties", Difficulty.objects.order_by("number")),
            Prefetch("aid_records", AidRecord.objects.order_by("-year", "id")),
            Prefetch("pairings", pairings),
        )
        .order_by("archive_no")
    )
