"""All rates of a verification by place and class, from what is read once, each beside its standard."""

from collections.abc import Iterable
from typing import Any

from audits.models import RateStandard, Stratum, Verification
from audits.verification.ratekinds import RATES, RateKind
from audits.verification.rates import RateLine
from audits.verification.surveying import survey
from organizations.models import Union

WHOLE_PATH = 255


class RateBook:
    """The rates of a union and of every place below it; six queries, once.

    A place is a union with everything below it, or with ``own`` what is filed there itself. Without ``in_full``, for
    unions under check, rates of what a handful of households answered, or that would tell them, are withheld.
    """

    def __init__(self, verification: Verification, union: Union, *, in_full: bool = True) -> None:
        self.union, self._in_full = union, in_full
        self.found = survey(verification, WHOLE_PATH)
        self.strata = {stratum.pk: stratum for stratum in verification.strata.select_related("union")}
        held = RateStandard.objects.filter(valid_from__lte=verification.ends_on).select_related("union")
        self.standards = list(held.order_by("-union__depth", "-valid_from"))

    def places(self, children: Iterable[Union]) -> list[tuple[Union, bool]]:
        """Return those below of whom somebody stands in the population, and the union itself with ``own``."""
        paths = {path for path, _stratum in self.found.sizes}
        found = [(child, False) for child in children if any(path.startswith(child.path) for path in paths)]
        return [*found, (self.union, True)] if found and self.union.path in paths else found

    def lines(self, place: Union, *, own: bool = False, group: str = "") -> list[RateLine]:
        """Return every rate of a place, of one class of households alone when it is named, in the order of RATES."""
        return [self._line(kind, place, own=own, group=group) for kind in RATES]

    def _line(self, kind: RateKind, place: Union, **narrowed: Any) -> RateLine:
        standard = self._standard(kind, place)
        rate = self.found.rate(kind, place.path, **narrowed)
        if rate and not self._in_full and self.found.withholds(kind, place.path, **narrowed):
            return RateLine(kind, None, standard, is_withheld=True)
        return RateLine(kind, rate, standard)

    def silent(self, place: Union) -> list[tuple[Stratum, int]]:
        """Return the strata with households in a place of whom nobody was judged, with how many they are."""
        sizes, judged = self.found.sizes_at(place.path), self.found.judged_at(place.path)
        return [(stratum, sizes[pk]) for pk, stratum in self.strata.items() if sizes[pk] and not judged[pk].judged]

    def judged(self, place: Union) -> int:
        """Return of how many households of a place the outcome is final."""
        return sum(tally.judged for tally in self.found.judged_at(place.path).values())

    def _standard(self, kind: RateKind, place: Union) -> RateStandard | None:
        held = (row for row in self.standards if row.code == kind.code and place.path.startswith(row.union.path))
        return next(held, None)


def rates_of(verification: Verification, union: Union) -> list[RateLine]:
    """Return every rate of the households of a union and below, in the order of RATES; six queries."""
    return RateBook(verification, union).lines(union)
