"""What a decision letter says, for each subject passed or refused: in words and figures that a family understands."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from audits.enums import CancelCause
from audits.models import ExitCheck, HouseholdReview
from core import clock
from core.money import ZERO
from reports.booklet.data import text
from reports.forms.words import long_day, money
from reviews.enums import ReviewStatus, StepKind, Subject
from reviews.models import Record

SECURED = "吃、穿、就业、看病、上学、社会保险和住房都有保障。"
ENDS = "不再享受困难职工专项帮扶"
STAYS = "您家继续在档，原来的帮扶不变。"
AGAIN = "以后再遇到困难，可以重新申请建档。"


@dataclass(frozen=True)
class Told:
    """What was decided, why, and what follows from it."""

    decided: str = text("决定")
    reasons: tuple[str, ...] = field(default=(), metadata={"label": "原因"})
    effects: tuple[str, ...] = field(default=(), metadata={"label": "以后"})


def told_of(asked: HouseholdReview, last: Record) -> Told:
    """Return what the family is told; ``last`` is the record that ended the case."""
    day = timezone.localdate(asked.applied_at or asked.review.finished_at)
    passed = asked.review.status == ReviewStatus.PASSED
    if passed:
        return PASSED[Subject(asked.subject)](asked, day)
    decided = f"{_application(asked)}，经{last.step.name}，没有通过。"
    return Told(decided, (*_figures(asked), _refusal(last)), (REFUSED[Subject(asked.subject)],))


def _application(asked: HouseholdReview) -> str:
    day = long_day(asked.review.applied_on)
    if asked.subject == Subject.ENTRY:
        return f"您家{day}提出的建档申请"
    return f"工会{day}提交的您家{asked.review.get_subject_display()}申请"


def _done(asked: HouseholdReview, what: str) -> str:
    return f"您家的{what}，经过评议、公示和各级工会审定，已经通过。"


def _refusal(last: Record) -> str:
    if last.step.kind == StepKind.APPRAISE:
        return f"{last.step.name}会上{last.opinion}，同意票没有达到规定。"
    return f"审定意见：{last.opinion.rstrip('。')}。"


def _figures(asked: HouseholdReview) -> tuple[str, ...]:
    """Say what the household lives on, as its survey has it; for an exit, as the check has it."""
    if asked.exit_check:
        return _exit_figures(asked.exit_check)
    survey = asked.survey
    if survey is None or asked.subject not in (Subject.ENTRY, Subject.CHANGE):
        return ()
    spent = f"，看病、上学等必须的支出{money(survey.rigid)}" if survey.rigid > ZERO else ""
    standard = f"，当地低保标准是每人每月{money(survey.standard)}" if survey.standard else ""
    period = f"{survey.period_start:%Y年%-m月}至{survey.period_end:%Y年%-m月}"
    each = f"按{survey.persons}口人计算，每人每月{money(survey.per_head)}"
    return (f"您家{period}收入{money(survey.income)}{spent}；{each}{standard}。",)


def _exit_figures(check: ExitCheck) -> tuple[str, ...]:
    if check.per_head is None or check.threshold is None:
        return ()
    figures = f"每人每月收入（扣除看病、上学等支出后）{money(check.per_head)}，退出标准是{money(check.threshold)}"
    months = f"，已经连续{check.months_met}个月达到" if check.months_met else ""
    return (f"{long_day(check.on_day)}到您家核查：{figures}{months}。",)


def _entered(asked: HouseholdReview, day: datetime.date) -> Told:
    decided = f"{_done(asked, '建档申请')}从{long_day(day)}起，您家列为{asked.get_level_display()}困难职工家庭。"
    fits = f"符合“{asked.get_category_display()}”的条件。"
    return Told(
        decided,
        (*_figures(asked), fits),
        (
            "工会安排帮扶干部与您家结对，上门走访，帮您办事。",
            "您家可以按规定申请生活、医疗、子女上学等帮扶。",
            "人口、收入、工作、住房有变化，请及时告诉工会；工会每年复核一次。",
        ),
    )


def _left(asked: HouseholdReview, day: datetime.date) -> Told:
    decided = f"{_done(asked, '脱困退出')}从{long_day(day)}起，您家脱困退出。"
    months = asked.exit_check.rule.monitor_months if asked.exit_check else []
    monitored = "、".join(map(str, months))
    visits = f"退出后第{monitored}个月，工会还会回访您家；" if monitored else ""
    after = [f"从这一天起，{ENDS}。"]
    if asked.taper_months:
        until = long_day(clock.months_after(day, asked.taper_months))
        kept = f"这期间保留：{asked.taper_aid}" if asked.taper_aid else "这期间保留的帮扶以工会通知为准"
        after = [f"到{until}是渐退期，{kept}。", f"渐退期满以后，{ENDS}。"]
    return Told(decided, (*_figures(asked), SECURED), (*after, f"{visits}{AGAIN}"))


def _cancelled(asked: HouseholdReview, day: datetime.date) -> Told:
    died = asked.cause == CancelCause.DIED
    note = f"：{asked.note.rstrip('。')}" if asked.note else ""
    later = "家中其他职工如果生活困难，可以用本人的名义申请建档。" if died else "以后如果符合条件，可以重新申请建档。"
    return Told(
        f"您家的困难职工档案，经过评议、公示和各级工会审定，从{long_day(day)}起注销。",
        (f"{asked.get_cause_display()}{note}。",),
        (f"从这一天起，{ENDS}。", later),
    )


def _changed(asked: HouseholdReview, day: datetime.date) -> Told:
    to = f"建档标准为{asked.get_level_display()}，类别为“{asked.get_category_display()}”"
    decided = f"{_done(asked, '档案调整')}从{long_day(day)}起，{to}。"
    reasons = (*_figures(asked), asked.note) if asked.note else _figures(asked)
    return Told(decided, reasons, ("从这一天起，帮扶项目和标准按调整后的类别执行。",))


def _relieved(asked: HouseholdReview, day: datetime.date) -> Told:
    decided = f"{_done(asked, '解困认定')}从{long_day(day)}起，您家认定为解困。"
    return Told(decided, (SECURED,), ("您家仍然在档，帮扶和走访继续。",))


def _returned(asked: HouseholdReview, day: datetime.date) -> Told:
    decided = f"{_done(asked, '恢复在档')}从{long_day(day)}起，您家恢复在档。"
    return Told(decided, (asked.note,), ("渐退期到此为止，帮扶和走访按在档家庭办理。",))


PASSED: dict[str, Callable[[HouseholdReview, datetime.date], Told]] = {
    Subject.ENTRY: _entered,
    Subject.EXIT: _left,
    Subject.CANCEL: _cancelled,
    Subject.CHANGE: _changed,
    Subject.RELIEF: _relieved,
    Subject.RETURN: _returned,
}
REFUSED: dict[str, str] = {
    Subject.ENTRY: "您家这次没有建档；情况有变化时，可以随时重新申请。",
    Subject.EXIT: STAYS,
    Subject.CANCEL: STAYS,
    Subject.CHANGE: "档案维持原来的建档标准和类别，帮扶不变。",
    Subject.RELIEF: STAYS,
    Subject.RETURN: "渐退期按原来的安排继续。",
}
