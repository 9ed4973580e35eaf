"""The sources that this app counts: visits in time, re-verification, faults, payments that failed, reviews in time."""

import datetime
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.db.models.functions import Collate
from django.urls import reverse

from assistance.models import Payment
from assistance.payments.enums import PaymentStatus
from audits.models import ClearState, Fault, FaultDay, QualityRun, Rectification
from audits.scores.sources import SOURCES, Asked, Counted, Figure, Lead, Source, register, shares
from audits.verification.enums import RectificationStatus
from core import clock
from households.enums import IN_CARE
from households.models import Household, StatusChange
from organizations.models import Union
from organizations.scope import COUNTY_PATH
from pairing.models import CareRhythm
from reviews.models import Review

Rows = Iterable[Any]
At = Callable[[str], Collate]


def _listed(name: str, union: Union, **query: str) -> str:
    return f"{reverse(name)}?{urlencode({'union': union.code, **query})}"


def _visits(at: At) -> Rows:
    """Count the paired households whose visit or call is not overdue, and all of them."""
    late = Q(due_on__lt=clock.today())
    rows = CareRhythm.objects.order_by().values_list(at("union_path"))
    return rows.annotate(kept=Count("pk", filter=~late | Q(due_on=None)), every=Count("pk"))


def _verified(at: At) -> Rows:
    """Count the archives in care that need no re-verification, and all of them."""
    placed: Any = ClearState.objects.filter(household__status__in=IN_CARE).order_by()
    placed = placed.values_list(at("household__union_path"))
    return placed.annotate(done=Count("pk", filter=Q(verify_mask=0)), every=Count("pk"))


def _late_reviews(at: At) -> Rows:
    """Count the reviews that wait in a union past their time."""
    return Review.objects.overdue().order_by().values_list(at("acting_path")).annotate(late=Count("pk"))


# What stands now and no record tells of a past day: rows of place, number and, of a share, the whole.
PRESENT: dict[str, Callable[[At], Rows]] = {
    "visits_in_time": _visits,
    "verified": _verified,
    "late_reviews": _late_reviews,
}


def of_rows(code: str, asked: Asked, rows: Rows, words: str = "") -> Counted:
    """Return what rows of place, number and whole say of each union."""
    if SOURCES[code].is_share:
        return shares(asked, rows, words)
    return {path: Figure(number, words=words) for path, (number, _none) in asked.gathered(rows).items()}


def of_present(code: str, asked: Asked) -> Counted:
    """Count what stands now; of a past day nothing is known here."""
    return of_rows(code, asked, PRESENT[code](asked.at)) if asked.is_now else {}


def faults(asked: Asked) -> Counted:
    """Count the faults for a hundred archives in care: those that stand, of a past day those after its last run.

    Nothing is known before they were run over the whole register, nor of a past day below the counties.
    """
    if not asked.is_now:
        return _faults_of_past(asked)
    run = QualityRun.objects.whole().order_by("-pk").first()
    if run is None:
        return {}
    standing = Fault.objects.standing().order_by().values_list(asked.at("household__union_path"))
    archives = Household.objects.filter(status__in=IN_CARE).order_by().values_list(asked.at())
    return _for_a_hundred(asked, standing.annotate(n=Count("pk")), archives.annotate(n=Count("pk")), run.day)


def _faults_of_past(asked: Asked) -> Counted:
    """Count what was kept after the last run of the time asked for, and the archives then in care; three queries."""
    runs = FaultDay.objects.filter(day__range=(asked.first, asked.last)).order_by("-day")
    day = runs.values_list("day", flat=True).first()
    if day is None or asked.length > COUNTY_PATH:
        return {}
    kept = FaultDay.objects.filter(day=day).order_by().values_list(asked.at()).annotate(n=Sum("faults"))
    came = Q(to_status__in=IN_CARE) & ~Q(from_status__in=IN_CARE)
    left = Q(from_status__in=IN_CARE) & ~Q(to_status__in=IN_CARE)
    changes = StatusChange.objects.filter(on__lte=day).order_by().values_list(asked.at())
    return _for_a_hundred(asked, kept, changes.annotate(n=Count("pk", filter=came) - Count("pk", filter=left)), day)


def _for_a_hundred(asked: Asked, faults: Rows, archives: Rows, day: datetime.date) -> Counted:
    found, held, words = asked.gathered(faults), asked.gathered(archives), f"按 {day:%Y-%m-%d} 的检查"
    return {path: Figure(found[path][0], held[path][0], words=words) for path in asked.paths}


def failed_payments(asked: Asked) -> Counted:
    """Count the lines of payment of the year that came back, among those that were paid or came back."""
    ended = (PaymentStatus.PAID, PaymentStatus.FAILED)
    rows = Payment.objects.filter(status__in=ended, batch__year=asked.last.year).order_by().values_list(asked.at())
    failed = Count("pk", filter=Q(status=PaymentStatus.FAILED))
    return shares(asked, rows.annotate(failed=failed, every=Count("pk")))


def mended(asked: Asked) -> Counted:
    """Count what verifications found and was due in the time, without what was withdrawn: verified by its last day."""
    due = Rectification.objects.in_force().filter(due_on__range=(asked.first, asked.last), finding__isnull=False)
    placed: Any = due.order_by().values_list(asked.at("union__path"))
    in_time = Q(status=RectificationStatus.VERIFIED, verified_at__date__lte=asked.last)
    return shares(asked, placed.annotate(done=Count("pk", filter=in_time), every=Count("pk")))


def _failed(lead: Lead) -> str:
    return _listed("payments", lead.union, status=PaymentStatus.FAILED, year=str(lead.last.year))


register(
    Source(
        "visits_in_time",
        "走访联系按期率",
        "在档和渐退期已结对的户中，应走访、应联系日期未逾期的 ÷ 全部已结对的",
        partial(of_present, "visits_in_time"),
        of_present=True,
        behind=lambda lead: _listed("visits_due", lead.union, state="overdue"),
    ),
    Source(
        "verified",
        "年度复核完成率",
        "在档和渐退期的档案中没有待复核事由的 ÷ 全部",
        partial(of_present, "verified"),
        of_present=True,
        behind=lambda lead: _listed("reverifications", lead.union),
    ),
    Source(
        "faults",
        "每百户数据问题",
        "尚存的数据问题（不含例外）÷ 在档和渐退期的档案 × 100",
        faults,
        of_present=True,
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
        "整改期限在时段内、到计量截至日已验收的核查问题 ÷ 整改期限在时段内的全部核查问题（不含已撤回的）",
        mended,
        behind=lambda lead: _listed("rectifications", lead.union, origin="finding"),
    ),
    Source(
        "late_reviews",
        "审核超期",
        "在本级及下级等待办理、已过办理期限的审核",
        partial(of_present, "late_reviews"),
        of_present=True,
        unit="件",
        is_share=False,
    ),
)
