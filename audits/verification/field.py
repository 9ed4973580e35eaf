"""What the questions of an interview go through: the household's measures, and the aid that it has received."""

from typing import Any

from assistance.models import AidRecord, Measure
from audits.models import Interview
from audits.verification.enums import ANSWERED
from audits.verification.questions import Lists, read_all

MOST_LISTED = 20  # of each kind, the latest: nobody answers more at the door


def aid_of(interview: Interview) -> list[AidRecord]:
    """Return the sums that the household has received since the year that the verification looks at; one query."""
    household, since = interview.sample.unit.household_id, interview.verification.exits_since.year
    found = AidRecord.objects.filter(household=household, year__gte=since, amount__gt=0)
    return list(found.order_by("-year", "-received_on", "-id")[:MOST_LISTED])


def measures_of(interview: Interview) -> list[Measure]:
    """Return the measures that were planned for the household since then; one query."""
    household, since = interview.sample.unit.household_id, interview.verification.exits_since
    found = Measure.objects.filter(difficulty__household=household, planned_on__gte=since)
    return list(found.order_by("-planned_on", "-id")[:MOST_LISTED])


def lists_of(interview: Interview) -> Lists:
    """Return their keys; nothing for a household without an archive."""
    if interview.sample.unit.household_id is None:
        return Lists()
    measures = [str(measure.pk) for measure in measures_of(interview)]
    return Lists(measures=measures, payments=[str(record.pk) for record in aid_of(interview)])


def legible(interview: Interview) -> dict[str, Any]:
    """Return the answers as far as they can be taken: what is not handed in is kept as it was typed, right or not."""
    if interview.status in ANSWERED or not interview.answers:
        return interview.answers
    questions = interview.verification.questionnaire.asks(interview.sample.stratum.population_class, interview.round)
    return read_all(questions, interview.answers, lists_of(interview))[0]
