"""Who helps demo households: helping units and cadres of each county, made as they are needed."""

import random
from typing import Any

from organizations.enums import UnionKind
from organizations.models import User
from pairing.enums import Rank, UnitKind
from pairing.models import Cadre, HelpingUnit
from pairing.suggesting import LANGUAGE_OF
from reports.demo.people import People
from reports.demo.places import SHOWN, Slot

# No surname of the people above, so that no workbook's cadre is taken for one of these.
SURNAMES = "普刀罕岩龙陶施段尹矣"
OFFICES = ("民政局", "住建局", "人社局", "教育局", "医保局", "卫健局", "财政局", "总工会")
POSITIONS = ("科员", "科员", "科长", "副科长", "办公室主任")
# Leaders help one household each; every so many archives of a county one has a leader.
LED_EVERY = 12
LEADERS = (
    (Rank.SECTION, "局长"),
    (Rank.SECTION, "副局长"),
    (Rank.SECTION, "主任"),
    (Rank.DEPUTY_DIVISION, "副县级领导"),
    (Rank.DIVISION, "县级领导"),
)
ETHNICITIES = ("汉族", "汉族", "彝族", "哈尼族", "傣族", "白族")
SPEAK = 0.6  # of those of a nationality with a language of its own
HOUSEHOLDS = 6  # of each cadre
DEMO_CADRE = "cadre"
LEADER_NUMBERS = 1_000_000  # beyond those of other cadres of a county


class Cadres:
    """Hands out the cadre of each place, the same one in every run."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.fresh: list[HelpingUnit | Cadre] = []
        self._units = {(unit.union_id, unit.name): unit for unit in HelpingUnit.objects.all()}
        self._known = {(c.union_id, c.name, c.phone): c for c in Cadre.objects.select_related("unit")}
        self._pool: dict[tuple[int, int], Cadre] = {}
        self._own = Cadre.objects.select_related("unit").filter(user__username=DEMO_CADRE).first()

    def of(self, slot: Slot, *, before: int = 0) -> Cadre:
        """Return the cadre of a place, or the one so many before in the county's row."""
        if slot.is_demo_cadres:
            return self._demo_cadre(slot)
        number = slot.ordinal // HOUSEHOLDS - before
        key = (slot.home.pk, number)
        if key not in self._pool:
            self._pool[key] = self._made(slot, number)
        return self._pool[key]

    def leader_of(self, slot: Slot) -> Cadre | None:
        """Return the leader of a place, who helps no other household; most places have none."""
        if slot.ordinal % LED_EVERY != LED_EVERY // 2:
            return None
        number = slot.ordinal // LED_EVERY
        rank, position = LEADERS[number % len(LEADERS)]
        return self._made(slot, LEADER_NUMBERS + number, rank=rank, position=position)

    def has_former(self, slot: Slot) -> bool:
        """Tell whether there is another cadre before the one of this place."""
        return not slot.is_demo_cadres and slot.ordinal // HOUSEHOLDS > SHOWN // HOUSEHOLDS

    def take_fresh(self) -> tuple[list[HelpingUnit], list[Cadre]]:
        """Return what was made since the last time, to be written before the households."""
        units = [row for row in self.fresh if isinstance(row, HelpingUnit)]
        cadres = [row for row in self.fresh if isinstance(row, Cadre)]
        self.fresh = []
        return units, cadres

    def _made(self, slot: Slot, number: int, **facts: object) -> Cadre:
        people = People(random.Random(f"{self.seed}/{slot.home.code}/{number}"))
        named: dict[str, Any] = {"name": people.name(SURNAMES), "phone": people.phone()}
        named |= {"position": people.rng.choice(POSITIONS), **_tongues(people), **facts}
        key = (slot.home.pk, named["name"], named["phone"])
        if key not in self._known:
            self._known[key] = Cadre(union=slot.home, unit=self._unit(slot, number), **named)
            self.fresh.append(self._known[key])
        return self._known[key]

    def _demo_cadre(self, slot: Slot) -> Cadre:
        if self._own is None:
            user = User.objects.get(username=DEMO_CADRE)
            self._own = self._made(slot, 0, name=user.name, user=user)
        return self._own

    def _unit(self, slot: Slot, number: int) -> HelpingUnit:
        offices = OFFICES if slot.home.kind == UnionKind.COUNTY else ("系统工会",)
        name = f"{slot.region}{offices[number % len(offices)]}"
        if (slot.home.pk, name) not in self._units:
            people = People(random.Random(f"{self.seed}/{slot.home.code}/{name}"))
            kind = UnitKind.UNION if name.endswith("工会") else UnitKind.DEPARTMENT
            contact = {"contact_name": people.name(SURNAMES), "phone": people.phone()}
            self._units[slot.home.pk, name] = HelpingUnit(union=slot.home, name=name, kind=kind, **contact)
            self.fresh.append(self._units[slot.home.pk, name])
        return self._units[slot.home.pk, name]


def _tongues(people: People) -> dict[str, Any]:
    """Return a nationality, and the language of it for most who have one."""
    ethnicity = people.rng.choice(ETHNICITIES)
    language = LANGUAGE_OF.get(ethnicity)
    speaks = [language] if language and people.rng.random() < SPEAK else []
    return {"ethnicity": ethnicity, "languages": speaks}
