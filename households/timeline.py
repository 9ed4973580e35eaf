"""The timeline of an archive (一户一档时间轴): what happened with a household, told by the apps that know.

An app tells its part by a function in its own ``timeline.py``, marked with ``source`` and the tables whose history it
reads; those modules are found when the apps are loaded. The histories of all apps are read together, in one query.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from core import clock
from households.changes import Change, Tables, Version, versions_of
from households.models import Household
from organizations.models import User

# What an entry is about, in the order of the filter above the timeline: word and icon.
KINDS = {
    "life": ("状态", "arrow-right"),
    "archive": ("档案", "archive"),
    "people": ("成员", "users-group"),
    "survey": ("收支", "report-money"),
    "eligibility": ("认定", "scale"),
    "difficulty": ("困难", "alert-triangle"),
    "measure": ("措施", "clipboard-check"),
    "visit": ("走访", "home-heart"),
    "aid": ("帮扶", "wallet"),
    "pairing": ("结对", "heart-handshake"),
    "clear": ("六清", "checklist"),
    "verify": ("复核", "rotate"),
    "file": ("附件", "paperclip"),
    "voice": ("信访", "message"),
}


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened; ``kind`` is one of KINDS, ``at`` a moment, or a day by ``on_day``.

    Who did it is said by name, or by the key of an account whose name ``with_names`` fills in.
    """

    at: datetime.datetime
    kind: str
    title: str
    text: str = ""
    by: str = ""
    url: str = ""
    changes: tuple[Change, ...] = ()
    by_user: int | None = None

    @property
    def local(self) -> datetime.datetime:
        return timezone.localtime(self.at)

    @property
    def has_time(self) -> bool:
        return self.local.time() != datetime.time.min

    @property
    def word(self) -> str:
        return KINDS[self.kind][0]

    @property
    def icon(self) -> str:
        return KINDS[self.kind][1]


Source = Callable[[Household, list[Version]], list[TimelineEntry]]
SOURCES: dict[Source, Tables] = {}
# What only some of those who see the household may know of it; each is asked for one viewer.
GuardedSource = Callable[[Household, User], list[TimelineEntry]]
GUARDED: list[GuardedSource] = []


def source(tables: Tables) -> Callable[[Source], Source]:
    """Register a function that tells what it knows of a household, given the history of all ``tables`` that are read.

    Whoever calls it may see that household.
    """

    def register(function: Source) -> Source:
        SOURCES[function] = tables
        return function

    return register


def guarded(function: GuardedSource) -> GuardedSource:
    """Register a function that tells of a household what one viewer may know; it narrows to that itself."""
    GUARDED.append(function)
    return function


def on_day(day: datetime.date) -> datetime.datetime:
    """Return the moment for something of which only the day is known; it is shown without a time."""
    return clock.start_of(day)


def history_of(household: Household) -> list[Version]:
    """Return the history of all tables that something is told of; one query."""
    return versions_of(household, {model: rows for tables in SOURCES.values() for model, rows in tables.items()})


def timeline_of(household: Household, viewer: User | None = None) -> list[TimelineEntry]:
    """Return what all apps know of a household, the latest first; what is guarded for its viewer alone.

    One query for the history, one for names, and one for each kind of rows that are told as they are.
    """
    history = history_of(household)
    entries = with_names(entry for tell in SOURCES for entry in tell(household, history))
    if viewer is not None:
        entries += [entry for tell in GUARDED for entry in tell(household, viewer)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def with_names(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """Fill in the names of the accounts that entries were made by; one query."""
    told = list(entries)
    users = User.objects.filter(pk__in={entry.by_user for entry in told} - {None})
    names: dict[int | None, str] = dict(users.values_list("pk", "name"))
    return [replace(entry, by=names.get(entry.by_user, "")) if entry.by_user else entry for entry in told]
