"""Where demo households live: spread over the counties and industry systems, each at the same place in every run."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from organizations.enums import UnionKind
from organizations.models import Union
from organizations.reference import PROVINCE

GOLDEN = 0.6180339887498949
# Of the first households every fifth lives in the county of the demo accounts, so that it is never empty.
FIRST, EVERY = 600, 5
BUSY = {"5301": 4.0, "5303": 2.5, "5325": 2.0, "5306": 1.8, "5329": 1.6, "5304": 1.5, "5323": 1.5}
INDUSTRY = 0.7
SHOWN = 12  # households of the demo cadre
# Every so many archives of a county stand in a union of a works, as those of an industry system always do.
COUNTY = "532524"  # of the demo accounts
OF_WORKS = 6
WORKS = ("纺织厂", "水泥厂", "糖业公司")
BRANCHES = ("第一", "第二")
FIRST_NUMBER = 20_000  # above the numbers that people and workbooks use
LAST_NUMBER = 99_999
YEARS = (2016, 2017, 2018, 2019, 2020, 2021)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one household: its number in the run, and which archive of its division it is."""

    number: int
    ordinal: int
    division: str
    home: Union  # county, or industry system: where its cadres and helping units are
    union: Union  # where it is filed: the same, or a grassroots union below

    @property
    def archive_no(self) -> str:
        return f"{self.division}{self.year}{FIRST_NUMBER + self.ordinal}"

    @property
    def year(self) -> int:
        return YEARS[self.ordinal % len(YEARS)]

    @property
    def is_demo_cadres(self) -> bool:
        return self.division == COUNTY and self.ordinal < SHOWN

    @property
    def region(self) -> str:
        return region_of(self.home)


class Places:
    """Hands out places, the same ones for any number of households; makes grassroots unions as they are needed."""

    def __init__(self) -> None:
        kinds = [UnionKind.COUNTY, UnionKind.INDUSTRY]
        self.homes = list(Union.objects.filter(kind__in=kinds, is_active=True, depth__lte=3).order_by("path"))
        self.bounds = list(accumulate(_weight(union) for union in self.homes))

    @cached_property
    def _grassroots(self) -> dict[str, Union]:
        return {union.code: union for union in Union.objects.filter(kind=UnionKind.GRASSROOTS)}

    @cached_property
    def _demo_county(self) -> Union:
        return next(union for union in self.homes if union.code == COUNTY)

    def slots(self, count: int) -> Iterator[Slot]:
        """Return the first places in order; raises ValueError when a division has no archive numbers left."""
        taken: Counter[str] = Counter()
        for number in range(count):
            home = self._home(number)
            division = home.code if home.kind == UnionKind.COUNTY else PROVINCE
            ordinal = taken[division]
            if FIRST_NUMBER + ordinal > LAST_NUMBER:
                raise ValueError(f"no archive numbers left in {division}")
            taken[division] += 1
            yield Slot(number, ordinal, division, home, self._union(home, ordinal))

    def _home(self, number: int) -> Union:
        if number < FIRST and number % EVERY == 0:
            return self._demo_county
        # Multiples of the golden ratio fall evenly, however many there are.
        point = (number + 1) * GOLDEN % 1 * self.bounds[-1]
        return self.homes[min(bisect(self.bounds, point), len(self.homes) - 1)]

    def _union(self, home: Union, ordinal: int) -> Union:
        if home.kind == UnionKind.INDUSTRY:
            branch = ordinal % len(BRANCHES)
            return self._below(home, branch, f"{region_of(home)}系统{BRANCHES[branch]}基层工会")
        if ordinal % OF_WORKS != OF_WORKS - 1:
            return home
        works = ordinal // OF_WORKS % len(WORKS)
        return self._below(home, works, f"{region_of(home)}{WORKS[works]}工会")

    def _below(self, home: Union, position: int, name: str) -> Union:
        code = works_code(home.code, position)
        if code not in self._grassroots:
            fresh = Union(code=code, name=name, kind=UnionKind.GRASSROOTS)
            self._grassroots[code] = Union.objects.add_child(Union.objects.get(pk=home.pk), instance=fresh)
        return self._grassroots[code]


def region_of(union: Union) -> str:
    """Return the everyday name of a union's region or trade: 建水县, 教育."""
    return union.name.removesuffix("总工会").removesuffix("工会").removeprefix("云南省")


def _weight(union: Union) -> float:
    if union.kind == UnionKind.INDUSTRY:
        return INDUSTRY
    return BUSY.get(union.code[:4], 1.0) * (1.5 if union.name.endswith(("市总工会", "区总工会")) else 1.0)


def works_code(home: str, position: int = 0) -> str:
    """Return the code of a demo grassroots union; numbers that the system gives out begin at 001."""
    return f"{home}-{901 + position}"


def ensure_works(home: str) -> Union:
    """Return the first demo grassroots union of a county, made when it is missing."""
    if found := Union.objects.filter(code=works_code(home)).first():
        return found
    county = Union.objects.get(code=home)
    fresh = Union(code=works_code(home), name=f"{region_of(county)}{WORKS[0]}工会", kind=UnionKind.GRASSROOTS)
    return Union.objects.add_child(county, instance=fresh)
