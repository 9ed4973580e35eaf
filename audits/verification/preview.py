"""How large a sample would be, before it is drawn: counted in the database, not household by household."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Left

from audits.models import Verification
from audits.verification.enums import PopulationClass
from audits.verification.population import CLASS_OF, counts_of, depth_of, left_on, outside_of
from households.models import Household


@dataclass(frozen=True)
class ClassSize:
    """One class: how many households there are, in how many strata, and how many of them would be asked."""

    group: PopulationClass
    households: int
    strata: int
    sampled: int

    @property
    def label(self) -> str:
        return str(self.group.label)


def preview(verification: Verification) -> list[ClassSize]:
    """Return the sizes of a verification that need not be saved yet; as many queries as it has classes.

    The numbers are those of the draw as long as nothing changes. Raises DomainError for shares out of range.
    """
    found = []
    for group in verification.asked_classes:
        sizes = _sizes(verification, group)
        found.append(ClassSize(group, sum(sizes), len(sizes), sum(counts_of(sizes, verification))))
    return found


def _sizes(verification: Verification, group: PopulationClass) -> list[int]:
    """Return the sizes of the strata of one class."""
    depth = depth_of(verification)
    if group == PopulationClass.NOT_FILED:
        if verification.pk is None:
            return []
        paths = outside_of(verification).values_list("union__path", flat=True)
        return list(Counter(path[:depth] for path in paths).values())
    statuses = [status for status, said in CLASS_OF.items() if said == group]
    rows = Household.objects.filter(status__in=statuses, union_path__startswith=verification.union.path)
    if group != PopulationClass.ON_FILE:
        rows = rows.filter(pk__in=left_on(verification).values("household"))
    by = ["place"]
    by += ["category"] if verification.by_category else []
    by += ["main_cause"] if verification.by_cause else []
    counted = rows.order_by().annotate(place=Left("union_path", depth)).values(*by).annotate(count=Count("pk"))
    return list(counted.values_list("count", flat=True))
