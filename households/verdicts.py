"""What was said of a pair of archives in the course of time: decisions, and those that were lifted again."""

import datetime
from dataclasses import dataclass

from households.enums import SuspicionStatus
from households.models import DuplicateSuspicion
from organizations.models import User

LIFTED = "撤销了判定"


@dataclass(frozen=True, order=True)
class Verdict:
    """One word of somebody on a pair: what, why, and when."""

    at: datetime.datetime
    what: str
    why: str
    by: User


def verdicts_of(suspicion: DuplicateSuspicion) -> list[Verdict]:
    """Return what was said of a pair, the latest first; one query. The history holds each row as it was before."""
    events = DuplicateSuspicion.pgh_event_model.objects.filter(pgh_obj=suspicion.pk)  # type: ignore[attr-defined]
    rows = [suspicion, *events.select_related("decided_by", "lifted_by").order_by("-pgh_id")]
    said = {verdict.at: verdict for row in rows for verdict in _said(row)}
    return [said[at] for at in sorted(said, reverse=True)]


def _said(row: DuplicateSuspicion) -> list[Verdict]:
    found = []
    if row.decided_by and row.decided_at:
        label = SuspicionStatus(row.status).label
        found.append(Verdict(row.decided_at, f"判定为“{label}”", row.decision, row.decided_by))
    if row.lifted_by and row.lifted_at:
        found.append(Verdict(row.lifted_at, LIFTED, row.lifted_why, row.lifted_by))
    return found
