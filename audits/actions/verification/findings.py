"""From what was asked to what was found: proposals, two decisions, a union's contest, the word of a third."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.verification.locks import lock_verification
from audits.actions.verification.papers import keep_papers, read_papers
from audits.models import Contest, Interview, Verification, VerificationFinding
from audits.verification.causes import counted_causes, nameable, short
from audits.verification.enums import (
    IN_DISPUTE,
    OUTCOMES_OF,
    FindingStatus,
    InterviewStatus,
    Outcome,
    PopulationClass,
    ProjectStatus,
    Round,
)
from audits.verification.judging import propose
from audits.verification.loading import Weighed, weigh
from audits.verification.querysets import FindingQuerySet
from audits.verification.rules import can_contest, can_judge
from core import clock
from core.errors import DomainError
from core.workdays import add_workdays
from households.eligibility.facts import facts_to_json
from households.importing.bulk import insert_rows
from organizations.models import User
from organizations.rules import require

JUDGES = "核查结论由组织核查的工会的审核、审批人员认定。"
CONTESTERS = "申辩由该户建档单位及以上的经办人员提出。"
AT_ONCE = 500


@transaction.atomic
def begin_judging(verification: Verification, *, by: User) -> Verification:
    """End the field work, and propose a finding for every household whose first interview was agreed.

    Raises DomainError while interviews are still with the assessors or wait to be agreed. A second press changes
    nothing.
    """
    locked = lock_verification(verification, by=by)
    if locked.status in (ProjectStatus.JUDGING, ProjectStatus.CLOSED):
        return locked
    if locked.status != ProjectStatus.RUNNING:
        raise DomainError("还没有分派入户核查，不能开始认定。")
    ended = (InterviewStatus.AGREED, InterviewStatus.DROPPED)
    if waiting := locked.interviews.exclude(status__in=ended).count():
        raise DomainError(f"还有 {waiting} 份问卷没有认可，请全部认可后再开始认定。")
    _propose_all(locked)
    locked.status = ProjectStatus.JUDGING
    locked.save(update_fields=["status"])
    return locked


def _propose_all(verification: Verification) -> None:
    firsts = Interview.objects.filter(
        verification=verification, round=Round.FIRST, status=InterviewStatus.AGREED
    ).order_by("pk")
    loaded = firsts.select_related("sample__stratum", "sample__unit__household__union", "sample__unit__union")
    interviews = list(loaded.prefetch_related("verification__questionnaire__questions"))
    for start in range(0, len(interviews), AT_ONCE):
        part = interviews[start : start + AT_ONCE]
        weighed = weigh(part)
        insert_rows(VerificationFinding, [_proposed(interview, weighed[interview.pk]) for interview in part])


def _proposed(interview: Interview, weighed: Weighed) -> VerificationFinding:
    proposal, ground = propose(weighed.case), weighed.ground
    return VerificationFinding(
        verification_id=interview.verification_id,
        sample_id=interview.sample_id,
        interview=interview,
        proposed=proposal.outcome or "",
        reasons=list(proposal.reasons),
        causes=[short(cause) for cause in proposal.causes],
        lines=weighed.lines,
        facts=facts_to_json(ground.facts) if ground else {},
        rule_set=ground.rule_set if ground else None,
        exit_rule=weighed.rule,
    )


@transaction.atomic
def decide_finding(
    finding: VerificationFinding, *, by: User, outcome: str, words: str = "", causes: Sequence[str] = ()
) -> VerificationFinding:
    """Say as one of two what was found; the second who says the same decides, another outcome goes to a third.

    What is not as proposed needs words, and counts for the ``causes`` that one of the two names. The same said again
    by the same person changes nothing.
    """
    locked = _lock(finding)
    require(can_judge(by, locked.verification.union), JUDGES)
    _refuse_outcome(locked, outcome, words, causes)
    if locked.status == FindingStatus.PROPOSED:
        return _first(locked, by, outcome, words, causes)
    if locked.first_by_id == by.pk:
        if locked.first_outcome == outcome:
            return locked
        raise DomainError("您已作出认定，须由另一人作第二人认定。")
    if locked.status != FindingStatus.FIRST:
        return _if_same(locked, by, outcome)
    return _second(locked, by, outcome, words, causes)


@transaction.atomic
def decide_as_proposed(findings: FindingQuerySet, *, by: User) -> int:
    """Say of many at once, as one of two, that they are right as proposed; the rest is passed over. Returns how many.

    Each is decided as it would be alone, so another person still has to say the same.
    """
    ripe = findings.waiting_for(by).filter(
        proposed=Outcome.CORRECT, status__in=(FindingStatus.PROPOSED, FindingStatus.FIRST)
    )
    chosen = list(ripe.order_by("pk")[: AT_ONCE + 1])
    if len(chosen) > AT_ONCE:
        raise DomainError(f"一次最多认定 {AT_ONCE} 户，请先按单位或对象筛选。")
    for finding in chosen:
        decide_finding(finding, by=by, outcome=Outcome.CORRECT)
    return len(chosen)


def _first(
    locked: VerificationFinding, by: User, outcome: str, words: str, causes: Sequence[str]
) -> VerificationFinding:
    locked.first_outcome, locked.first_words, locked.first_by = outcome, words.strip(), by
    locked.first_at, locked.first_causes, locked.status = clock.now(), list(causes), FindingStatus.FIRST
    locked.save(update_fields=["first_outcome", "first_words", "first_by", "first_at", "first_causes", "status"])
    return locked


def _second(
    locked: VerificationFinding, by: User, outcome: str, words: str, causes: Sequence[str]
) -> VerificationFinding:
    locked.second_outcome, locked.second_words, locked.second_by = outcome, words.strip(), by
    locked.second_at, locked.status = clock.now(), FindingStatus.SPLIT
    written = ["second_outcome", "second_words", "second_by", "second_at", "status"]
    if outcome == locked.first_outcome:
        locked.status, locked.outcome = FindingStatus.DECIDED, outcome
        locked.contest_until = add_workdays(clock.today(), locked.verification.contest_days).day
        locked.found_causes = counted_causes(locked, outcome, [*locked.first_causes, *causes])
        written += ["outcome", "contest_until", "found_causes"]
    locked.save(update_fields=written)
    return locked


def _if_same(locked: VerificationFinding, by: User, outcome: str) -> VerificationFinding:
    if locked.second_by_id == by.pk and locked.second_outcome == outcome:
        return locked
    raise DomainError(f"该户{locked.get_status_display()}，不能再作第二人认定。")


def _refuse_outcome(locked: VerificationFinding, outcome: str, words: str, causes: Sequence[str]) -> None:
    group = PopulationClass(locked.sample.stratum.population_class)
    if outcome not in OUTCOMES_OF[group]:
        raise DomainError(f"{group.label}户不能认定为所选结论，请另选。", field="outcome")
    if outcome != locked.proposed and not words.strip():
        raise DomainError("与系统建议不同的认定，请写明理由。", field="words")
    if causes and not set(causes) <= set(nameable(locked, outcome)):
        raise DomainError("所选问题点与认定结论不符，请重选问题点。")


@transaction.atomic
def contest_finding(
    finding: VerificationFinding, *, by: User, text: str, papers: Sequence[UploadedFile] = ()
) -> VerificationFinding:
    """Say for the union why a finding is wrong; in the days that it has, and once. The same again changes nothing."""
    read = read_papers(papers)
    locked = _lock(finding)
    require(can_contest(by, locked.sample.unit.union), CONTESTERS)
    if locked.status == FindingStatus.CONTESTED:
        return locked
    if locked.status != FindingStatus.DECIDED or locked.contest_until is None:
        raise DomainError(f"该户{locked.get_status_display()}，不能申辩。")
    if clock.today() > locked.contest_until:
        raise DomainError(f"申辩期已于 {locked.contest_until:%Y-%m-%d} 截止。")
    if locked.outcome == Outcome.CORRECT:
        raise DomainError("该户认定为正确，没有可以申辩的问题。")
    if not text.strip():
        raise DomainError("请写明申辩理由和依据。", field="text")
    facts = {"union": locked.sample.unit.union, "text": text.strip(), "by": by, "at": clock.now()}
    keep_papers(locked, read, by=by, contest=Contest.objects.create(finding=locked, **facts))
    locked.status = FindingStatus.CONTESTED
    locked.save(update_fields=["status"])
    return locked


@transaction.atomic
def settle_finding(
    finding: VerificationFinding, *, by: User, outcome: str, words: str, causes: Sequence[str] = ()
) -> VerificationFinding:
    """Say as the third what holds where two disagree or a union contests; neither of the two, nor who contested."""
    locked = _lock(finding)
    require(can_judge(by, locked.verification.union), JUDGES)
    if locked.status == FindingStatus.SETTLED and (locked.third_by_id, locked.outcome) == (by.pk, outcome):
        return locked
    if locked.status not in IN_DISPUTE:
        raise DomainError(f"该户{locked.get_status_display()}，没有争议须裁定。")
    contested_by = locked.contest.by_id if hasattr(locked, "contest") else None
    if by.pk in (locked.first_by_id, locked.second_by_id, contested_by):
        raise DomainError("裁定须由未参与认定和申辩的第三人作出。")
    if not words.strip():
        raise DomainError("请写明裁定理由。", field="words")
    _refuse_outcome(locked, outcome, words, causes)
    locked.third_by, locked.third_at, locked.third_words = by, clock.now(), words.strip()
    locked.found_causes = counted_causes(locked, outcome, causes or _agreed_causes(locked, outcome))
    locked.status, locked.outcome = FindingStatus.SETTLED, outcome
    locked.save(update_fields=["third_by", "third_at", "third_words", "status", "outcome", "found_causes"])
    return locked


def _agreed_causes(locked: VerificationFinding, outcome: str) -> list[str]:
    """Return what had been named before, where the third holds what the two decided, or the first of them found."""
    if outcome == locked.outcome:
        return locked.found_causes
    return locked.first_causes if outcome == locked.first_outcome else []


@transaction.atomic
def close_verification(verification: Verification, *, by: User) -> Verification:
    """End a verification once every finding is final and no contest can come; its sample is then known to all."""
    locked = lock_verification(verification, by=by)
    if locked.status == ProjectStatus.CLOSED:
        return locked
    if locked.status != ProjectStatus.JUDGING:
        raise DomainError("认定还没有开始，不能结束。")
    _refuse_open(locked.findings.exclude(status__in=(FindingStatus.DECIDED, FindingStatus.SETTLED)).count())
    last = locked.findings.filter(status=FindingStatus.DECIDED, contest_until__gte=clock.today())
    if until := last.order_by("-contest_until").values_list("contest_until", flat=True).first():
        raise DomainError(f"申辩期到 {until:%Y-%m-%d} 为止，届满后才能结束。")
    locked.status = ProjectStatus.CLOSED
    locked.save(update_fields=["status"])
    return locked


def _refuse_open(count: int) -> None:
    if count:
        raise DomainError(f"还有 {count} 户没有认定完毕，不能结束。")


def _lock(finding: VerificationFinding) -> VerificationFinding:
    locked = VerificationFinding.objects.select_for_update(of=("self",)).select_related("verification__union")
    return locked.prefetch_related("sample__stratum", "sample__unit__union", "contest").get(pk=finding.pk)
