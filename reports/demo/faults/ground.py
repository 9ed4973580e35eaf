"""What the plants share: the archives that are still free, days counted from today, and short ways to change rows.

The rows are written past the actions, which would refuse most of what is planted.
"""

import datetime
import io
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from audits.models import PlantedFault
from core import clock, files
from households.enums import AttachmentKind, Relation, Status
from households.models import Attachment, Household, IncomeSurvey, Member
from organizations.models import User
from organizations.scope import COUNTY_PATH
from pairing.models import Visit
from reports.demo.care import evening

CHILDREN = (Relation.SON, Relation.DAUGHTER)
# A table with checks that still wait for the end of the transaction cannot be altered.
GUARD = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE households_household {} TRIGGER audits_guard_life"
EDGE = 64  # pixels of a planted photo


class NotHere(Exception):  # noqa: N818 -- an archive that does not suit, no error
    """An archive in which a fault cannot be planted: it lacks what the fault is about."""


class Ground:
    """The archives on file to plant in, each used once, in an order of the seed."""

    def __init__(self, seed: int) -> None:
        self.today, self.by = clock.today(), User.objects.get(username="province")
        self.rng = random.Random(f"faults/{seed}")
        free = Household.objects.filter(status=Status.ON_FILE).exclude(pk__in=PlantedFault.objects.values("household"))
        self.free = list(free.order_by("archive_no").values_list("pk", "union_path"))
        self.rng.shuffle(self.free)
        self.near: dict[str, list[int]] = defaultdict(list)
        for key, path in self.free:
            self.near[path[:COUNTY_PATH]].append(key)
        self.taken: set[int] = set()
        self.count = 0

    def number(self) -> int:
        """Return a number that nothing else of this planting has."""
        self.count += 1
        return self.count

    def candidates(self) -> Iterable[Household]:
        """Yield archives that are still free; whoever plants in one takes it."""
        for key, _path in self.free:
            if key not in self.taken:
                yield Household.objects.select_related("union").get(pk=key)

    def beside(self, household: Household, count: int) -> list[Household]:
        """Take further archives of the same county; raises NotHere when there are too few."""
        near = self.near[household.union_path[:COUNTY_PATH]]
        keys = [key for key in near if key not in self.taken and key != household.pk][:count]
        if len(keys) < count:
            raise NotHere
        self.taken.update(keys)
        return list(Household.objects.filter(pk__in=keys).order_by("pk"))

    def ago(self, days: int) -> datetime.date:
        """Return the day so many days back."""
        return self.today - datetime.timedelta(days=days)

    def years(self, count: int) -> datetime.date:
        """Return the day so many years back."""
        return clock.months_after(self.today, -12 * count)

    def photo(self, household: Household, shade: int, title: str) -> Attachment:
        """Attach a made-up picture, the same for the same shade."""
        made = io.BytesIO()
        Image.new("RGB", (EDGE, EDGE), (shade % 256, shade // 256 % 256, 120)).save(made, "PNG")
        content = files.read_upload(SimpleUploadedFile("演示.png", made.getvalue()))
        files.keep(content)
        facts = {"kind": AttachmentKind.PHOTO, "title": title, **content.facts}
        return Attachment.objects.create(household=household, uploaded_by=self.by, **facts)

    def visit(self, household: Household, on: datetime.date, words: str, **facts: Any) -> Visit:
        """Log a home visit by the household's cadre, entered on its evening: late is only what is planted late."""
        cadre = facts.pop("cadre", None) or cadre_of(household)
        usual = {"cadre": cadre, "visitor_name": cadre.name, "method": "home", "met": "worker", "created_by": self.by}
        usual["created_at"] = evening(on)
        return Visit.objects.create(household=household, on=on, situation=words, **usual | facts)


Plant = Callable[[Household, Ground], object]


def need(value: Any) -> Any:
    """Return what an archive has; raises NotHere for nothing."""
    if not value:
        raise NotHere
    return value


def worker_of(household: Household) -> Member:
    return need(household.members.filter(relation=Relation.SELF).first())


def person_of(household: Household, *relations: str) -> Member:
    """Return somebody of the household in one of these relations."""
    return need(household.members.filter(relation__in=relations, departed_on=None).order_by("pk").first())


def survey_of(household: Household) -> IncomeSurvey:
    return need(household.surveys.order_by("-period_end", "-pk").first())


def cadre_of(household: Household) -> Any:
    pairing = household.pairings.responsible().active().select_related("cadre").first()
    return need(pairing).cadre


def change(row: Any, **facts: Any) -> None:
    """Write columns of a row, whatever an action would say to it."""
    type(row).objects.filter(pk=row.pk).update(**facts)


def put(household: Household, status: str, **facts: Any) -> None:
    """Write a status with the database's guards of the life of an archive lifted for this one statement."""
    with connection.cursor() as cursor, pgtrigger.ignore("households.Household:legal_status"):
        cursor.execute(GUARD.format("DISABLE"))
        change(household, status=status, **facts)
        cursor.execute(f"{GUARD.format('ENABLE')}; SET CONSTRAINTS ALL DEFERRED")


def worker(**facts: Any) -> Plant:
    """Plant in columns of the worker."""
    return lambda household, ground: change(worker_of(household), **facts)


def archive(**facts: Any) -> Plant:
    """Plant in columns of the archive."""
    return lambda household, ground: change(household, **facts)
