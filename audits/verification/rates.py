"""The rates of a verification, of a union and everything below it, each beside its standard and its list.

Formulas, weights and intervals: docs/algorithms/verification.md.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from audits.models import Interview, PopulationUnit, RateStandard, Stratum, Verification, VerificationFinding
from audits.verification.enums import FINAL, InterviewStatus, Round, Verdict
from audits.verification.intervals import Layer, Rate, rate_of
from audits.verification.querysets import FindingQuerySet, InterviewQuerySet
from audits.verification.ratekinds import RATES, RateKind
from organizations.models import Union

TONES = {
    Verdict.MET: "good",
    Verdict.NOT_MET: "bad",
    Verdict.UNSURE: "soon",
    Verdict.NO_STANDARD: "gone",
    Verdict.NOTHING: "gone",
}


@dataclass(frozen=True)
class RateLine:
    """One rate with its standard: ``met`` by the estimate, ``verdict`` by what the interval allows to say."""

    kind: RateKind
    rate: Rate | None
    standard: RateStandard | None = None

    @property
    def met(self) -> bool | None:
        if self.rate is None or self.standard is None:
            return None
        share, limit = self.rate.share, float(self.standard.limit)
        return share <= limit if self.kind.is_upper else share >= limit

    @property
    def percent(self) -> str:
        return "" if self.rate is None else f"{self.rate.share:.2%}"

    @property
    def interval(self) -> str:
        """From where to where the truth lies, by the confidence of the verification."""
        return "" if self.rate is None else f"{self.rate.low:.2%} 至 {self.rate.high:.2%}"

    @property
    def limit(self) -> str:
        return "" if self.standard is None else self.standard.percent

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def verdict(self) -> Verdict:
        if self.rate is None:
            return Verdict.NOTHING
        if self.standard is None:
            return Verdict.NO_STANDARD
        limit = float(self.standard.limit)
        if self.rate.low <= limit < self.rate.high or self.rate.low < limit <= self.rate.high:
            return Verdict.UNSURE
        return Verdict.MET if self.met else Verdict.NOT_MET


@dataclass
class Tally:
    """What was judged in one stratum: at how many households, how much, and of it how much by outcome or answer."""

    households: int = 0
    judged: int = 0
    hits: Counter[str] = field(default_factory=Counter)

    def note(self, kind: RateKind, answers: Mapping[str, Any]) -> None:
        """Add what one household answered: nothing, one answer, or one for each of several measures.

        Who was asked of measures and has none counts as a household, or the others would stand for it too.
        """
        said = answers.get(kind.question)
        given = list(said.values()) if isinstance(said, Mapping) else [] if said is None else [str(said)]
        self.households += bool(given) or kind.is_of_items
        self.judged += len(given)
        self.hits.update(given)

    def add(self, other: "Tally") -> None:
        """Add what was judged of other households of the stratum."""
        self.households += other.households
        self.judged += other.judged
        self.hits.update(other.hits)


def rates_of(verification: Verification, union: Union) -> list[RateLine]:
    """Return every rate of the households of a union and below, in the order of the definitions; five queries."""
    strata = {stratum.pk: stratum for stratum in Stratum.objects.filter(verification=verification)}
    sizes = _sizes(verification, union)
    outcomes = _outcomes(verification, union)
    answers = _answers(verification, union)
    standards = standards_of(union, verification)
    lines = []
    for kind in RATES:
        tallies = answers[kind.code] if kind.by_answers else outcomes
        layers = (
            layer_of(kind, sizes.get(pk, 0), tallies.get(pk, Tally()))
            for pk, stratum in strata.items()
            if stratum.population_class in kind.classes
        )
        rate = rate_of(layers, confidence=verification.confidence)
        lines.append(RateLine(kind, rate, standards.get(kind.code)))
    return lines


def layer_of(kind: RateKind, size: int, tally: Tally) -> Layer:
    """Make the layer of a rate; where several measures are asked of one household, the stratum has as many of each."""
    counted = sum(tally.hits[name] for name in (kind.answers or kind.outcomes))
    size = round(size * tally.judged / tally.households) if tally.households else size
    return Layer(size, tally.judged, tally.judged - counted if kind.is_rest else counted)


def _sizes(verification: Verification, union: Union) -> dict[int, int]:
    rows = PopulationUnit.objects.filter(verification=verification, union__path__startswith=union.path)
    return dict(rows.order_by().values_list("stratum").annotate(count=Count("pk")))


def _outcomes(verification: Verification, union: Union) -> dict[int, Tally]:
    rows = findings_within(verification, union).order_by().values_list("sample__stratum", "outcome")
    found: dict[int, Tally] = defaultdict(Tally)
    for stratum, outcome, count in rows.annotate(count=Count("pk")):
        found[stratum].households += count
        found[stratum].judged += count
        found[stratum].hits[outcome] += count
    return found


def _answers(verification: Verification, union: Union) -> dict[str, dict[int, Tally]]:
    kinds = [kind for kind in RATES if kind.by_answers]
    found: dict[str, dict[int, Tally]] = {kind.code: defaultdict(Tally) for kind in kinds}
    for stratum, said in interviews_within(verification, union).values_list("sample__stratum", "answers").iterator():
        for kind in kinds:
            found[kind.code][stratum].note(kind, said)
    return found


def findings_within(verification: Verification, union: Union) -> FindingQuerySet:
    """Return the final findings about households of a union and below."""
    found: FindingQuerySet = VerificationFinding.objects.filter(verification=verification, status__in=FINAL)
    return found.filter(sample__unit__union__path__startswith=union.path)


def interviews_within(verification: Verification, union: Union) -> InterviewQuerySet:
    """Return the first interviews, as they were agreed, of households of a union and below."""
    found: InterviewQuerySet = Interview.objects.filter(verification=verification, round=Round.FIRST)
    return found.filter(status=InterviewStatus.AGREED, sample__unit__union__path__startswith=union.path)


def findings_behind(kind: RateKind, verification: Verification, union: Union, *, hits: bool) -> FindingQuerySet:
    """Return the findings that a rate is made of: all that were judged, or those that it counts."""
    found = findings_within(verification, union).filter(sample__stratum__population_class__in=kind.classes)
    if not hits:
        return found
    counted = Q(outcome__in=kind.outcomes)
    return found.filter(~counted if kind.is_rest else counted)


def interviews_behind(kind: RateKind, verification: Verification, union: Union, *, hits: bool) -> InterviewQuerySet:
    """Return the interviews that a rate of answers is made of: with an answer, or with one that it counts."""
    found = interviews_within(verification, union).filter(sample__stratum__population_class__in=kind.classes)
    found = found.filter(answers__has_key=kind.question)
    return found.filter(**{f"answers__{kind.question}__in": list(kind.answers)}) if hits else found


def standards_of(union: Union, verification: Verification) -> dict[str, RateStandard]:
    """Return the standard of each rate that holds for a union on the last day of the field work; one query."""
    rows = RateStandard.objects.holding_for(union).filter(valid_from__lte=verification.ends_on)
    return {row.code: row for row in reversed(list(rows))}
