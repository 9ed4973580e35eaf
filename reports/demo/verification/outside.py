"""Households of lists of others that have no archive: where they live, who they are, all of them invented."""

import random
from collections.abc import Iterable

from audits.models import OutsideHousehold, Verification
from households.importing.bulk import insert_rows
from organizations.enums import UnionKind
from reports.demo.people import PEOPLE_OF_A_HOUSEHOLD, People, numbered_identity_no
from reports.demo.places import Slot, region_of

SOURCE = "民政部门低收入家庭名单（演示）"


def list_outside(verification: Verification, slots: Iterable[Slot], seed: int) -> int:
    """Enter the list of a verification that is being set up, once; returns how many households it names."""
    if not verification.outside.exists():
        insert_rows(OutsideHousehold, [_listed(verification, slot, seed) for slot in slots])
    return verification.outside.count()


def _listed(verification: Verification, slot: Slot, seed: int) -> OutsideHousehold:
    people = People(random.Random(f"outside {seed} {slot.number}"))
    place = (slot.ordinal + 1) * PEOPLE_OF_A_HOUSEHOLD
    born = people.rng.randint(1955, 1998)
    home = slot.home if slot.home.kind == UnionKind.COUNTY else slot.union
    return OutsideHousehold(
        verification=verification,
        number=f"MZ2020{slot.number:05d}",
        union=home,
        name=people.name(),
        identity_no=numbered_identity_no(slot.division, place, year=born, male=slot.number % 2 == 0),
        phone=people.phone(),
        address=f"{region_of(home)}居民小区 {slot.number % 40 + 1} 栋",
        source=SOURCE,
    )
