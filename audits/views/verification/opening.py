"""How the pages of a verification are opened: which one, for whom, and what its frame shows."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from audits.models import PopulationUnit, Verification
from audits.verification.describing import TONES, facts_of
from audits.verification.rules import can_keep_verification, knows_draw, sees_sample
from households.access import record_look
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.rules import require

KEEPERS = "第三方核查由组织核查的工会的经办人员办理，您的角色不能办理。"
NOT_BEFORE = "核查结束以前，样本和问卷只有组织核查的工会可以查看，被核查的单位不能事先知道抽到哪些户。"
OWN = "总体和抽样过程只有组织核查的工会可以查看。"


def verification_of(request: UserRequest, pk: int) -> Verification:
    """Return a verification that the user may know of, else 404."""
    return get_object_or_404(Verification.objects.visible_to(request.user).for_list(), pk=pk)


def sampled_of(request: UserRequest, pk: int) -> Verification:
    """Return a verification that is drawn and whose sample the user may know; one that is not drawn is no page."""
    found = verification_of(request, pk)
    require(sees_sample(request.user, found), NOT_BEFORE)
    if found.is_draft:
        raise Http404
    return found


def known_of(request: UserRequest, pk: int) -> Verification:
    """Return a verification that is drawn and whose draw the user may know; one that is not drawn is no page."""
    found = verification_of(request, pk)
    require(knows_draw(request.user, found), OWN)
    if found.is_draft:
        raise Http404
    return found


def kept_of(request: UserRequest, pk: int) -> Verification:
    """Return a verification that the user runs."""
    found = verification_of(request, pk)
    require(can_keep_verification(request.user, found.union), KEEPERS)
    return found


def note_look(request: UserRequest, unit: PopulationUnit, at: str) -> None:
    """Leave a line in the access log: about which household of a sample somebody read, and where."""
    if unit.household:
        record_look(request, unit.household, at)
    else:
        record_access(request.user, AccessVerb.VIEW, unit.key, detail=f"{at}：{unit.name}")


def framed(request: UserRequest, found: Verification, tab: str, **more: Any) -> dict[str, Any]:
    """Return what templates/audits/verification/base.html is given; ``tab`` is the URL name of the open tab."""
    return {
        "verification": found,
        "tab": tab,
        "tone": TONES[found.status],
        "heads": facts_of(found),
        "may_keep": can_keep_verification(request.user, found.union),
        "knows_draw": knows_draw(request.user, found),
        "sees_sample": sees_sample(request.user, found),
        **more,
    }
