"""An assessor's errands: by state, round and place, what was sent back first, and how long there is to the end."""

from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.http import QueryDict

from audits.models import Interview, Verification
from audits.verification.enums import ANSWERED, WRITABLE, InterviewStatus, Round
from audits.verification.querysets import InterviewQuerySet
from core import clock

SOON_DAYS = 3  # a verification ends soon


class ErrandState(models.TextChoices):
    """What a list of errands is narrowed to."""

    TODO = "todo", "待办"
    RETURNED = "returned", "已退回"
    NEW = "new", "待接收"
    OPEN = "open", "调查中"
    DONE = "done", "已提交"


STATUSES = {
    ErrandState.TODO: (InterviewStatus.ASSIGNED, *WRITABLE),
    ErrandState.RETURNED: (InterviewStatus.RETURNED,),
    ErrandState.NEW: (InterviewStatus.ASSIGNED,),
    ErrandState.OPEN: (InterviewStatus.IN_FIELD,),
    ErrandState.DONE: ANSWERED,
}
TONES = {
    InterviewStatus.ASSIGNED: "soon",
    InterviewStatus.RETURNED: "bad",
    InterviewStatus.SUBMITTED: "good",
    InterviewStatus.AGREED: "good",
}


@dataclass(frozen=True)
class Filter:
    """What was chosen above the list; nonsense is no choice."""

    state: str = ErrandState.TODO
    round: str = ""
    place: str = ""

    @classmethod
    def of(cls, chosen: QueryDict) -> Self:
        """Read the choices of a request."""
        state, which, place = (chosen.get(name, "") for name in ("state", "round", "place"))
        return cls(
            state=state if state in ErrandState.values else ErrandState.TODO,
            round=which if which in Round.values else "",
            place=place if place.isascii() and place.isdigit() and len(place) < 10 else "",
        )

    def around(self, errands: InterviewQuerySet) -> InterviewQuerySet:
        """Narrow by round and place, in every state."""
        if self.round:
            errands = errands.filter(round=self.round)
        return errands.filter(sample__unit__union=self.place) if self.place else errands

    def within(self, errands: InterviewQuerySet) -> InterviewQuerySet:
        """Narrow by all of it: what was sent back first, then place by place, what was begun before what was not."""
        rank = Case(When(status=InterviewStatus.RETURNED, then=Value(0)), default=Value(1), output_field=IntegerField())
        begun = Case(
            When(status=InterviewStatus.IN_FIELD, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        chosen = self.around(errands).filter(status__in=STATUSES[ErrandState(self.state)])
        return chosen.order_by(rank, "sample__unit__union__path", begun, "pk")


def states_of(errands: InterviewQuerySet, chosen: Filter) -> list[dict[str, Any]]:
    """Count the errands of each state; one query."""
    parts = {state.value: Count("pk", filter=Q(status__in=STATUSES[state])) for state in ErrandState}
    counts = chosen.around(errands).order_by().aggregate(**parts)
    return [
        {"key": state.value, "label": state.label, "count": counts[state.value], "active": state == chosen.state}
        for state in ErrandState
    ]


def places_of(errands: InterviewQuerySet) -> list[tuple[int, str]]:
    """Return the unions at which there are errands; one query."""
    rows = errands.order_by("sample__unit__union__path").values_list("sample__unit__union", "sample__unit__union__name")
    return list(rows.distinct())


@dataclass(frozen=True)
class Work:
    """One verification as its assessor sees it: until when, how many errands are new and how many are done."""

    verification: Verification
    new: int
    done: int
    total: int

    @property
    def days_left(self) -> int:
        return (self.verification.ends_on - clock.today()).days

    @property
    def tone(self) -> str:
        return "soon" if self.days_left <= SOON_DAYS else "todo"


def works_of(errands: InterviewQuerySet) -> list[Work]:
    """Return the verifications that the errands belong to, the first to end first; two queries."""
    counts = (
        errands.order_by()
        .values("verification")
        .annotate(
            total=Count("pk"),
            new=Count("pk", filter=Q(status=InterviewStatus.ASSIGNED)),
            done=Count("pk", filter=Q(status__in=ANSWERED)),
        )
    )
    rows = {row["verification"]: row for row in counts}
    found = Verification.objects.filter(pk__in=rows).select_related("union").order_by("ends_on", "pk")
    return [Work(one, rows[one.pk]["new"], rows[one.pk]["done"], rows[one.pk]["total"]) for one in found]


@dataclass(frozen=True)
class Errand:
    """An errand as a card shows it."""

    interview: Interview

    @property
    def name(self) -> str:
        return self.interview.sample.unit.name

    @property
    def place(self) -> str:
        """The heading that it stands below."""
        if self.interview.status == InterviewStatus.RETURNED:
            return "退回补充"
        return self.interview.sample.unit.union.name

    @property
    def tone(self) -> str:
        return TONES.get(InterviewStatus(self.interview.status), "todo")

    @property
    def can_fill(self) -> bool:
        return self.interview.status in WRITABLE

    @property
    def act(self) -> str:
        """What is done next with it."""
        if self.interview.round == Round.PHONE:
            return "电话回访"
        return "补充问卷" if self.interview.status == InterviewStatus.RETURNED else "填写问卷"
