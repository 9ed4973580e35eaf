"""What sheets measure of the present alone, kept with the snapshot of each day, so that a past day can be told."""

from collections import Counter, defaultdict
from functools import partial

from audits.scores.counted import PRESENT
from audits.scores.sources import place_at


def _part(code: str) -> str:
    return f"{code}:part"


def _whole(code: str) -> str:
    return f"{code}:whole"


def stands_now(length: int) -> dict[str, Counter[str]]:
    """Count by so much of the tree paths what stands now: for each source its number and, of a share, the whole."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code, rows in PRESENT.items():
        for place, part, *whole in rows(partial(place_at, length=length)):
            if place:
                found[place].update({_part(code): part, _whole(code): sum(whole)})
    return found


def with_all(places: dict[str, Counter[str]], length: int) -> dict[str, Counter[str]]:
    """Add what stands now to the figures of places; each place says 0 where there is nothing, so that this is known."""
    more = stands_now(length)
    for place in {*places, *more}:
        known = {name: more[place][name] for code in PRESENT for name in (_part(code), _whole(code))}
        places.setdefault(place, Counter()).update(known)
    return places


def kept_rows(code: str, places: dict[str, Counter[str]]) -> list[tuple[str, int, int]]:
    """Return what a snapshot says of a source, by place; nothing when it was taken before that was kept."""
    part, whole = _part(code), _whole(code)
    return [(place, figures[part], figures[whole]) for place, figures in places.items() if whole in figures]
