"""The network of aid as a page shows it: the stations of a region as a tree below those above it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from organizations.models import Union, User
from organizations.scope import paths_down_to
from pairing.enums import StationLevel
from pairing.models import Station

MOST = 400  # stations on one page
FOLDED = 12
LEVELS = list(StationLevel)
# How deep a region is shown: the province down to the counties, a prefecture down to the townships.
DEEPEST = {1: StationLevel.CITY, 2: StationLevel.TOWNSHIP}


@dataclass(frozen=True)
class Node:
    """A station with those below it that are shown."""

    station: Station
    below: tuple["Node", ...]

    @property
    def is_wide(self) -> bool:
        """Tell whether so many lie below that they are folded away at first."""
        return len(self.below) > FOLDED

    @property
    def stations(self) -> Iterator[Station]:
        yield self.station
        for node in self.below:
            yield from node.stations


@dataclass(frozen=True)
class Network:
    """What is shown: the stations above the region from the top down, the tree, and what was left out."""

    above: list[Station]
    roots: list[Node]
    is_cut: bool
    deepest: str

    @property
    def stations(self) -> list[Station]:
        return [*self.above, *(station for root in self.roots for station in root.stations)]


def network_of(user: User, union: Union | None, words: str = "") -> Network:
    """Return the stations of a union's region, or of the user's own; two queries at most."""
    path = union.path if union else min(_places(user), key=len, default="")
    stations = Station.objects.visible_to(user).active().select_related("union")
    deepest = DEEPEST.get(len(path) // Union.steplen, "")
    found = stations.filter(union__path__startswith=path)
    if words:
        found, deepest = found.matching(words), ""
    elif deepest:
        found = found.filter(level__in=LEVELS[: LEVELS.index(StationLevel(deepest)) + 1])
    shown = list(found.in_order()[: MOST + 1])
    above = [] if words else list(stations.filter(union__path__in=paths_down_to(path)[:-1]).in_order())
    return Network(above, _tree(shown[:MOST]), len(shown) > MOST, StationLevel(deepest).label if deepest else "")


def _places(user: User) -> list[str]:
    return [path for _role, path in user.scope.places]


def _tree(stations: Iterable[Station]) -> list[Node]:
    """Hang each station below its own; those whose upper one is not among them are the roots."""
    rows = list(stations)
    known = {station.pk for station in rows}
    below: dict[int | None, list[Station]] = defaultdict(list)
    for station in rows:
        below[station.parent_id if station.parent_id in known else None].append(station)

    def node(station: Station) -> Node:
        return Node(station, tuple(node(child) for child in below[station.pk]))

    return [node(station) for station in below[None]]
