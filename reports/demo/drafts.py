"""A household in the making: where it lives, what is drawn for it, and the rows that it becomes."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

from core.files import Content
from households.enums import Status
from households.importing.batches import Desk
from households.models import Difficulty, Household, Member
from organizations.models import User
from pairing.models import Cadre
from reports.demo.people import PEOPLE_OF_A_HOUSEHOLD, People, numbered_identity_no
from reports.demo.places import Slot

M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass
class Draft:
    """What the parts of one household share; ``neat`` ones are to be clear in all six."""

    slot: Slot
    people: People
    desk: Desk
    by: User
    neat: bool
    household: Household = field(default_factory=Household)
    cadre: Cadre | None = None
    former: Cadre | None = None
    leader: Cadre | None = None
    former_rules: bool = False
    rows: dict[type[Model], list[Model]] = field(default_factory=dict)
    scans: list[Content] = field(default_factory=list)

    @classmethod
    def of(cls, slot: Slot, *, seed: int, desk: Desk, by: User) -> "Draft":
        """Begin a household; what is drawn depends on the seed and its place alone."""
        people = People(random.Random(f"{seed}/{slot.number}"))
        return cls(slot, people, desk, by, neat=people.rng.random() < 0.4)

    @property
    def today(self) -> datetime.date:
        return self.desk.today

    @property
    def members(self) -> list[Member]:
        return self.rows.get(Member, [])  # type: ignore[return-value]

    @property
    def difficulties(self) -> list[Difficulty]:
        return self.rows.get(Difficulty, [])  # type: ignore[return-value]

    @property
    def is_shown(self) -> bool:
        """Tell whether the household is one of the demo cadre's own, which show every state."""
        return self.slot.is_demo_cadres

    @property
    def has_left(self) -> bool:
        return self.household.status == Status.EXITED

    def add(self, instance: M) -> M:
        """Plan a row."""
        self.rows.setdefault(type(instance), []).append(instance)
        return instance

    def chance(self, share: float) -> bool:
        """Tell whether something that befalls a share of households befalls this one."""
        return self.people.rng.random() < share

    def gap(self, share: float) -> bool:
        """Tell whether something is left undone here; never in a neat household."""
        return self.chance(share) and not self.neat

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self.people.rng.choice(options)

    def ago(self, first: int, last: int) -> datetime.date:
        """Return a day that lies so many days back."""
        return self.today - datetime.timedelta(days=self.people.rng.randint(first, last))

    def identity_no(self, *, year: int, male: bool) -> str:
        """Return the number of the next person of the household."""
        place = self.slot.ordinal * PEOPLE_OF_A_HOUSEHOLD + len(self.members)
        return numbered_identity_no(self.slot.division, place, year=year, male=male)
