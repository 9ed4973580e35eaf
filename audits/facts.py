"""What the six rules read, for many households by one query."""

from collections.abc import Iterable

from django.db.models import Model

from audits.reading import Read, Row, day_of, read_households
from audits.sixclear import DifficultyFacts, Facts
from households.enums import Relation
from households.models import Household, Member

# What the paper form marks with a star (domain reference 2.1).
OF_HOUSEHOLD = ("address", "housing", "persons", "annual_income")
OF_WORKER = (
    *("name", "identity_no", "sex", "birth_date", "ethnicity", "politics"),
    *("health", "position", "marriage", "hukou", "phone", "insurance"),
)
OF_MEMBER = ("name", "identity_no", "health")


def missing_fields(household_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return what the star fields of these households do not say, by primary key; one query."""
    return {read.pk: missing_of(read) for read in read_households(household_ids)}


def facts_of(read: Read) -> Facts:
    """Return what the six rules look at of what was read."""
    return Facts(
        missing=tuple(missing_of(read)),
        survey_end=read.survey_end,
        basics_seen_on=read.basics_seen_on,
        none_seen_on=read.none_seen_on,
        covered_years=frozenset(read.years),
        difficulties=tuple(DifficultyFacts(number, advised, planned) for number, advised, planned in read.difficulties),
        open_deadlines=tuple((number, until) for number, text in read.deadlines if (until := day_of(text))),
        paired=read.paired,
        last_home_on=read.last_home_on,
        last_contact_on=read.last_contact_on,
    )


def missing_of(read: Read) -> list[str]:
    """Name the star fields that say nothing, those of a family member with the member's name."""
    missing = _empty(Household, read.household, OF_HOUSEHOLD)
    for person in read.people:
        if person["relation"] == Relation.SELF:
            missing += _empty(Member, person, OF_WORKER)
        else:
            missing += [f"{person['name']}的{word}" for word in _empty(Member, person, OF_MEMBER)]
    if not any(person["relation"] == Relation.SELF for person in read.people):
        missing.append("职工本人")
    return missing


def _empty(model: type[Model], row: Row, fields: Iterable[str]) -> list[str]:
    return [str(model._meta.get_field(name).verbose_name) for name in fields if row[name] in (None, "")]  # type: ignore[union-attr]
