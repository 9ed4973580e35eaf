"""The population of a verification, read from the register as it stands, and how it falls into strata.

The canonical line of each household is written out in docs/algorithms/verification.md.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from audits.models import OutsideHousehold, Verification
from audits.verification.drawing import draw_order
from audits.verification.enums import PopulationClass, Region
from audits.verification.samplesize import allocate, sample_size
from households.enums import Status
from households.models import Household, Member, StatusChange
from organizations.models import Union
from organizations.scope import COUNTY_PATH

CLASS_OF = {
    Status.ON_FILE: PopulationClass.ON_FILE,
    Status.TAPERING: PopulationClass.EXITED,
    Status.EXITED: PopulationClass.EXITED,
    Status.CANCELLED: PopulationClass.CANCELLED,
}
LEFT = (Status.TAPERING, Status.EXITED, Status.CANCELLED)
READ = (
    "pk",
    "archive_no",
    "status",
    "union_id",
    "union__code",
    "union_path",
    "filed_on",
    "level",
    "category",
    "main_cause",
    "persons",
    "per_head",
)
# The parts of a line, in their order.
LINE = (
    ("population_class", "核查对象"),
    ("key", "编号"),
    ("union_code", "建档单位"),
    ("level", "建档标准"),
    ("category", "困难类别"),
    ("cause", "主要致困原因"),
    ("since", "建档或退出日期"),
    ("persons", "家庭人口"),
    ("per_head", "月人均收入"),
)
DEPTH = {Region.WHOLE: 0, Region.PREFECTURE: COUNTY_PATH - Union.steplen, Region.COUNTY: COUNTY_PATH}


@dataclass(frozen=True)
class Candidate:
    """One household that could be drawn; ``since`` is the day on which it came on file, or left."""

    population_class: str
    key: str
    union: int
    union_code: str
    path: str
    level: str = ""
    category: str = ""
    cause: str = ""
    since: datetime.date | None = None
    persons: int | None = None
    per_head: Any = None
    household: int | None = None
    outside: int | None = None

    @property
    def line(self) -> str:
        """What is hashed: everything that puts the household into its class and stratum, and what is verified."""
        facts = (self.level, self.category, self.cause, self.since, self.persons, self.per_head)
        said = ("" if fact is None else str(fact) for fact in facts)
        return "|".join((self.population_class, self.key, self.union_code, *said))


def population_of(verification: Verification) -> list[Candidate]:
    """Read everybody whom a verification could ask, as the register stands now; three queries at most."""
    classes = set(verification.classes)
    found = [*_archives(verification, classes)] if classes - {PopulationClass.NOT_FILED} else []
    return [*found, *_outside(verification)] if PopulationClass.NOT_FILED in classes else found


def _archives(verification: Verification, classes: set[str]) -> Iterator[Candidate]:
    statuses = [status for status, group in CLASS_OF.items() if group in classes]
    archives = Household.objects.filter(status__in=statuses, union_path__startswith=verification.union.path)
    left = dict(left_on(verification).values_list("household", "last"))
    for row in archives.values_list(*READ, named=True):
        since = row.filed_on if row.status == Status.ON_FILE else left.get(row.pk)
        if row.status == Status.ON_FILE or since is not None:
            yield _archive(row, since)


def _archive(row: Any, since: datetime.date | None) -> Candidate:
    return Candidate(
        population_class=CLASS_OF[row.status],
        key=row.archive_no,
        union=row.union_id,
        union_code=row.union__code,
        path=row.union_path,
        level=row.level,
        category=row.category,
        cause=row.main_cause,
        since=since,
        persons=row.persons,
        per_head=row.per_head,
        household=row.pk,
    )


def left_on(verification: Verification) -> Any:
    """Return, as rows of archive and day, when each left for the last time since the day that it names."""
    changes = StatusChange.objects.filter(
        union_path__startswith=verification.union.path,
        from_status__in=[Status.ON_FILE, Status.TAPERING],
        to_status__in=LEFT,
    ).exclude(from_status=Status.TAPERING, to_status=Status.EXITED)  # it had left when its taper began
    last = changes.order_by().values("household").annotate(last=Max("on"))
    return last.filter(last__gte=verification.exits_since)


def outside_of(verification: Verification) -> QuerySet[OutsideHousehold]:
    """Return the households of outside lists that can be drawn: without those that came on file since."""
    listed = OutsideHousehold.objects.filter(verification=verification, union__path__startswith=verification.union.path)
    filed = Member.objects.workers().filter(identity_no=OuterRef("identity_no"), archive_open=True)
    return listed.exclude(~Q(identity_no="") & Exists(filed))


def _outside(verification: Verification) -> Iterator[Candidate]:
    named = outside_of(verification)
    for pk, number, union, code, path in named.values_list("pk", "number", "union_id", "union__code", "union__path"):
        yield Candidate(PopulationClass.NOT_FILED, number, union, code, path, outside=pk)


@dataclass(frozen=True)
class Place:
    """What makes a stratum: class, region, category and cause; the last two are empty when they do not divide."""

    population_class: str
    path: str
    category: str
    cause: str


@dataclass(frozen=True)
class Layout:
    """One stratum with its households in the order of the draw, of which the first ``sampled`` are the sample."""

    place: Place
    order: list[Candidate]
    sampled: int


def depth_of(verification: Verification) -> int:
    """Return how long the tree path of a stratum's region is; regions end at the union that the verification is of."""
    return max(DEPTH[Region(verification.region)], len(verification.union.path))


def place_of(candidate: Candidate, verification: Verification) -> Place:
    """Return the stratum of a candidate."""
    depth = depth_of(verification)
    category = candidate.category if verification.by_category else ""
    cause = candidate.cause if verification.by_cause else ""
    return Place(candidate.population_class, candidate.path[:depth], category, cause)


def lay_out(candidates: Iterable[Candidate], verification: Verification) -> list[Layout]:
    """Divide a population into strata, and say who is asked: the same for the same population, terms and seed."""
    strata: dict[Place, dict[str, Candidate]] = defaultdict(dict)
    for candidate in candidates:
        strata[place_of(candidate, verification)][candidate.key] = candidate
    made: list[Layout] = []
    for group in PopulationClass:
        places = sorted((place for place in strata if place.population_class == group), key=_in_order)
        counts = counts_of([len(strata[place]) for place in places], verification)
        made += [_drawn(place, strata[place], count, verification) for place, count in zip(places, counts, strict=True)]
    return made


def _in_order(place: Place) -> tuple[str, str, str]:
    return place.path, place.category, place.cause


def counts_of(sizes: list[int], verification: Verification) -> list[int]:
    """Return how many of the strata of one class, by their sizes, are asked."""
    terms = {name: getattr(verification, name) for name in ("confidence", "margin")}
    total = sample_size(sum(sizes), rate=verification.expected_rate, **terms)
    return allocate(sizes, total, how=verification.allocation, least=verification.least)


def _drawn(place: Place, members: Mapping[str, Candidate], sampled: int, verification: Verification) -> Layout:
    return Layout(place, [members[key] for key in draw_order(verification.seed, members)], sampled)


def kept_lines(verification: Verification) -> dict[str, str]:
    """Return the lines of the population as they were drawn from, by key; one query."""
    return dict(verification.population.values_list("key", "line"))


def regions_of(layouts: Iterable[Layout]) -> dict[str, Union]:
    """Return the unions of the strata by their paths; one query."""
    paths = {layout.place.path for layout in layouts}
    return {union.path: union for union in Union.objects.filter(path__in=paths)}
