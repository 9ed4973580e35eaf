"""The guided re-verification: what has changed in a household within a year, written by the actions that own it."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from audits.actions.rechecks import note_reverification
from audits.enums import ReverifyOutcome
from audits.models import Reverification
from audits.rules import can_reverify
from core import clock
from core.errors import Conflict, DomainError
from households.actions.archives import edit_archive
from households.actions.departures import depart_member
from households.actions.difficulties import record_difficulty, strike_off_difficulty
from households.actions.facts import check_editable
from households.actions.income import Lines, record_survey
from households.actions.locks import lock_household
from households.actions.people import edit_member
from households.enums import IN_CARE, Departure
from households.history import signed
from households.models import Difficulty, Household, IncomeSurvey, Member
from organizations.models import User
from organizations.rules import require
from pairing.actions.visits import Found

NOT_YOURS = "年度复核由建档单位的经办人员办理；已结束或正在审核的档案不能复核。"


@dataclass(frozen=True)
class PersonAnswer:
    """What is new of one person: facts that changed (with the version that was on the screen), or the departure."""

    member: Member
    facts: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""
    left_on: datetime.date | None = None
    left_why: str = ""


@dataclass(frozen=True)
class Answers:
    """All that one re-verification says; whatever is left out has not changed."""

    client_id: uuid.UUID
    on_day: datetime.date
    outcome: str
    survey: Mapping[str, Any]
    lines: Lines
    note: str = ""
    people: Sequence[PersonAnswer] = ()
    home: Mapping[str, Any] = field(default_factory=dict)
    solved: Sequence[tuple[Difficulty, str]] = ()
    found: Sequence[Found] = ()


@transaction.atomic
@signed
def reverify_household(household: Household, *, by: User, answers: Answers) -> Reverification:
    """Write every change, a new income survey and the re-verification itself, all or nothing; sent twice it is one.

    A DomainError names in ``field`` the part of the form and its field, such as ``m12-position``. What the outcome
    asks for (exit, cancellation, change) is applied for on a page of its own.
    """
    household = lock_household(household)
    if done := household.reverifications.filter(client_id=answers.client_id).first():
        return done
    require(can_reverify(by, household), NOT_YOURS)
    check_editable(household)
    _check(household, answers)
    changes = [*_people(answers, by=by), *_home(household, answers, by=by), *_needs(household, answers, by=by)]
    with _part(""):
        survey = record_survey(household, by=by, facts=answers.survey, lines=answers.lines)
    return _keep(household, answers, [*changes, _income(household, survey)], survey, by=by)


def _check(household: Household, answers: Answers) -> None:
    if household.status not in IN_CARE:
        raise DomainError(f"档案 {household.archive_no} {household.get_status_display()}，在档和渐退期的档案才复核。")
    if answers.on_day > clock.today():
        raise DomainError("复核日期不能晚于今天。", field="end-on_day")
    if answers.outcome != ReverifyOutcome.KEEP and not answers.note.strip():
        raise DomainError("请写明不再继续在档或需要变更的理由。", field="end-note")


def _people(answers: Answers, *, by: User) -> Iterator[str]:
    for answer in answers.people:
        with _part(f"m{answer.member.pk}"):
            if answer.left_on:
                depart_member(answer.member, by=by, on=answer.left_on, why=answer.left_why)
                yield f"{answer.member.name} {Departure(answer.left_why).label}，{answer.left_on:%Y-%m-%d} 离户"
            elif answer.facts:
                before = Member.objects.get(pk=answer.member.pk)
                edit_member(answer.member, by=by, facts=answer.facts, seen=answer.seen)
                names = [_label(before, name) for name, value in answer.facts.items() if getattr(before, name) != value]
                if names:
                    yield f"{before.name}：{'、'.join(names)}"


def _home(household: Household, answers: Answers, *, by: User) -> Iterator[str]:
    changed = {name: value for name, value in answers.home.items() if getattr(household, name) != value}
    if changed:
        with _part("home"):
            edit_archive(household, by=by, facts=changed)
        yield "、".join(_label(household, name) for name in changed)


def _needs(household: Household, answers: Answers, *, by: User) -> Iterator[str]:
    for difficulty, reason in answers.solved:
        with _part(f"d{difficulty.pk}"):
            strike_off_difficulty(difficulty, by=by, on=answers.on_day, reason=reason)
        yield f"销号困难 {difficulty.number}"
    for found in answers.found:
        with _part("found"):
            facts = {"need": found["need"], "description": found["description"].strip()}
            difficulty = record_difficulty(household, by=by, found_on=answers.on_day, **facts)
        yield f"新登记困难 {difficulty.number}"


def _income(household: Household, survey: IncomeSurvey) -> str:
    earlier = household.surveys.filter(period_end__lt=survey.period_end).order_by("-period_end", "-pk").first()
    was = f"（上次 {earlier.per_head:,.2f} 元）" if earlier else ""
    return f"家庭月人均纯收入 {survey.per_head:,.2f} 元{was}"


def _keep(
    household: Household, answers: Answers, changes: list[str], survey: IncomeSurvey, *, by: User
) -> Reverification:
    made = Reverification.objects.create(
        household=household,
        on_day=answers.on_day,
        outcome=answers.outcome,
        changes=changes,
        note=answers.note.strip(),
        survey=survey,
        by=by,
        by_name=by.name,
        at=clock.now(),
        client_id=answers.client_id,
    )
    note_reverification(made, by=by)
    return made


def _label(row: Household | Member, name: str) -> str:
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


@contextmanager
def _part(prefix: str) -> Iterator[None]:
    """Let a refusal name the part of the form that it is about."""
    try:
        yield
    except DomainError as error:
        kind = Conflict if isinstance(error, Conflict) else DomainError
        name = f"{prefix}-{error.field}" if prefix else error.field
        raise kind(error.message, field=name) from error
