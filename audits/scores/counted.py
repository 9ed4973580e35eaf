"""The sources that this app counts: visits in time, re-verification, faults, payments that failed, reviews in time."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from assistance.models import Payment
from assistance.payments.enums import PaymentStatus
from audits.models import ClearState, Fault, QualityRun, Rectification
from audits.scores.sources import Asked, Counted, Figure, Lead, Source, register, shares
from audits.verification.enums import RectificationStatus
from core import clock
from households.enums import IN_CARE
from households.models import Household
from organizations.models import Union
from pairing.models import CareRhythm
from reviews.models import Review


def _listed(name: str, union: Union, **query: str) -> str:
    return f"{reverse(name)}?{urlencode({'union': union.code, **query})}"


def visits_in_time(asked: Asked) -> Counted:
    """Count the paired households whose visit or call is not overdue; known of the present only."""
    if not asked.is_now:
        return {}
    late = Q(due_on__lt=clock.today())
    rows = CareRhythm.objects.order_by().values_list(asked.at())
    return shares(asked, rows.annotate(kept=Count("pk", filter=~late | Q(due_on=None)), every=Count("pk")))


def verified(asked: Asked) -> Counted:
    """Count the archives in care that need no re-verification; known of the present only."""
    if not asked.is_now:
        return {}
    placed: Any = ClearState.objects.filter(household__status__in=IN_CARE).order_by()
    placed = placed.values_list(asked.at("household__union_path"))
    return shares(asked, placed.annotate(done=Count("pk", filter=Q(verify_mask=0)), every=Count("pk")))


def faults(asked: Asked) -> Counted:
    """Count the faults that stand for a hundred archives in care; known of the present, once the rules were run."""
    run = QualityRun.objects.filter(ended_at__isnull=False).order_by("-pk").first()
    if run is None or not asked.is_now:
        return {}
    standing = Fault.objects.standing().order_by().values_list(asked.at("household__union_path"))
    found = asked.gathered(standing.annotate(faults=Count("pk")))
    archives = Household.objects.filter(status__in=IN_CARE).order_by().values_list(asked.at())
    held = asked.gathered(archives.annotate(archives=Count("pk")))
    words = f"按 {run.day:%Y-%m-%d} 的检查"
    return {path: Figure(found[path][0], held[path][0], words=words) for path in asked.paths}


def failed_payments(asked: Asked) -> Counted:
    """Count the lines of payment of the year that came back, among those that were paid or came back."""
    ended = (PaymentStatus.PAID, PaymentStatus.FAILED)
    rows = Payment.objects.filter(status__in=ended, batch__year=asked.last.year).order_by().values_list(asked.at())
    failed = Count("pk", filter=Q(status=PaymentStatus.FAILED))
    return shares(asked, rows.annotate(failed=failed, every=Count("pk")))


def mended(asked: Asked) -> Counted:
    """Count the rectifications that fell due in the time asked for and are verified by now, among all of these."""
    due = Rectification.objects.filter(due_on__range=(asked.first, asked.last)).order_by()
    placed: Any = due.values_list(asked.at("union__path"))
    done = Count("pk", filter=Q(status=RectificationStatus.VERIFIED))
    return shares(asked, placed.annotate(done=done, every=Count("pk")))


def late_reviews(asked: Asked) -> Counted:
    """Count the reviews that wait in a union past their time; known of the present only."""
    if not asked.is_now:
        return {}
    rows = Review.objects.overdue().order_by().values_list(asked.at("acting_path")).annotate(late=Count("pk"))
    return {path: Figure(late) for path, (late, _none) in asked.gathered(rows).items()}


def _failed(lead: Lead) -> str:
    return _listed("payments", lead.union, status=PaymentStatus.FAILED, year=str(lead.last.year))


register(
    Source(
        "visits_in_time",
        "走访联系按期率",
        "在档和渐退期已结对的户中，应走访、应联系日期未逾期的 ÷ 全部已结对的",
        visits_in_time,
        behind=lambda lead: _listed("visits_due", lead.union, state="overdue"),
    ),
    Source(
        "verified",
        "年度复核完成率",
        "在档和渐退期的档案中没有待复核事由的 ÷ 全部",
        verified,
        behind=lambda lead: _listed("reverifications", lead.union),
    ),
    Source(
        "faults",
        "每百户数据问题",
        "尚存的数据问题（不含例外）÷ 在档和渐退期的档案 × 100",
        faults,
        unit="例/百户",
        behind=lambda lead: _listed("faults", lead.union),
    ),
    Source(
        "failed_payments",
        "发放退回率",
        "本年度批次中发放未成的笔数 ÷ 已发放和未成的笔数",
        failed_payments,
        behind=_failed,
    ),
    Source(
        "mended",
        "问题整改完成率",
        "整改期限在时段内、已验收的核查问题 ÷ 整改期限在时段内的全部核查问题",
        mended,
        behind=lambda lead: _listed("rectifications", lead.union),
    ),
    Source(
        "late_reviews",
        "审核超期",
        "在本级及下级等待办理、已过办理期限的审核",
        late_reviews,
        unit="件",
        is_share=False,
    ),
)
