"""The rates of a third-party verification as sources: of every union of a sheet at once, weighted by its strata."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count

from audits.models import Interview, PopulationUnit, Stratum, Verification, VerificationFinding
from audits.scores.scales import to_points
from audits.scores.sources import Asked, Counted, Figure, Source, register
from audits.verification.enums import FINAL, InterviewStatus, ProjectStatus, Round
from audits.verification.intervals import rate_of
from audits.verification.ratekinds import RATES, RateKind
from audits.verification.rates import Tally, layer_of
from organizations.scope import paths_down_to

Tallies = dict[tuple[str, int], Tally]


@dataclass
class Surveyed:
    """What a verification found, by tree path (as short as the unions asked for) and stratum."""

    verification: Verification
    classes: dict[int, str] = field(default_factory=dict)
    sizes: dict[tuple[str, int], int] = field(default_factory=dict)
    outcomes: Tallies = field(default_factory=lambda: defaultdict(Tally))
    answers: dict[str, Tallies] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))


def surveyed(asked: Asked) -> Surveyed | None:
    """Read the last verification that ended in the time asked for and covers the sheet's union; five queries."""
    held = Verification.objects.filter(status=ProjectStatus.CLOSED, ends_on__range=(asked.first, asked.last))
    verification = held.filter(union__path__in=paths_down_to(asked.judge)).order_by("-ends_on", "-pk").first()
    if verification is None:
        return None
    found = Surveyed(verification)
    found.classes = dict(Stratum.objects.filter(verification=verification).values_list("pk", "population_class"))
    units = PopulationUnit.objects.filter(verification=verification).order_by()
    for path, stratum, count in units.values_list(asked.at("union__path"), "stratum").annotate(count=Count("pk")):
        found.sizes[path, stratum] = count
    _read_outcomes(found, asked)
    _read_answers(found, asked)
    return found


def _read_outcomes(found: Surveyed, asked: Asked) -> None:
    rows: Any = VerificationFinding.objects.filter(verification=found.verification, status__in=FINAL).order_by()
    rows = rows.values_list(asked.at("sample__unit__union__path"), "sample__stratum", "outcome")
    for path, stratum, outcome, count in rows.annotate(count=Count("pk")):
        tally = found.outcomes[path, stratum]
        tally.households += count
        tally.judged += count
        tally.hits[outcome] += count


def _read_answers(found: Surveyed, asked: Asked) -> None:
    rows = Interview.objects.filter(verification=found.verification, round=Round.FIRST, status=InterviewStatus.AGREED)
    kinds = [kind for kind in RATES if kind.by_answers]
    placed = rows.order_by().values_list(asked.at("sample__unit__union__path"), "sample__stratum", "answers")
    for path, stratum, said in placed.iterator():
        for kind in kinds:
            found.answers[kind.code][path, stratum].note(kind, said)


def rates(kind: RateKind, asked: Asked) -> Counted:
    """Return a rate for each union of which somebody was judged."""
    found = asked.once("surveyed", lambda: surveyed(asked))
    if found is None:
        return {}
    tallies = found.answers[kind.code] if kind.by_answers else found.outcomes
    said = {path: _rate(kind, found, path, tallies) for path in asked.paths}
    return {path: figure for path, figure in said.items() if figure is not None}


def _rate(kind: RateKind, found: Surveyed, path: str, tallies: Mapping[tuple[str, int], Tally]) -> Figure | None:
    sizes = _within(found.sizes.items(), path)
    judged: dict[int, Tally] = defaultdict(Tally)
    for stratum, tally in ((key[1], tally) for key, tally in tallies.items() if key[0].startswith(path)):
        judged[stratum].add(tally)
    layers = [
        layer_of(kind, sizes[stratum], judged[stratum])
        for stratum, group in found.classes.items()
        if group in kind.classes
    ]
    rate = rate_of(layers, confidence=found.verification.confidence)
    if rate is None:
        return None
    words = f"{found.verification}，按层加权"
    return Figure(rate.hits, rate.judged, to_points(Decimal(str(rate.share)) * 100), words)


def _within(rows: Iterable[tuple[tuple[str, int], Any]], path: str) -> Counter[int]:
    sums: Counter[int] = Counter()
    for (place, stratum), count in rows:
        if place.startswith(path):
            sums[stratum] += count
    return sums


LATEST = "，取当年已结束的最近一次核查"
register(
    *(
        Source(f"survey_{kind.code}", f"第三方核查{kind.name}", kind.formula + LATEST, partial(rates, kind))
        for kind in RATES
    )
)
