"""Who could be paid in a wave: households on file by then, children at school, grown-ups for the services."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistance.ceilings.enums import Stage
from assistance.enums import AidProject
from households.enums import Relation
from households.models import Member
from organizations.models import Union
from reports.demo.payments.plan import Kind
from reports.demo.payments.staff import payers

CHILDREN = (Relation.SON, Relation.DAUGHTER)
# Age from which on a child is at a stage of schooling, the oldest first.
STAGES = ((18, Stage.COLLEGE), (15, Stage.HIGH_SCHOOL), (6, Stage.COMPULSORY))
# What is read of an archive and its worker, in the order of Payee.
FACTS = (
    "household__archive_no",
    "household__union",
    "household__union_path",
    "household__filed_on",
    "household__level",
    "household__category",
    "name",
    "identity_no",
    "pk",
    "household__bank",
    "household__bank_branch",
    "household__card_no",
)


@dataclass(frozen=True, slots=True)
class Payee:
    """One household as the lines of a batch need it, with its worker and perhaps a child at school."""

    household: int
    archive_no: str
    union: int
    path: str
    filed_on: datetime.date
    level: str
    category: str
    name: str
    identity_no: str
    worker: int
    bank: str
    bank_branch: str
    card_no: str
    child: int | None
    child_no: str
    born: datetime.date | None

    def stage_on(self, day: datetime.date) -> str:
        """Return at which stage of schooling the child is on a day; "" for no child at school."""
        if self.born is None:
            return ""
        age = (day - self.born).days // 365
        return next((stage for since, stage in STAGES if age >= since), "")


class Payees:
    """The households of the whole home by the union that pays them, in the order of their keys."""

    @cached_property
    def unions(self) -> dict[str, Union]:
        return {union.path: union for union in payers()}

    @cached_property
    def of(self) -> dict[int, list[Payee]]:
        """Return the payees of each union that pays; two queries over the whole home."""
        found: dict[int, list[Payee]] = defaultdict(list)
        for payee in self._all():
            if union := self.unions.get(payee.path[: 2 * Union.steplen]):
                found[union.pk].append(payee)
        return dict(found)

    def there(self, union: int, kind: Kind, day: datetime.date) -> list[Payee]:
        """Return whom a union could pay on a day."""
        payees = [payee for payee in self.of.get(union, ()) if payee.filed_on < day]
        return [payee for payee in payees if payee.stage_on(day)] if kind.project == AidProject.SCHOOLING else payees

    def _all(self) -> Iterable[Payee]:
        children: dict[int, tuple[Any, ...]] = {}
        rows = Member.objects.filter(relation__in=CHILDREN, birth_date__isnull=False).order_by("-birth_date")
        for household, *child in rows.values_list("household", "pk", "identity_no", "birth_date").iterator(
            chunk_size=20_000
        ):
            children[household] = tuple(child)  # the eldest is the last
        workers = Member.objects.workers().filter(household__filed_on__isnull=False).order_by("household")
        for home, *facts in workers.values_list("household", *FACTS).iterator(chunk_size=20_000):
            yield Payee(home, *facts, *children.get(home, (None, "", None)))
