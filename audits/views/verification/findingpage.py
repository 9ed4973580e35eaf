"""What the page of a finding shows; see templates/audits/verification/finding.html."""

from typing import Any

from audits.forms.verification.findings import FindingFilter
from audits.models import Interview, Verification, VerificationFinding
from audits.verification.beside import Comparison
from audits.verification.deciding import ACTS, decisions_of, neighbours
from audits.verification.enums import ANSWERED, InterviewStatus, Round
from audits.verification.nextsteps import offers_for
from audits.verification.pairs import Pair, comparable, lines_of
from audits.verification.querysets import FindingQuerySet
from audits.verification.rules import can_direct, knows_draw
from audits.views.verification.opening import framed
from core import clock
from organizations.http import UserRequest

Filled = dict[str, Any] | None


def page_of_finding(
    request: UserRequest, verification: Verification, found: VerificationFinding, *, failed: Filled = None
) -> dict[str, Any]:
    """Return everything that the page shows; ``failed`` is the form of an act that a rule refused, by its name."""
    unit, user = found.sample.unit, request.user
    before, after = neighbours(found, waiting_under(request, verification))
    more = {
        "finding": found,
        "name": found.sample.unit.name,
        "household": unit.household,
        # Whether it knows and likes those who help it, a household said in confidence: they may not read it here.
        "parts": Comparison(found.interview, found.sample).parts(with_help=knows_draw(user, verification)),
    }
    more |= {"offers": offers_for(user, found, unit.household), "before": before, "after": after}
    more |= {"today": clock.today(), **_desk(request, found, failed or {}), **_rounds(request, found)}
    return framed(request, verification, "verification_findings", **more)


def _desk(request: UserRequest, found: VerificationFinding, failed: dict[str, Any]) -> dict[str, Any]:
    """Return what the user may do, who said what as far as he may know, and how it is mended."""
    user = request.user
    allowed = {name: act for name, act in ACTS.items() if act.allowed(user, found)}
    return {
        "forms": {name: failed.get(name) or act.form(None, None, found) for name, act in allowed.items()},
        "failed": next(iter(failed.values()), None),
        "decisions": decisions_of(user, found),
        "rectification": found.sent_last,
        "may_send": can_direct(user, found.verification.union) and found.is_ripe,
    }


def _rounds(request: UserRequest, found: VerificationFinding) -> dict[str, Any]:
    """Return the interviews of the household, and where a second one was told something else than the first."""
    rows = Interview.objects.visible_to(request.user).filter(sample=found.sample_id)
    interviews = list(rows.exclude(status=InterviewStatus.DROPPED).select_related("assessor").order_by("pk"))
    second = [one for one in interviews if one.round != Round.FIRST and one.status in ANSWERED]
    apart = ((one, comparable(found.verification, one.round)) for one in second)
    lines = [line for one, asks in apart for line in lines_of([Pair(found.interview, one)], asks)]
    return {"interviews": interviews, "apart": [line for line in lines if not line.is_same], "was_again": bool(second)}


def waiting_under(request: UserRequest, verification: Verification) -> FindingQuerySet:
    """Return the findings of a verification that wait for the user, under the filter of the address."""
    rows = VerificationFinding.objects.visible_to(request.user).filter(verification=verification)
    return FindingFilter(request.GET, user=request.user).narrow(rows).waiting_for(request.user)
