"""What the report of a verification is made of, read once for a union and within what its reader may see."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Max, Min, Q

from audits.models import PopulationUnit, Stratum, Verification, VerificationFinding
from audits.verification.enums import FINAL, FindingStatus, InterviewStatus, LeftReason, Outcome, PopulationClass, Round
from audits.verification.pairs import Agreed, by_question, comparable, pairs_of
from audits.verification.querysets import FindingQuerySet, InterviewQuerySet
from audits.verification.rateboard import RateBook
from audits.verification.rates import RateLine
from core import clock
from organizations.models import Union
from organizations.unionrows import FILED_ITSELF, unions_below


@dataclass
class Part:
    """Households of one class and region: how many there are, were drawn, were not met, replace them, were judged."""

    name: str
    group: str
    size: int = 0
    drawn: int = 0
    left: int = 0
    replacing: int = 0
    judged: int = 0

    def add(self, other: "Part") -> None:
        """Add the households of another part."""
        self.size += other.size
        self.drawn += other.drawn
        self.left += other.left
        self.replacing += other.replacing
        self.judged += other.judged


@dataclass(frozen=True)
class Place:
    """A union below, with how many of its households were judged and its rates in the order of the definitions."""

    name: str
    judged: int
    lines: tuple[RateLine, ...]


@dataclass(frozen=True)
class Wrong:
    """A household that was found wrong, without its name and number."""

    place: str
    group: str
    outcome: str
    causes: tuple[str, ...]
    is_contested: bool
    mending: str


@dataclass(frozen=True)
class Disputes:
    """How many findings a union contested, how many of these fell, and over how many the two did not agree."""

    contested: int
    overturned: int
    split: int


@dataclass(frozen=True)
class Rounds:
    """The field work of a union: interviews by round, how many came back, by how many people, from when to when."""

    counts: Counter[str] = field(default_factory=Counter)
    returned: int = 0
    assessors: int = 0
    first: datetime.date | None = None
    last: datetime.date | None = None


@dataclass(frozen=True)
class Results:
    """A verification in a union: sample, field work, agreement, rates, and what was found wrong."""

    verification: Verification
    union: Union
    day: datetime.date
    parts: tuple[Part, ...]
    left: tuple[tuple[str, int], ...]
    rounds: Rounds
    agreed: tuple[Agreed, ...]
    lines: tuple[RateLine, ...]
    places: tuple[Place, ...]
    outcomes: Counter[str]
    disputes: Disputes
    wrong: tuple[Wrong, ...]

    @property
    def is_whole(self) -> bool:
        return self.union.pk == self.verification.union_id

    def of_class(self, group: str) -> Part:
        """Return what the parts of a class add up to."""
        total = Part(str(PopulationClass(group).label), group)
        for part in self.parts:
            if part.group == group:
                total.add(part)
        return total

    @property
    def total(self) -> Part:
        found = Part("合计", "")
        for part in self.parts:
            found.add(part)
        return found

    @property
    def uncovered(self) -> list[Part]:
        """The parts of which nobody was judged: the sample says nothing of them."""
        return [part for part in self.parts if not part.judged]


def results_of(verification: Verification, union: Union, *, in_full: bool = True) -> Results:
    """Read what a verification found in a union; some thirty queries, whatever the number of households.

    ``in_full`` is for who has it carried out: see RateBook.
    """
    findings = verification.findings.filter(sample__unit__union__path__startswith=union.path)
    interviews = verification.interviews.filter(sample__unit__union__path__startswith=union.path)
    questions, book = comparable(verification, Round.BLIND), RateBook(verification, union, in_full=in_full)
    final = findings.filter(status__in=FINAL)
    return Results(
        verification=verification,
        union=union,
        day=clock.today(),
        parts=tuple(_parts(verification, union)),
        left=tuple(_left(verification, union)),
        rounds=_rounds(interviews),
        agreed=tuple(by_question(pairs_of(interviews, Round.BLIND), questions)),
        lines=tuple(book.lines(union)),
        places=tuple(_places(book, union)),
        outcomes=Counter(dict(final.order_by().values_list("outcome").annotate(count=Count("pk")))),
        disputes=_disputes(findings),
        wrong=tuple(map(_wrong, _listed(final.exclude(outcome=Outcome.CORRECT)))),
    )


def _disputes(findings: FindingQuerySet) -> Disputes:
    changed = Q(status=FindingStatus.SETTLED, contest__isnull=False) & ~Q(outcome=F("first_outcome"))
    counted = findings.order_by().aggregate(
        contested=Count("contest"),
        overturned=Count("pk", filter=changed),
        split=Count("pk", filter=~Q(second_outcome="") & ~Q(second_outcome=F("first_outcome"))),
    )
    return Disputes(**counted)


def _listed(findings: FindingQuerySet) -> Iterable[VerificationFinding]:
    rows = findings.select_related("sample__stratum", "sample__unit__union", "contest").prefetch_related(
        "rectifications"
    )
    return rows.defer("lines", "facts").order_by("outcome", "sample__unit__union__path", "sample__unit__place")


def _wrong(finding: VerificationFinding) -> Wrong:
    return Wrong(
        place=finding.sample.unit.union.name,
        group=finding.sample.stratum.get_population_class_display(),
        outcome=finding.get_outcome_display(),
        causes=tuple(finding.found_causes),
        is_contested=hasattr(finding, "contest"),
        mending=finding.sent_last.get_status_display() if finding.sent_last else "未下发",
    )


def _parts(verification: Verification, union: Union) -> list[Part]:
    judged = Q(sampled__finding__status__in=FINAL)
    rows = PopulationUnit.objects.filter(verification=verification, union__path__startswith=union.path).order_by()
    counted = rows.values_list("stratum").annotate(
        size=Count("pk"),
        drawn=Count("sampled", filter=Q(sampled__replaces=None)),
        left=Count("sampled", filter=~Q(sampled__left_reason="")),
        replacing=Count("sampled", filter=Q(sampled__replaces__isnull=False)),
        judged=Count("sampled", filter=judged),
    )
    found = {key: numbers for key, *numbers in counted}
    strata = Stratum.objects.filter(pk__in=found).select_related("union").order_by("pk")
    return [Part(_region(one), one.population_class, *found[one.pk]) for one in strata]


def _region(stratum: Stratum) -> str:
    more = (stratum.get_category_display(), stratum.get_cause_display())
    return "·".join(part for part in (stratum.union.name, *more) if part)


def _left(verification: Verification, union: Union) -> Iterable[tuple[str, int]]:
    rows = verification.sample.filter(unit__union__path__startswith=union.path).exclude(left_reason="")
    counts = dict(rows.order_by().values_list("left_reason").annotate(count=Count("pk")))
    return ((str(reason.label), counts[reason]) for reason in LeftReason if reason in counts)


def _rounds(interviews: InterviewQuerySet) -> Rounds:
    agreed = interviews.filter(status=InterviewStatus.AGREED).order_by()
    counts = Counter(dict(agreed.values_list("round").annotate(count=Count("pk"))))
    facts = agreed.aggregate(
        returned=Count("pk", filter=Q(returned_at__isnull=False)),
        assessors=Count("assessor", distinct=True),
        first=Min("on_day"),
        last=Max("on_day"),
    )
    return Rounds(counts=counts, **facts)


def _places(book: RateBook, union: Union) -> Iterable[Place]:
    for place, own in book.places(unions_below(union)):
        judged = sum(tally.judged for tally in book.found.judged_at(place.path, own=own).values())
        if judged:
            yield Place(FILED_ITSELF if own else place.name, judged, tuple(book.lines(place, own=own)))
