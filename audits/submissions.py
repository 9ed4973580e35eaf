"""What a review of a household puts before its deciders, in words; for many households with a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Prefetch

from audits.actions.judging import Judged
from audits.models import ExitCheck, HouseholdReview
from core.money import format_money
from households.enums import Cause
from households.models import EligibilityCheck, Household, IncomeSurvey, Member
from reviews.enums import Subject

Rows = list[list[str]]
Content = list[Any]


@dataclass(frozen=True)
class Dossier:
    """A household with what its application states: its people, its latest survey, what the rules found."""

    household: Household
    people: tuple[Member, ...]
    survey: IncomeSurvey | None = None
    eligibility: EligibilityCheck | None = None
    exit_checks: tuple[ExitCheck, ...] = field(default=())
    lacking: str = ""  # what the rules could not be applied for

    @classmethod
    def of(cls, households: Iterable[Household], judged: Judged | None = None) -> dict[int, Self]:
        """Read the dossiers of households by their keys, with what was just found; seven queries for any number."""
        judged = judged or Judged()
        keys = [household.pk for household in households]
        surveys = IncomeSurvey.objects.order_by("household_id", "-period_end", "-id").distinct("household_id")
        checks = ExitCheck.objects.prefetch_related("findings").select_related("rule").order_by("-on_day", "-id")
        rows = (
            Household.objects.filter(pk__in=keys)
            .select_related("union")
            .prefetch_related(
                Prefetch("members", Member.objects.present(), to_attr="people"),
                Prefetch("surveys", surveys.prefetch_related("lines"), to_attr="latest"),
                Prefetch("checks", EligibilityCheck.objects.latest_of_each(), to_attr="found"),
                Prefetch("exit_checks", checks, to_attr="checked"),
            )
        )
        return {
            row.pk: cls(
                household=row,
                people=tuple(row.people),
                survey=next(iter(row.latest), None),
                eligibility=judged.found.get(row.pk) or next(iter(row.found), None),
                lacking=judged.lacking.get(row.pk, ""),
                exit_checks=tuple(row.checked),
            )
            for row in rows
        }


def content_of(dossier: Dossier, asked: HouseholdReview) -> Content:
    """Return what is submitted, as headings with labels and values; no numbers of identity, phone or card."""
    found = [["申请事项", _asked(asked)], ["家庭", _family(dossier)]]
    found.append(["家庭成员", [_person(person) for person in dossier.people]])
    if dossier.survey:
        found.append(["收支", _income(dossier.survey)])
    if asked.eligibility and asked.subject in {Subject.ENTRY, Subject.CHANGE}:
        found.append(["认定测算", _found(asked.eligibility)])
    if asked.exit_check:
        found.append(["退出核查", _exit(asked.exit_check)])
    return found


def _asked(asked: HouseholdReview) -> Rows:
    rows = [["事项", asked.asks], ["说明", asked.note]]
    if asked.taper_months:
        rows.append(["渐退期内保留的帮扶", asked.taper_aid])
    return [row for row in rows if row[1]]


def _family(dossier: Dossier) -> Rows:
    home = dossier.household
    causes = "、".join(str(Cause(cause).label) for cause in [home.main_cause, *home.secondary_causes])
    return [
        ["职工", home.head_name],
        ["工作单位", home.work_unit or "—"],
        ["建档标准", home.get_level_display()],
        ["困难类别", f"{home.get_category_display()}（{home.get_rule_version_display()}）"],
        ["家庭人口", f"{home.persons or len(dossier.people)} 人"],
        ["致困原因", causes],
        ["致困原因简述", home.cause_text or "—"],
        ["住房", home.housing or "—"],
    ]


def _person(person: Member) -> list[str]:
    facts = filter(None, (person.position, person.health, person.insurance))
    return [f"{person.get_relation_display()} {person.name}", "，".join(facts) or "—"]


def _income(survey: IncomeSurvey) -> Rows:
    return [
        ["核算期", f"{survey.period_start:%Y-%m} 至 {survey.period_end:%Y-%m}"],
        ["家庭总收入", f"{format_money(survey.income)} 元"],
        ["刚性支出", f"{format_money(survey.rigid)} 元"],
        ["家庭月人均纯收入", f"{format_money(survey.per_head)} 元"],
        ["低保标准", f"{format_money(survey.standard)} 元" if survey.standard else "—"],
    ]


def _found(check: EligibilityCheck) -> Rows:
    return [["结论", check.outcome], ["测算日期", f"{check.on_day:%Y-%m-%d}"]]


def _exit(check: ExitCheck) -> Rows:
    rows = [["核查", f"{check.on_day:%Y-%m-%d}，{check.by_name}"], ["收入核查", check.income_words]]
    rows += [
        [found.get_item_display(), f"{found.get_finding_display()}：{found.evidence}"] for found in check.findings.all()
    ]
    return [*rows, ["核查意见", check.note]] if check.note else rows
