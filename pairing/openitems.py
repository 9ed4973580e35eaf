"""What is still open at a household, in words, for whoever takes it over; other apps add what they own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core import clock
from households.models import Difficulty
from pairing.models import Visit


@dataclass(frozen=True)
class OpenItem:
    """One thing that waits at a household: what it is, in words, and whether it should have been done already."""

    label: str
    text: str
    late: bool = False


Source = Callable[[Sequence[int]], Iterable[tuple[int, OpenItem]]]
# Called with the keys of households that the user may see; each takes the same few queries for any number.
SOURCES: list[Source] = []


def open_items(household_ids: Sequence[int]) -> dict[int, list[OpenItem]]:
    """Return what is open at each of these households, in the order of the sources."""
    found: dict[int, list[OpenItem]] = defaultdict(list)
    for source in (_difficulties, *SOURCES, _promised):
        for household, item in source(household_ids):
            found[household].append(item)
    return found


def _difficulties(household_ids: Sequence[int]) -> Iterable[tuple[int, OpenItem]]:
    """Tell the difficulties that are not struck off; one query."""
    for difficulty in Difficulty.objects.open().filter(household__in=household_ids).order_by("household", "number"):
        yield difficulty.household_id, OpenItem("困难", str(difficulty))


def _promised(household_ids: Sequence[int]) -> Iterable[tuple[int, OpenItem]]:
    """Tell the next visit that the last one promised; one query."""
    last = Visit.objects.filter(household__in=household_ids).order_by("household", "-on", "-id").distinct("household")
    today = clock.today()
    for household, day in last.values_list("household", "next_visit_on"):
        if day is not None:
            yield household, OpenItem("约定", f"{day:%Y-%m-%d} 走访", late=day < today)
