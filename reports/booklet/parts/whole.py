"""The booklet as a whole."""

from core import clock
from households.models import Household
from reports.booklet.data import Booklet, Person
from reports.booklet.parts.aid import aid_total_of, aid_years_of
from reports.booklet.parts.archive import archive_of, person_of
from reports.booklet.parts.care import difficulties_of, helpers_of, no_difficulty_of, visits_of
from reports.booklet.parts.clear import clear_rows_of, confirmations_of
from reports.booklet.parts.income import survey_of
from reports.booklet.parts.words import Numbers


def booklet_of(household: Household, *, masked: bool, divisions: dict[str, str]) -> Booklet:
    """Return everything that the booklet of one household prints; its rows must have been loaded before.

    ``divisions`` gives the names of division codes.
    """
    numbers = Numbers(masked)
    people = [person for person in household.members.all() if person.is_present]
    surveys = [survey_of(survey) for survey in household.surveys.all()]
    aid_summary, aid_total = aid_total_of(household)
    return Booklet(
        archive=archive_of(household, numbers, divisions),
        worker=next((person_of(person, numbers) for person in people if person.is_worker), Person()),
        year=str(clock.today().year),
        masked=masked,
        cadre_names=household.cadre_names,
        members=tuple(person_of(person, numbers) for person in people if not person.is_worker),
        survey=surveys[0] if surveys else Booklet.survey,
        earlier_surveys=tuple(surveys[1:]),
        aid=aid_years_of(household),
        aid_summary=aid_summary,
        aid_total=aid_total,
        helpers=helpers_of(household, numbers),
        visits=visits_of(household),
        difficulties=difficulties_of(household),
        no_difficulty=no_difficulty_of(household),
        clear=clear_rows_of(household),
        confirmations=confirmations_of(household),
    )
