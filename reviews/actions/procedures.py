"""Drawing up a procedure: copy one, change its steps, publish it from a day on; a published one stays as it is."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from core.money import format_money, to_money
from organizations.enums import UnionKind
from organizations.models import Union, User
from reviews.enums import BY_AMOUNT, LEVEL_RANK, UNION_RANK, StepKind, StepLevel, Subject
from reviews.models import Procedure, Step
from reviews.rules import can_edit_for, can_edit_procedure

STEP_FIELDS = ("kind", "name", "level", "role", "work_days", "notice_days", "quorum", "pass_percent")
OUT_OF_THE_WAY = 1000  # numbers are unique: while they are dealt out anew, the old ones stand here


@transaction.atomic
def copy_procedure(source: Procedure, *, by: User, union: Union) -> Procedure:
    """Begin a draft from another procedure, for a union and all below it; a draft that there is already is returned.

    Raises NotAllowed for who draws up no procedures there.
    """
    if not can_edit_for(by, union):
        raise NotAllowed("办理程序由省级和州市（产业）工会的经办、审批人员在本级范围内拟定。")
    facts = {"subject": source.subject, "union": union, "amount_from": source.amount_from, "published_at": None}
    Union.objects.select_for_update().get(pk=union.pk)  # two copies at once would make two drafts
    if draft := Procedure.objects.filter(**facts, created_by=by).first():
        return draft
    draft = Procedure.objects.create(
        **facts, name=source.name, note=source.note, valid_from=clock.today(), created_by=by
    )
    Step.objects.bulk_create(
        Step(procedure=draft, number=step.number, **{name: getattr(step, name) for name in STEP_FIELDS})
        for step in source.steps.order_by("number")
    )
    return draft


@transaction.atomic
def edit_procedure(
    draft: Procedure, *, by: User, name: str, note: str, amount_from: Decimal | None = None
) -> Procedure:
    """Change name and note of a draft, and from which amount on it is for; only payments are told apart by amount."""
    locked = _lock(draft, by)
    if amount_from and locked.subject not in BY_AMOUNT:
        raise DomainError(f"“{locked.get_subject_display()}”不按金额分级审批。", field="amount_from")
    locked.name, locked.note = name, note
    locked.amount_from = locked.amount_from if amount_from is None else to_money(amount_from)
    locked.save(update_fields=["name", "note", "amount_from"])
    return locked


@transaction.atomic
def discard_procedure(draft: Procedure, *, by: User) -> None:
    """Throw a draft away, with its steps."""
    _lock(draft, by).delete()


@transaction.atomic
def add_step(draft: Procedure, *, by: User, **facts: Any) -> Step:
    """Add a step at the end, before an assessment that stands there."""
    locked = _lock(draft, by)
    steps = list(locked.steps.order_by("number"))
    at = len(steps) + 1
    if steps and steps[-1].kind == StepKind.ASSESS and facts["kind"] != StepKind.ASSESS:
        at = len(steps)
        locked.steps.filter(number=len(steps)).update(number=len(steps) + 1)
    return Step.objects.create(procedure=locked, number=at, **facts)


@transaction.atomic
def edit_step(step: Step, *, by: User, **facts: Any) -> Step:
    """Change one step of a draft."""
    _lock(step.procedure, by)
    for name, value in facts.items():
        setattr(step, name, value)
    step.save(update_fields=list(facts))
    return step


@transaction.atomic
def remove_step(step: Step, *, by: User) -> None:
    """Take a step out of a draft; those after it move up."""
    draft = _lock(step.procedure, by)
    step.delete()
    _deal_numbers(draft, list(draft.steps.order_by("number")))


@transaction.atomic
def move_step(step: Step, *, by: User, up: bool) -> Step:
    """Exchange a step with its neighbour; at the end of the list nothing happens."""
    draft = _lock(step.procedure, by)
    steps = list(draft.steps.order_by("number"))
    place = next(place for place, one in enumerate(steps) if one.pk == step.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(steps):
        steps[place], steps[other] = steps[other], steps[place]
        _deal_numbers(draft, steps)
    step.refresh_from_db(fields=["number"])
    return step


@transaction.atomic
def publish_procedure(draft: Procedure, *, by: User, valid_from: datetime.date) -> Procedure:
    """Put a draft in force from a day on; reviews that run keep the procedure that they began with.

    Publishing again changes nothing. Raises DomainError for a past day or for what is wrong with the steps, Conflict
    when another one has been published for the same union and day.
    """
    locked = Procedure.objects.select_for_update(of=("self",)).select_related("union").get(pk=draft.pk)
    if locked.published_at is not None and locked.valid_from == valid_from:
        return locked
    locked = _lock(draft, by)
    if valid_from < clock.today():
        raise DomainError("执行日期不能早于今天，已经开始的审核按原程序办完。", field="valid_from")
    if wrong := faults(steps := list(locked.steps.order_by("number"))) + faults_of_money(locked, steps, valid_from):
        raise DomainError("；".join(wrong) + "。请改正后再发布。")
    locked.valid_from, locked.published_at, locked.published_by = valid_from, clock.now(), by
    try:
        with transaction.atomic():
            locked.save(update_fields=["valid_from", "published_at", "published_by"])
    except IntegrityError as error:
        raise Conflict(
            f"{locked.union}从 {valid_from:%Y-%m-%d} 起已有发布的{_tier(locked)}程序，请改用另一个执行日期。",
            field="valid_from",
        ) from error
    return locked


def faults(steps: list[Step]) -> list[str]:
    """Return what keeps these steps from being a procedure, in words; none when they are one."""
    kinds, names = [step.kind for step in steps], [step.name for step in steps]
    last_deciding = max((n for n, kind in enumerate(kinds) if kind == StepKind.DECIDE), default=-1)
    applies = [step for step in steps if step.kind == StepKind.APPLY]
    asked = (
        (kinds[:1] == [StepKind.APPLY] and len(applies) == 1, "第一个环节应为申请，且只有一个申请环节"),
        (last_deciding >= 0, "至少要有一个审定环节"),
        (kinds.count(StepKind.ASSESS) <= 1 and StepKind.ASSESS not in kinds[:-1], "考核只能是最后一个环节"),
        (len(set(names)) == len(names), "环节名称不能重复"),
        (all(name.strip() for name in names), "每个环节都要有名称"),
        (last_deciding < 0 or StepKind.APPRAISE not in kinds[last_deciding:], "评议应在最后一次审定之前"),
        (last_deciding < 0 or StepKind.NOTICE not in kinds[last_deciding:], "公示应在最后一次审定之前"),
    )
    return [words for holds, words in asked if not holds]


def faults_of_money(draft: Procedure, steps: list[Step], day: datetime.date) -> list[str]:
    """Return what a version leaves out that money needs, in words: a notice, and who above its union has to agree."""
    if draft.subject not in BY_AMOUNT:
        return []
    wrong = []
    if draft.subject == Subject.PAYMENT and all(step.kind != StepKind.NOTICE for step in steps):
        wrong.append("资金发放须先公示，不能没有公示环节")
    others = Procedure.objects.holding_for(draft.union, day, draft.amount_from).filter(subject=draft.subject)
    if above := others.exclude(union=draft.union).first():
        own, decided = UNION_RANK[UnionKind(draft.union.kind)], {s.level for s in steps if s.kind == StepKind.DECIDE}
        asked = above.steps.filter(kind=StepKind.DECIDE).exclude(level__in=decided).order_by("number")
        left_out = [step.get_level_display() for step in asked if LEVEL_RANK[StepLevel(step.level)] > own]
        wrong += [f"按“{above.name}”须经{level}审定，不能省去" for level in dict.fromkeys(left_out)]
    return wrong


def _tier(procedure: Procedure) -> str:
    return f" {format_money(procedure.amount_from)} 元起的" if procedure.subject in BY_AMOUNT else ""


def _lock(draft: Procedure, by: User) -> Procedure:
    locked = Procedure.objects.select_for_update(of=("self",)).select_related("union").filter(pk=draft.pk).first()
    if locked is None:
        raise Conflict("这份草稿已被删除，请返回程序列表。")
    if locked.published_at is not None:
        raise Conflict("这份程序已经发布，不能再改；请复制为新的草稿。")
    if not can_edit_procedure(by, locked):
        raise NotAllowed("办理程序由省级和州市（产业）工会的经办、审批人员在本级范围内拟定。")
    return locked


def _deal_numbers(draft: Procedure, steps: list[Step]) -> None:
    draft.steps.update(number=F("number") + OUT_OF_THE_WAY)
    for number, step in enumerate(steps, start=1):
        step.number = number
    Step.objects.bulk_update(steps, ["number"])
