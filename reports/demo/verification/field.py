"""The field work, day by day: who cannot be asked, the visits, what is sent back, and what is agreed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, F, QuerySet

from assistance.models import Measure
from audits.actions.verification.fieldwork import accept_interviews, agree_interviews, send_back, submit_interview
from audits.actions.verification.leaving import leave_sample
from audits.models import Interview, SampleUnit, Verification
from audits.verification.enums import InterviewStatus, Round
from audits.verification.field import MOST_LISTED
from reports.demo.verification.answers import answers_of
from reports.demo.verification.plan import AGAIN, EXITS_SINCE, FIRST_VISITS, LEFT, REASONS, Lots, Part, Plan
from reports.demo.verification.staff import Verifiers

SENT_BACK = 97  # of so many interviews one is sent back once
NOTES = {
    "moved": "经社区证实，已于上月随子女迁往外省居住。",
    "absent": "工作日、休息日三次上门未遇，电话未接通。",
    "refused": "本人表示不愿接受第三方访问。",
    "not_found": "登记地址为空置房屋，邻居均不认识。",
}


class FieldWork:
    """Lets assessors and the keeper do their work; begun again, it goes on where it stopped."""

    def __init__(self, verification: Verification, plan: Plan, people: Verifiers) -> None:
        self.verification, self.plan, self.people = verification, plan, people

    @transaction.atomic
    def begin(self) -> None:
        """Let everybody accept, and say of some households that they cannot be asked, where another can be."""
        for assessor in self.people.assessors:
            accept_interviews(self.verification, by=assessor)
        first = self.verification.interviews.filter(round=Round.FIRST, sample__replaces=None)
        for place, interview in enumerate(first.filter(sample__in=self._leaving()).order_by("pk")):
            reason = REASONS[place % len(REASONS)]
            leave_sample(interview, by=interview.assessor, reason=reason, note=NOTES[reason])

    def _leaving(self) -> list[int]:
        """Choose the last of the sample of each stratum in turn that has households left to replace them."""
        strata = self.verification.strata.exclude(sampled=F("size")).order_by("pk")
        rows = [
            list(
                SampleUnit.objects.filter(stratum=stratum, replaces=None)
                .order_by("-unit__place")
                .values_list("pk", flat=True)[: stratum.size - stratum.sampled]
            )
            for stratum in strata
        ]
        turns = [row[place] for place in range(max(map(len, rows), default=0)) for row in rows if place < len(row)]
        return turns[: self.plan.share(LEFT)]

    def parts(self) -> list[Part]:
        """Read the sample as it stands, stratum by stratum, with the measures that each household is asked of."""
        measures = dict(
            Measure.objects.filter(planned_on__gte=EXITS_SINCE)
            .order_by()
            .values_list("difficulty__household")
            .annotate(count=Count("pk"))
        )
        asked: dict[int, dict[str, int]] = defaultdict(dict)
        rows = self.verification.sample.asked().order_by("unit__place")
        for stratum, key, household in rows.values_list("stratum", "unit__key", "unit__household"):
            asked[stratum][key] = min(MOST_LISTED, measures.get(household, 0))
        strata = self.verification.strata.order_by("pk")
        return [Part(one.population_class, one.size, asked[one.pk]) for one in strata if asked[one.pk]]

    def days(self, lots: Lots) -> Days:
        """Return the visits that are to be made, day by day."""
        calendar: dict[datetime.date, list[int]] = defaultdict(list)
        for rounds, days in (([Round.FIRST], FIRST_VISITS), ([Round.BLIND, Round.PHONE], AGAIN)):
            rows = self.verification.interviews.filter(round__in=rounds).exclude(status=InterviewStatus.DROPPED)
            keys = list(rows.order_by("assessor", "pk").values_list("pk", flat=True))
            for place, key in enumerate(keys):
                # An assessor's own spread over all days, as places are visited one after another.
                calendar[days[place * len(self.people.assessors) % len(keys) * len(days) // len(keys)]].append(key)
        return Days(self, lots, calendar)


class Days:
    """Makes the visits of a day, and lets the keeper look at what was handed in."""

    def __init__(self, work: FieldWork, lots: Lots, calendar: dict[datetime.date, list[int]]) -> None:
        self.keeper, self.lots, self.calendar = work.people.keeper, lots, calendar
        self.interviews = work.verification.interviews

    @transaction.atomic
    def work(self, day: datetime.date) -> int:
        """Make the visits of a day, and those again that came back; returns how many were handed in."""
        again = self._load(self.interviews.filter(status=InterviewStatus.RETURNED))
        due = self._load(self.interviews.filter(pk__in=self.calendar[day], status=InterviewStatus.ACCEPTED))
        for interview in (*again, *due):
            raw = answers_of(interview, self.lots)
            submit_interview(interview, by=interview.assessor, raw=raw, version=interview.version)
        self._look(self.interviews.filter(status=InterviewStatus.SUBMITTED))
        return len(again) + len(due)

    @staticmethod
    def _load(rows: QuerySet[Interview]) -> list[Interview]:
        loaded = rows.select_related("assessor", "sample__unit__household", "sample__stratum")
        return list(loaded.prefetch_related("verification__questionnaire__questions").order_by("pk"))

    def _look(self, handed_in: Iterable[Interview]) -> None:
        agreed = []
        for interview in handed_in:
            if interview.pk % SENT_BACK == 0 and interview.returned_at is None:
                send_back(interview, by=self.keeper, reason="收入与支出明显不符，请核对务工收入后补充说明。")
            else:
                agreed.append(interview)
        agree_interviews(agreed, by=self.keeper)
