"""The network of aid of the demo: a centre in each prefecture and county, and all five levels in the demo county."""

import random
from typing import Any

from organizations.enums import UnionKind
from organizations.models import Union
from pairing.enums import StationLevel
from pairing.models import Station
from reports.demo.cadres import SURNAMES
from reports.demo.people import People
from reports.demo.places import COUNTY, region_of

HOURS = "工作日 8:30—12:00，14:30—17:30"
SERVICES = "政策咨询、帮扶申请、就业服务、法律援助"
# Of the demo county: level, name, the station above.
BELOW = (
    (StationLevel.TOWNSHIP, "临安镇困难职工援助站", ""),
    (StationLevel.TOWNSHIP, "西庄镇困难职工援助站", ""),
    (StationLevel.TOWNSHIP, "南庄镇困难职工援助站", ""),
    (StationLevel.COMMUNITY, "朝阳社区援助分站", "临安镇困难职工援助站"),
    (StationLevel.COMMUNITY, "北正社区援助分站", "临安镇困难职工援助站"),
    (StationLevel.COMMUNITY, "马家营社区援助分站", "西庄镇困难职工援助站"),
    (StationLevel.ENTERPRISE, "建水县纺织厂援助点", "朝阳社区援助分站"),
    (StationLevel.ENTERPRISE, "建水县糖业公司援助点", "南庄镇困难职工援助站"),
)


def ensure_stations(seed: int) -> None:
    """Make the stations of a home that has none; all contacts are invented."""
    if Station.objects.exists():
        return
    people = People(random.Random(f"{seed}/stations"))
    regions = Union.objects.filter(is_active=True).order_by("path")
    tops = [_of(u, StationLevel.PREFECTURE, people) for u in regions.filter(kind=UnionKind.PREFECTURE)]
    Station.objects.bulk_create(tops)
    above = {top.union.path: top for top in tops}
    counties = regions.filter(kind=UnionKind.COUNTY)
    cities = [_of(u, StationLevel.CITY, people, parent=above.get(u.path[: -Union.steplen])) for u in counties]
    Station.objects.bulk_create(cities)
    _below(next(city for city in cities if city.union.code == COUNTY), people)


def _below(city: Station, people: People) -> None:
    known = {"": city}
    for level, name, above in BELOW:
        known[name] = _of(city.union, level, people, parent=known[above], name=name)
        known[name].save()


def _of(union: Union, level: StationLevel, people: People, **facts: Any) -> Station:
    region = region_of(union)
    title = "困难职工援助中心" if level == StationLevel.PREFECTURE else "困难职工援助分中心"
    named = {"name": f"{region}{title}", "address": f"{region}总工会一楼服务大厅"}
    if level not in (StationLevel.PREFECTURE, StationLevel.CITY):
        named["address"] = f"{region}{facts['name']}内"
    contact = {"contact_name": people.name(SURNAMES), "phone": people.phone()}
    return Station(union=union, level=level, hours=HOURS, services=SERVICES, **(named | contact | facts))
