"""The rates of many unions of one verification from what is read once: by place and stratum."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F
from django.db.models.functions import Collate, Left

from audits.models import Interview, PopulationUnit, Stratum, Verification, VerificationFinding
from audits.verification.enums import FINAL, InterviewStatus, Round
from audits.verification.intervals import Rate, rate_of
from audits.verification.ratekinds import RATES, RateKind
from audits.verification.rates import Tally, layer_of
from audits.verification.withholding import Row, withheld

Place = tuple[str, int]
Tallies = dict[Place, Tally]
UNIT = "sample__unit__union__path"


@dataclass
class Surveyed:
    """What a verification found, by tree path (so many letters of it as was asked for) and stratum."""

    verification: Verification
    classes: dict[int, str] = field(default_factory=dict)
    sizes: dict[Place, int] = field(default_factory=dict)
    outcomes: Tallies = field(default_factory=lambda: defaultdict(Tally))
    answers: dict[str, Tallies] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    hidden: dict[str, frozenset[Row]] = field(default_factory=dict)

    def rate(self, kind: RateKind, path: str, *, own: bool = False, group: str = "") -> Rate | None:
        """Return a rate of the households of a union and below, weighted by strata; None where nobody was judged.

        With ``own`` those below are left out, with ``group`` all other classes.
        """
        sizes, judged = self.sizes_at(path, own=own), self.judged_at(path, kind, own=own)
        layers = (
            layer_of(kind, sizes[stratum], judged[stratum])
            for stratum, of in self.classes.items()
            if of in kind.classes and group in ("", of)
        )
        return rate_of(layers, confidence=self.verification.confidence)

    def withholds(self, kind: RateKind, path: str, *, own: bool = False, group: str = "") -> bool:
        """Tell whether a rate says, or lets others work out, what a handful of households answered.

        By class it is never told of several classes, which with the places would make too many sums of the same.
        """
        if not kind.by_answers:
            return False
        asked = [one for one in kind.classes if one in self.verification.classes]
        if group in asked and len(asked) > 1:
            return True
        if kind.code not in self.hidden:
            self.hidden[kind.code] = withheld(self._answered(kind), self.verification.union.path)
        return (path, own) in self.hidden[kind.code]

    def _answered(self, kind: RateKind) -> Counter[str]:
        """Return how many households answered what a rate is made of, by path."""
        found: Counter[str] = Counter()
        for (path, stratum), tally in self.answers[kind.code].items():
            if self.classes[stratum] in kind.classes:
                found[path] += tally.answered
        return found

    def sizes_at(self, path: str, *, own: bool = False) -> Counter[int]:
        """Return how many households of each stratum stand in a place."""
        found: Counter[int] = Counter()
        for stratum, count in _within(self.sizes.items(), path, own):
            found[stratum] += count
        return found

    def judged_at(self, path: str, kind: RateKind | None = None, *, own: bool = False) -> dict[int, Tally]:
        """Return what was judged, or answered for a rate of answers, in each stratum of a place."""
        tallies = self.answers[kind.code] if kind and kind.by_answers else self.outcomes
        found: dict[int, Tally] = defaultdict(Tally)
        for stratum, tally in _within(tallies.items(), path, own):
            found[stratum].add(tally)
        return found


def survey(verification: Verification, length: int) -> Surveyed:
    """Read what a verification found, grouped by so many letters of the tree paths; four queries."""
    found = Surveyed(verification)
    found.classes = dict(Stratum.objects.filter(verification=verification).values_list("pk", "population_class"))
    units = PopulationUnit.objects.filter(verification=verification).order_by()
    for path, stratum, count in units.values_list(_at("union__path", length), "stratum").annotate(count=Count("pk")):
        found.sizes[path, stratum] = count
    _read_outcomes(found, length)
    _read_answers(found, length)
    return found


def _read_outcomes(found: Surveyed, length: int) -> None:
    rows: Any = VerificationFinding.objects.filter(verification=found.verification, status__in=FINAL).order_by()
    rows = rows.values_list(_at(UNIT, length), "sample__stratum", "outcome").annotate(count=Count("pk"))
    for path, stratum, outcome, count in rows:
        tally = found.outcomes[path, stratum]
        tally.households += count
        tally.judged += count
        tally.hits[outcome] += count


def _read_answers(found: Surveyed, length: int) -> None:
    rows = Interview.objects.filter(verification=found.verification, round=Round.FIRST, status=InterviewStatus.AGREED)
    kinds = [kind for kind in RATES if kind.by_answers]
    placed = rows.order_by().values_list(_at(UNIT, length), "sample__stratum", "answers")
    for path, stratum, said in placed.iterator():
        for kind in kinds:
            found.answers[kind.code][path, stratum].note(kind, said)


def _at(path: str, length: int) -> Collate:
    """Return the expression by which rows with a tree path are grouped."""
    return Collate(Left(F(path), length), "C")


def _within(rows: Iterable[tuple[Place, Any]], path: str, own: bool = False) -> Iterable[tuple[int, Any]]:
    return ((stratum, said) for (at, stratum), said in rows if (at == path if own else at.startswith(path)))
