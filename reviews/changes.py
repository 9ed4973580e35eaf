"""What one submission says that the one before did not, heading by heading and label by label."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Place = tuple[str, int, str, int]


@dataclass(frozen=True)
class Change:
    """One value that differs; "" before stands for what was added, "" after for what was left out."""

    heading: str
    label: str
    before: str
    after: str


def changes_between(before: list[Any], after: list[Any]) -> list[Change]:
    """Return the values that differ, in the order of the later submission, what was left out at the end.

    A heading or label that occurs twice (two members 儿子) is told apart by which occurrence it is.
    """
    old, new = dict(_values(before)), dict(_values(after))
    found = [_change(place, old.get(place, ""), value) for place, value in new.items() if old.get(place, "") != value]
    return found + [_change(place, value, "") for place, value in old.items() if value and place not in new]


def marked(content: list[Any], changes: list[Change]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return content as headings with their (label, value, whether it changed)."""
    changed = {(change.heading, change.label, change.after) for change in changes}
    return [
        (heading, [(label, str(value), (heading, label, str(value)) in changed) for label, value in rows])
        for heading, rows in content
    ]


def _change(place: Place, before: str, after: str) -> Change:
    heading, _nth, label, _occurrence = place
    return Change(heading, label, before, after)


def _values(content: list[Any]) -> Iterator[tuple[Place, str]]:
    headings: Counter[str] = Counter()
    for heading, rows in content:
        headings[heading] += 1
        labels: Counter[str] = Counter()
        for label, value in rows:
            labels[label] += 1
            yield (heading, headings[heading], label, labels[label]), "" if value is None else str(value)
