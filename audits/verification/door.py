"""What stands on the doorstep: who is asked, where they live, and what the archive says as far as it is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from audits.models import Interview, PopulationUnit
from audits.verification.enums import PopulationClass
from core.masking import mask_identity_no, mask_phone
from households.enums import Relation
from households.models import Household, Member
from pairing.models import Pairing


def number_of(unit: PopulationUnit) -> str:
    """Return what the log calls a household: the archive number, or that of the list that it stands on."""
    return unit.key if unit.household_id else f"未建档 {unit.key}"


@dataclass(frozen=True)
class Door:
    """A household as its assessor sees it; of what others were told there, nothing."""

    interview: Interview

    @property
    def unit(self) -> PopulationUnit:
        return self.interview.sample.unit

    @property
    def household(self) -> Household | None:
        return self.unit.household

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def number(self) -> str:
        return number_of(self.unit)

    @property
    def address(self) -> str:
        return self.household.address if self.household else self.unit.outside.address  # type: ignore[union-attr]

    @property
    def population_class(self) -> str:
        return PopulationClass(self.interview.sample.stratum.population_class).label

    @cached_property
    def members(self) -> Sequence[Member]:
        """Who belongs to the household by the archive, the worker first; one query, none without an archive."""
        if self.household is None:
            return []
        return list(self.household.members.present())

    @property
    def identity_no(self) -> str:
        worker = self._worker
        return worker.identity_no if worker else self.unit.outside.identity_no if self.unit.outside else ""

    @property
    def phone(self) -> str:
        worker = self._worker
        return worker.phone if worker else self.unit.outside.phone if self.unit.outside else ""

    @property
    def masked_identity_no(self) -> str:
        return mask_identity_no(self.identity_no)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @cached_property
    def cadres(self) -> str:
        """Who helps the household, or helped it last; one query."""
        if self.household is None:
            return ""
        rows = list(Pairing.objects.filter(household=self.household).select_related("cadre").order_by("-pk"))
        active = [row for row in rows if row.is_active]
        return "、".join(dict.fromkeys(row.cadre.name for row in active or rows[:1]))

    @property
    def _worker(self) -> Member | None:
        return next((member for member in self.members if member.relation == Relation.SELF), None)
