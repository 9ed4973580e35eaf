"""What this app tells on the timeline: 六清, re-verifications, applications, exits, looks after them, grievances."""

import datetime
from typing import Any

from django.db.models import CharField, DateField, F, Func, JSONField, Q, Value
from django.db.models.functions import Cast

from audits.enums import ConfirmationKind, Handling, ReverifyOutcome, WarningSign
from audits.grievances.rules import can_read
from audits.models import ClearConfirmation, ExitCheck, Grievance, Monitoring, RectificationStep, Reverification
from audits.verification.enums import RectificationStepKind
from households.changes import Version
from households.clearmask import ALL_CLEAR
from households.models import Household
from households.timeline import TimelineEntry, guarded, source
from organizations.models import User
from reviews.enums import Subject
from reviews.models import Submission

Row = tuple[Any, ...]
WHO = ("at", "by_name")
NO_DAY, NONE = Value(None, output_field=DateField()), Value([], output_field=JSONField())


@source({})
def checks(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell what was confirmed, checked, applied for and seen after exit; one query for all of it.

    Each row is source, moment, by whom, a word of its own, its text, a number of its own, the day, and a list.
    """
    confirmed, *others = _rows(household)
    return [TELLERS[row[0]](row) for row in confirmed.union(*others, all=True)]


def _rows(household: Household) -> list[Any]:
    own = {"household": household}
    confirmed = ClearConfirmation.objects.filter(**own).order_by()
    verified = Reverification.objects.filter(**own).order_by()
    checked = ExitCheck.objects.filter(**own).order_by()
    looks = Monitoring.objects.filter(**own, on_day__isnull=False).order_by()
    handed_in = Submission.objects.filter(review__household_review__household=household).order_by()
    passed = Cast(F("passed"), CharField())
    # What comes of a grievance stands with the grievance, which not everybody may see; see also ``in_confidence``.
    plain = RectificationStep.objects.filter(rectification__grievance__isnull=True).order_by()
    mended = plain.filter(rectification__household=household)
    signs = Func("signs", function="to_jsonb", output_field=JSONField())
    return [
        confirmed.values_list(Value("clear"), *WHO, F("kind"), F("opinion"), F("mask"), NO_DAY, NONE),
        verified.values_list(Value("verify"), *WHO, F("outcome"), F("note"), Value(0), "on_day", "changes"),
        checked.values_list(Value("exit"), *WHO, passed, F("income_words"), Value(0), "on_day", NONE),
        looks.values_list(Value("look"), *WHO, F("handling"), F("situation"), Value(0), "on_day", signs),
        handed_in.values_list(
            Value("asked"), "at", F("by__name"), F("review__subject"), Value(""), F("round"), NO_DAY, NONE
        ),
        mended.values_list(Value("mended"), "at", F("by__name"), F("kind"), F("words"), Value(0), NO_DAY, NONE),
    ]


def _confirmed(row: Row) -> TimelineEntry:
    _source, at, by, kind, opinion, mask, *_rest = row
    all_clear = "，六项全清" if mask == ALL_CLEAR else ""
    return TimelineEntry(
        at=at, kind="clear", title=f"六清{ConfirmationKind(kind).label}{all_clear}", text=opinion, by=by
    )


def _verified(row: Row) -> TimelineEntry:
    _source, at, by, outcome, note, _number, on_day, changes = row
    title = f"年度复核（{on_day:%Y-%m-%d}）：{ReverifyOutcome(outcome).label}"
    return TimelineEntry(at=at, kind="verify", title=title, text="；".join([*changes, *filter(None, [note])]), by=by)


def _exit_checked(row: Row) -> TimelineEntry:
    _source, at, by, passed, words, _number, on_day, _none = row
    title = f"退出核查（{on_day:%Y-%m-%d}）：{'达到' if passed == 'true' else '未达到'}退出条件"
    return TimelineEntry(at=at, kind="life", title=title, text=words, by=by)


def _looked(row: Row) -> TimelineEntry:
    _source, at, by, handling, situation, _number, on_day, signs = row
    title = f"退出后回访（{on_day:%Y-%m-%d}）：{Handling(handling).label}"
    warned = "、".join(str(WarningSign(sign).label) for sign in signs)
    return TimelineEntry(
        at=at, kind="life", title=title, text=f"{situation}（预警：{warned}）" if warned else situation, by=by
    )


def _applied(row: Row) -> TimelineEntry:
    _source, at, by, subject, _text, round_, *_rest = row
    word = "提交" if round_ == 1 else "重新提交"
    return TimelineEntry(at=at, kind="life", title=f"{word}{Subject(subject).label}申请", by=by)


def _mended(row: Row) -> TimelineEntry:
    _source, at, by, kind, words, *_rest = row
    return _step(at, by, kind, words)


def _step(at: datetime.datetime, by: str, kind: str, words: str) -> TimelineEntry:
    title = f"问题整改：{RectificationStepKind(kind).label}"
    return TimelineEntry(at=at, kind="verify", title=title, text=words, by=by)


TELLERS = {
    "clear": _confirmed,
    "verify": _verified,
    "exit": _exit_checked,
    "look": _looked,
    "asked": _applied,
    "mended": _mended,
}


@guarded
def in_confidence(household: Household, viewer: User) -> list[TimelineEntry]:
    """Tell of what comes of grievances in confidence as of any other rectification, but not to whom they are about.

    That it is missing here would tell of the grievance. One query.
    """
    secret = Q(rectification__grievance__is_secret=True) | Q(rectification__grievance__is_anonymous=True)
    steps = RectificationStep.objects.filter(secret, rectification__household=household)
    seen = steps.exclude(rectification__grievance__in=Grievance.objects.concerning(viewer).values("pk"))
    return [_step(*row) for row in seen.values_list("at", "by__name", "kind", "words")]


@guarded
def grievances(household: Household, viewer: User) -> list[TimelineEntry]:
    """Tell of the grievances about a household that the viewer may see, when they came; two queries, or none."""
    if not can_read(viewer):
        return []
    found = Grievance.objects.visible_to(viewer).filter(household=household).prefetch_related("rectifications")
    return [_complained(grievance) for grievance in found.only("pk", *SHOWN)]


SHOWN = ("number", "category", "status", "received_at", "finding", "is_secret")


def _complained(grievance: Grievance) -> TimelineEntry:
    secret = "（保密）" if grievance.is_secret else ""
    found = f"，{grievance.get_finding_display()}" if grievance.finding else ""
    title = f"信访件 {grievance.number}{secret}：{grievance.get_category_display()}"
    mending = grievance.sent_last
    mended = f"，整改{mending.get_status_display()}" if mending else ""
    text = f"{grievance.get_status_display()}{found}{mended}"
    return TimelineEntry(
        at=grievance.received_at, kind="voice", title=title, text=text, url=grievance.get_absolute_url()
    )
