"""Who may be put on a batch or a target list: archives narrowed like their list, and of each the people it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef, Q

from assistance.ceilings.enums import Per, Stage
from assistance.enums import AidProject
from assistance.models import Payment
from households.enums import Relation, Status
from households.filters import HouseholdFilter
from households.models import Household, Member

if TYPE_CHECKING:
    import datetime

    from django.http import QueryDict

    from assistance.models import AidItem, Fund
    from households.querysets import HouseholdQuerySet, MemberQuerySet
    from organizations.models import User

# What the archive calls each stage (身份, 当前学历).
COMPULSORY, SECONDARY, HIGHER = ("小学", "初中"), "高中（中专、技校）", ("大专", "本科", "研究生")
AT_SCHOOL = (*COMPULSORY, SECONDARY, *HIGHER)
VOCATIONAL = ("中专", "技校")
WORKER, STUDENTS, ALL = "worker", "students", "all"
PEOPLE = [(WORKER, "职工本人"), (STUDENTS, "在校子女"), (ALL, "全部家庭成员")]
SCHOOLING_PROJECTS = (AidProject.SCHOOLING, AidProject.GOLDEN_AUTUMN)


@dataclass(frozen=True)
class Candidate:
    """Somebody to be paid: a household, for an item per person one of its people, with the stage of schooling."""

    household: Household
    member: Member | None = None
    stage: str = ""

    @property
    def stage_name(self) -> str:
        return str(Stage(self.stage).label) if self.stage else ""


class CandidateFilter(HouseholdFilter):
    """The filter of the list of archives, with what a batch asks besides; for archives that the item may be paid to.

    ``unserved`` leaves out who has a line of the item in this period already, ``stage`` keeps those with somebody at
    that stage of schooling, ``people`` says for whom of a household an item per person is paid.
    """

    stage = django_filters.ChoiceFilter(label="学段", choices=Stage.choices, method="by_stage", empty_label="学段不限")
    people = django_filters.ChoiceFilter(label="受益人", choices=PEOPLE, method="keep", empty_label=None)
    unserved = django_filters.ChoiceFilter(
        label="本期发放情况", choices=[("yes", "本期未发放")], method="keep", empty_label="不限"
    )

    def __init__(
        self,
        query: QueryDict,
        households: HouseholdQuerySet,
        *,
        user: User,
        item: AidItem,
        on: datetime.date,
        period: str = "",
        fund: Fund | None = None,
    ) -> None:
        self.item, self.on, self.period = item, on, period
        super().__init__(query, payable(households, item, fund), user=user)
        if item.per == Per.HOUSEHOLD:
            del self.filters["people"]

    def by_stage(self, households: HouseholdQuerySet, name: str, stage: str) -> HouseholdQuerySet:
        """Narrow to households with somebody at a stage of schooling."""
        people = Member.objects.present().filter(at_stage(stage, self.on.year), household=OuterRef("pk"))
        return households.filter(Exists(people))

    def keep(self, households: HouseholdQuerySet, name: str, chosen: str) -> HouseholdQuerySet:
        """Leave the archives: this choice is about their people."""
        return households

    def candidates(self) -> list[Candidate]:
        """Return who was found, by archive number; three queries for any number of them."""
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        stage, people = chosen.get("stage") or "", chosen.get("people") or usual_people(self.item)
        found = candidates_of(self.qs, self.item, people=STUDENTS if stage else people, stage=stage, on=self.on)
        return without_served(found, self.item, self.period) if chosen.get("unserved") else found


def payable(households: HouseholdQuerySet, item: AidItem, fund: Fund | None = None) -> HouseholdQuerySet:
    """Narrow to archives that an item, and a fund, may be paid to: by state and by level."""
    if item.on_file_only:
        households = households.in_care() if item.pays_tapering else households.filter(status=Status.ON_FILE)
    else:
        households = households.open()
    return households.filter(level__in=fund.levels) if fund and fund.levels else households


def usual_people(item: AidItem) -> str:
    """Return for whom of a household an item per person is usually paid."""
    return STUDENTS if item.project in SCHOOLING_PROJECTS else WORKER


def candidates_of(
    households: HouseholdQuerySet, item: AidItem, *, people: str, on: datetime.date, stage: str = ""
) -> list[Candidate]:
    """Return the candidates among archives, in their order; of an item per person one for each fitting member.

    A ``stage`` is kept as asked for: who entered this year counts at the stage itself as well. Two queries.
    """
    found = list(households.order_by("union_path", "archive_no").defer("search", "remark", "cause_text"))
    if item.per == Per.HOUSEHOLD:
        return [Candidate(household, stage=stage) for household in found]
    by_household: dict[int, list[Member]] = defaultdict(list)
    for member in _of(people, stage, on.year).filter(household__in=households.order_by()):
        by_household[member.household_id].append(member)
    return [
        Candidate(household, member, stage or stage_of(member, on.year))
        for household in found
        for member in by_household[household.pk]
    ]


def _of(people: str, stage: str, year: int) -> MemberQuerySet:
    members = Member.objects.present().order_by("household_id", "position_in_form", "id")
    if people == WORKER:
        return members.workers()
    return members.filter(at_stage(stage, year)) if people == STUDENTS else members


def without_served(found: Iterable[Candidate], item: AidItem, period: str) -> list[Candidate]:
    """Leave out who has a line of an item in a period already, paid or on its way; one query."""
    lines = Payment.objects.live().filter(batch__item=item, batch__period=period)
    served = set(lines.values_list("household", "member" if item.per == Per.PERSON else "household"))
    told = lambda one: (one.household.pk, one.member.pk if one.member else one.household.pk)  # noqa: E731
    return [candidate for candidate in found if told(candidate) not in served]


def stage_of(member: Member, year: int) -> str:
    """Return at which stage of schooling somebody is in a year, "" for none."""
    entered = member.school_year == year
    if member.position in COMPULSORY:
        return Stage.COMPULSORY
    if member.position == SECONDARY and member.education in VOCATIONAL:
        return Stage.NEW_VOCATIONAL if entered else Stage.VOCATIONAL
    if member.position == SECONDARY:
        return Stage.HIGH_SCHOOL
    if member.position in HIGHER:
        return Stage.NEW_COLLEGE if entered else Stage.COLLEGE
    return ""


def at_stage(stage: str, year: int) -> Q:
    """Return the condition that somebody is at a stage of schooling in a year; "" is any."""
    facts: dict[str, Any] = {
        Stage.COMPULSORY: {"position__in": COMPULSORY},
        Stage.HIGH_SCHOOL: {"position": SECONDARY},
        Stage.VOCATIONAL: {"position": SECONDARY, "education__in": VOCATIONAL},
        Stage.NEW_VOCATIONAL: {"position": SECONDARY, "education__in": VOCATIONAL, "school_year": year},
        Stage.COLLEGE: {"position__in": HIGHER},
        Stage.NEW_COLLEGE: {"position__in": HIGHER, "school_year": year},
    }
    condition = ~Q(relation=Relation.SELF) & Q(**facts.get(stage, {"position__in": AT_SCHOOL}))
    return condition & ~Q(education__in=VOCATIONAL) if stage == Stage.HIGH_SCHOOL else condition
