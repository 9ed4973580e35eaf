"""A review of a household as the forms print it: what is asked for, how it was examined, and what came of it."""

from dataclasses import dataclass

from audits.enums import Finding
from audits.models import ExitCheck, HouseholdReview
from core.money import format_money
from households.models import EligibilityCheck
from reports.booklet.data import text
from reports.booklet.parts.words import day
from reports.forms.opinions import standing_records
from reports.forms.words import day_of, said_in, signed_by
from reviews.enums import NoticeStatus, Outcome, StepKind
from reviews.models import Notice, NoticeLine, Record, Review


@dataclass(frozen=True)
class Asked:
    """What is asked for, by whom, and where it stands."""

    review_no: str = text("办理编号")
    union: str = text("申请单位")
    what: str = text("申请事项")
    note: str = text("说明")
    applied_on: str = text("申请日期")
    applied_by: str = text("经办人")
    stage: str = text("办理情况")
    finished_on: str = text("办结日期")


@dataclass(frozen=True)
class CheckLine:
    """One line of the calculation of eligibility."""

    title: str = text("测算项目")
    words: str = text("计算与说明")
    met: str = text("是否符合")


@dataclass(frozen=True)
class Eligibility:
    """What the rules found, line by line."""

    on: str = text("测算日期")
    rules: str = text("认定规则")
    lines: tuple[CheckLine, ...] = ()


@dataclass(frozen=True)
class Item:
    """One of the seven of 两有五保障."""

    name: str = text("核查项目")
    finding: str = text("结论")
    evidence: str = text("依据")


@dataclass(frozen=True)
class LeavingCheck:
    """What was found at the household before it leaves: its income held against the standard, and the seven items."""

    on: str = text("核查日期")
    by: str = text("核查人")
    per_head: str = text("家庭月人均纯收入")
    threshold: str = text("退出标准")
    months: str = text("连续达到月数")
    income: str = text("收入结论")
    words: str = text("收入核查说明")
    outcome: str = text("核查结论")
    note: str = text("核查意见")
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Vote:
    """An appraisal."""

    step: str = text("评议环节")
    held_on: str = text("评议日期")
    place: str = text("地点")
    chair: str = text("主持人")
    counted: str = text("表决")
    outcome: str = text("结果")


@dataclass(frozen=True)
class Posted:
    """A public notice."""

    step: str = text("公示环节")
    number: str = text("公示编号")
    period: str = text("公示期")
    place: str = text("张贴地点")
    objections: str = text("异议")
    outcome: str = text("结果")


@dataclass(frozen=True)
class SentBack:
    """A return to an earlier step."""

    on: str = text("退回日期")
    step: str = text("退回环节")
    by: str = text("退回人")
    to: str = text("退回到")
    reason: str = text("退回理由")


def asked_of(asked: HouseholdReview) -> Asked:
    """Return what is asked for."""
    review = asked.review
    return Asked(
        review_no=review.number,
        union=review.union.name,
        what=asked.asks,
        note=asked.note,
        applied_on=day(review.applied_on),
        applied_by=review.applied_by.name,
        stage=str(review.get_status_display()) if review.finished_at else review.stage,
        finished_on=day_of(review.finished_at),
    )


def eligibility_of(check: EligibilityCheck | None) -> Eligibility | None:
    """Return a finding of the rules with its explanation; none when nothing was calculated."""
    if check is None:
        return None
    met = {True: "符合", False: "不符合", None: "—"}
    lines = (CheckLine(line["title"], line["text"], met[line["met"]]) for line in check.lines)
    return Eligibility(day(check.on_day), check.rule_set.name, tuple(lines))


def leaving_check_of(check: ExitCheck | None) -> LeavingCheck | None:
    """Return an exit check with its findings (prefetched); none when there was none."""
    if check is None:
        return None
    return LeavingCheck(
        on=day(check.on_day),
        by=check.by_name,
        per_head=format_money(check.per_head),
        threshold=format_money(check.threshold),
        months=f"{check.months_met}（要求 {check.rule.months}）",
        income="达到" if check.income_passed else "未达到",
        words=check.income_words,
        outcome="达到退出条件" if check.passed else "未达到退出条件",
        note=check.note,
        items=tuple(
            Item(found.get_item_display(), str(Finding(found.finding).label), found.evidence)
            for found in check.findings.all()
        ),
    )


def votes_of(review: Review) -> tuple[Vote, ...]:
    """Return the appraisals of every round, the first one first."""
    return tuple(_vote(record) for record in review.records.all() if hasattr(record, "appraisal"))


def _vote(record: Record) -> Vote:
    vote, meeting = record.appraisal, record.appraisal.meeting
    counted = f"同意 {vote.votes_for}，不同意 {vote.votes_against}，弃权 {vote.votes_abstain}"
    return Vote(
        step=record.step.name,
        held_on=day(meeting.held_on),
        place=meeting.place,
        chair=meeting.chair,
        counted=f"到会 {vote.attended} 人：{counted}",
        outcome="通过" if record.outcome == Outcome.PASS else "未通过",
    )


def notices_of(review: Review) -> tuple[Posted, ...]:
    """Return the notices on which the review stood, the first one first (prefetched with their objections).

    A notice has a line for each payment of a batch, but is told once.
    """
    of: dict[int, list[NoticeLine]] = {}
    for line in review.notice_lines.all():
        of.setdefault(line.notice_id, []).append(line)
    return tuple(_posted(lines[0].notice, {line.pk for line in lines}) for _pk, lines in sorted(of.items()))


def _posted(notice: Notice, lines: set[int]) -> Posted:
    count = sum(objection.line_id is None or objection.line_id in lines for objection in notice.objections.all())
    return Posted(
        step=notice.step_name,
        number=notice.number,
        period=f"{day(notice.starts_on)} 至 {day(notice.ends_on)}，{notice.days} 个工作日" if notice.starts_on else "",
        place=notice.posted_place,
        objections=f"{count} 件" if count else "无",
        outcome=_end_of(notice, count),
    )


def _end_of(notice: Notice, objections: int) -> str:
    if notice.status != NoticeStatus.CLOSED:
        return str(notice.stage.label)
    return "公示期满，异议已答复" if objections else "公示期满，无异议"


def returns_of(review: Review) -> tuple[SentBack, ...]:
    """Return each return to an earlier step, the first one first."""
    returned = (record for record in review.records.all() if record.returned_to)
    return tuple(
        SentBack(day_of(record.at), record.step.name, signed_by(record), str(record.returned_to), record.opinion)
        for record in returned
    )


def assessed_in(review: Review) -> str:
    """Return what the assessment says; empty while there was none."""
    records = (record for record in standing_records(review).values() if record.step.kind == StepKind.ASSESS)
    return "；".join(f"{said_in(record)}（{signed_by(record)} {day_of(record.at)}）" for record in records)
