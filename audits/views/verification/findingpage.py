"""What the page of a finding shows; see templates/audits/verification/finding.html."""

from typing import Any

from audits.forms.verification.findings import FindingFilter
from audits.models import Verification, VerificationFinding
from audits.verification.beside import Sheet
from audits.verification.deciding import ACTS, decisions_of, neighbours
from audits.verification.mendwords import name_of
from audits.verification.nextsteps import offers_for
from audits.verification.querysets import FindingQuerySet
from audits.verification.rules import can_direct
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
        "name": name_of(found),
        "household": unit.household,
        "parts": Sheet(found.interview, found.sample).parts(),
    }
    more |= {"offers": offers_for(user, found, unit.household), "before": before, "after": after}
    more |= {"today": clock.today(), **_desk(request, found, failed or {})}
    return framed(request, verification, "verification_findings", **more)


def _desk(request: UserRequest, found: VerificationFinding, failed: dict[str, Any]) -> dict[str, Any]:
    """Return what the user may do, who said what as far as he may know, and how it is mended."""
    user = request.user
    allowed = {name: act for name, act in ACTS.items() if act.allowed(user, found)}
    return {
        "forms": {name: failed.get(name) or act.form(None, None, found) for name, act in allowed.items()},
        "failed": next(iter(failed.values()), None),
        "decisions": decisions_of(user, found),
        "rectification": getattr(found, "rectification", None),
        "may_send": can_direct(user, found.verification.union) and found.is_ripe,
    }


def waiting_under(request: UserRequest, verification: Verification) -> FindingQuerySet:
    """Return the findings of a verification that wait for the user, under the filter of the address."""
    rows = VerificationFinding.objects.visible_to(request.user).filter(verification=verification)
    return FindingFilter(request.GET, user=request.user).narrow(rows).waiting_for(request.user)
