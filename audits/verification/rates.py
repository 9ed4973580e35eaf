"""One rate of a verification beside its standard, what it is made of, and the list behind each number of it.

Formulas, weights and intervals: docs/algorithms/verification.md.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from audits.models import Interview, RateStandard, Verification, VerificationFinding
from audits.verification.enums import FINAL, InterviewStatus, Round, Verdict
from audits.verification.intervals import Layer, Rate
from audits.verification.querysets import FindingQuerySet, InterviewQuerySet
from audits.verification.ratekinds import RateKind
from organizations.models import Union

TONES = {
    Verdict.MET: "good",
    Verdict.NOT_MET: "bad",
    Verdict.UNSURE: "soon",
    Verdict.NO_STANDARD: "gone",
    Verdict.NOTHING: "gone",
    Verdict.WITHHELD: "gone",
}


@dataclass(frozen=True)
class RateLine:
    """One rate with its standard: ``met`` by the estimate, ``verdict`` by what the interval allows to say.

    One that ``is_withheld`` would tell its reader what single households answered.
    """

    kind: RateKind
    rate: Rate | None
    standard: RateStandard | None = None
    is_withheld: bool = False

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
            return Verdict.WITHHELD if self.is_withheld else Verdict.NOTHING
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
    answered: int = 0
    judged: int = 0
    hits: Counter[str] = field(default_factory=Counter)

    def note(self, kind: RateKind, answers: Mapping[str, Any]) -> None:
        """Add what one household answered: nothing, one answer, or one for each of several measures.

        Who was asked of measures and has none counts as a household, or the others would stand for it too.
        """
        said = answers.get(kind.question)
        given = list(said.values()) if isinstance(said, Mapping) else [] if said is None else [str(said)]
        self.households += bool(given) or kind.is_of_items
        self.answered += bool(given)
        self.judged += len(given)
        self.hits.update(given)

    def add(self, other: "Tally") -> None:
        """Add what was judged of other households of the stratum."""
        self.households += other.households
        self.answered += other.answered
        self.judged += other.judged
        self.hits.update(other.hits)


def layer_of(kind: RateKind, size: int, tally: Tally) -> Layer:
    """Make the layer of a rate; where several measures are asked of one household, the stratum has as many of each."""
    counted = sum(tally.hits[name] for name in (kind.answers or kind.outcomes))
    size = round(size * tally.judged / tally.households) if tally.households else size
    return Layer(size, tally.judged, tally.judged - counted if kind.is_rest else counted)


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
