"""Loading booklets: a fixed number of queries for any number of households."""

from collections.abc import Callable, Iterable

from django.db.models import Prefetch

from assistance.effect_querysets import judgements_told, sent_tasks
from assistance.models import AidRecord, AidYearNone, Measure
from audits.actions.clear import refresh_overtaken
from audits.models import ClearConfirmation
from households.models import Difficulty, Household, IncomeSurvey
from households.querysets import HouseholdQuerySet
from households.rules import prints_in_full
from organizations.models import DivisionCode, User
from pairing.models import Pairing, Visit
from reports.booklet.data import Booklet
from reports.booklet.parts.whole import booklet_of

PrintsInFull = Callable[[Household], bool]


def numbers_for(user: User | None) -> PrintsInFull:
    """Return the rule by which this reader's prints carry full numbers; nobody in particular gets them masked."""
    if user is None:
        return lambda household: False
    return lambda household: prints_in_full(user, household)


def load_booklets(households: HouseholdQuerySet, *, in_full: PrintsInFull) -> list[Booklet]:
    """Return the booklets of these households, by archive number, with their six-clear brought up to date first.

    14 queries however many households, and those of the six-clear computation when it was overtaken.
    """
    refresh_overtaken(households.order_by().values("pk"))
    divisions = dict(DivisionCode.objects.values_list("code", "name"))
    return [
        booklet_of(household, masked=not in_full(household), divisions=divisions)
        for household in with_parts(households)
    ]


def with_parts(households: HouseholdQuerySet) -> Iterable[Household]:
    """Load everything that a booklet prints beside the households."""
    return (
        households.select_related("union", "created_by", "clear_state")
        .prefetch_related(
            "members",
            Prefetch("surveys", IncomeSurvey.objects.prefetch_related("lines")),
            Prefetch("aid_records", AidRecord.objects.order_by("year", "received_on", "id")),
            Prefetch("years_without_aid", AidYearNone.objects.select_related("stated_by")),
            Prefetch("pairings", Pairing.objects.select_related("cadre__unit", "unit").order_by("started_on", "id")),
            Prefetch("visits", visits_of_booklet()),
            Prefetch("difficulties", difficulties_of_booklet()),
            Prefetch("clear_confirmations", ClearConfirmation.objects.order_by("-id")),
        )
        .order_by("archive_no")
    )


def visits_of_booklet():
    """Load visits, oldest first as a record is kept, with who made them and what they found."""
    return Visit.objects.select_related("cadre__unit").prefetch_related("difficulties").order_by("on", "id")


def difficulties_of_booklet():
    """Load difficulties with their measures, the tasks of these and the judgements, in the order of their numbers."""
    measures = Measure.objects.prefetch_related(sent_tasks()).order_by("id")
    return Difficulty.objects.prefetch_related(Prefetch("measures", measures), judgements_told()).order_by("number")
