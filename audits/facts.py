"""Loading what the six rules read, for many households in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Q

from assistance.models import AidRecord, AidYearNone, Measure
from audits.sixclear import Date, DifficultyFacts, Facts
from households.models import Difficulty, Household, IncomeSurvey, Member
from pairing.enums import Met, PairingKind, VisitMethod
from pairing.models import Pairing, Visit

# What the paper form marks with a star (domain reference 2.1).
OF_HOUSEHOLD = ("address", "housing", "persons", "annual_income")
OF_WORKER = (
    *("name", "identity_no", "sex", "birth_date", "ethnicity", "politics"),
    *("health", "position", "marriage", "hukou", "phone", "insurance"),
)
OF_MEMBER = ("name", "identity_no", "health")
LAST_VISITS = {
    "basics_seen_on": Max("on", filter=Q(basics_confirmed=True, method=VisitMethod.HOME)),
    "none_seen_on": Max("on", filter=Q(no_difficulty=True)),
    "last_home_on": Max("on", filter=Q(method=VisitMethod.HOME)),
    "last_contact_on": Max("on", filter=Q(method__in=[VisitMethod.HOME, VisitMethod.CALL])),
}


def load_facts(household_ids: Iterable[int]) -> dict[int, Facts]:
    """Return the facts of these households by primary key; nine queries however many there are."""
    ids = list(household_ids)
    missing = missing_fields(ids)
    surveys = dict(_latest(IncomeSurvey.objects.filter(household__in=ids), "period_end"))
    met = Visit.objects.filter(household__in=ids).exclude(met=Met.NOBODY).order_by()
    seen: Any = met.values("household").annotate(**LAST_VISITS)
    visits: dict[int, dict[str, Any]] = {row.pop("household"): row for row in seen}
    paired = set(
        Pairing.objects.active()
        .filter(household__in=ids, kind=PairingKind.RESPONSIBLE)
        .order_by()
        .values_list("household", flat=True)
    )
    years = _years(ids)
    difficulties, deadlines = _difficulties(ids)
    return {
        pk: Facts(
            missing=tuple(missing[pk]),
            survey_end=surveys.get(pk),
            covered_years=frozenset(years[pk]),
            difficulties=tuple(difficulties[pk]),
            open_deadlines=tuple(deadlines[pk]),
            paired=pk in paired,
            **visits.get(pk, {}),
        )
        for pk in missing
    }


def _latest(rows: Any, field: str) -> Any:
    return rows.order_by().values("household").annotate(latest=Max(field)).values_list("household", "latest")


def _empty(row: Any, fields: Iterable[str]) -> list[str]:
    return [str(row._meta.get_field(name).verbose_name) for name in fields if getattr(row, name) in (None, "")]


def missing_fields(ids: list[int]) -> dict[int, list[str]]:
    missing = {row.pk: _empty(row, OF_HOUSEHOLD) for row in Household.objects.filter(pk__in=ids).defer("search")}
    workers = set()
    for person in Member.objects.present().filter(household__in=ids).order_by("household", "position_in_form", "pk"):
        if person.is_worker:
            workers.add(person.household_id)
            missing[person.household_id] += _empty(person, OF_WORKER)
        else:
            missing[person.household_id] += [f"{person.name}的{word}" for word in _empty(person, OF_MEMBER)]
    for pk in missing.keys() - workers:
        missing[pk].append("职工本人")
    return missing


def _years(ids: list[int]) -> dict[int, set[int]]:
    years: dict[int, set[int]] = defaultdict(set)
    for model in (AidRecord, AidYearNone):
        for pk, year in model.objects.filter(household__in=ids).order_by().values_list("household", "year").distinct():
            years[pk].add(year)
    return years


def _difficulties(ids: list[int]) -> tuple[dict[int, list[DifficultyFacts]], dict[int, list[tuple[int, Date]]]]:
    planned, deadlines = set(), defaultdict(list)
    rows = Measure.objects.filter(difficulty__household__in=ids).order_by("pk")
    for measure in rows.select_related("difficulty"):
        if measure.is_planned:
            planned.add(measure.difficulty_id)
        if measure.deadline and not measure.outcome:
            deadlines[measure.difficulty.household_id].append((measure.difficulty.number, measure.deadline))
    difficulties = defaultdict(list)
    for row in Difficulty.objects.open().filter(household__in=ids).order_by("household", "number"):
        facts = DifficultyFacts(row.number, advised=bool(row.advice), planned=row.pk in planned)
        difficulties[row.household_id].append(facts)
    return difficulties, deadlines
