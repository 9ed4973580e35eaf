"""The acts of the office upon a grievance: one page each, with the words that ask, and those that say it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from audits.actions.grievances import answering, appealing, assigning
from audits.forms import grievances as forms
from audits.grievances import rules
from audits.grievances.enums import UNANSWERED, GrievanceStatus
from audits.models import Grievance
from core.forms import attempt
from organizations.http import UserRequest
from organizations.models import User
from organizations.rules import require

Rule = Callable[[User, Grievance], bool]
State = Callable[[Grievance], bool]
OVER = "这一步现在不能办理，信访件的状态已经变化。"


@dataclass(frozen=True)
class Act:
    """One act: who may do it and when, its form, its action, and its words."""

    label: str
    icon: str
    may: Rule
    when: State
    form: type[forms.ActForm]
    do: Callable[..., Grievance]
    done: str
    asks: str
    is_next: bool = False

    def offered(self, user: User, grievance: Grievance) -> bool:
        """Tell whether the page of a grievance leads to it."""
        return self.when(grievance) and self.may(user, grievance)


def _may_register(user: User, grievance: Grievance) -> bool:
    return rules.can_register(user, grievance.union)


def _may_link(user: User, grievance: Grievance) -> bool:
    return rules.can_handle(user, grievance) or rules.can_answer(user, grievance)


def _unanswered(grievance: Grievance) -> bool:
    return grievance.status in UNANSWERED


def _in(*statuses: str) -> State:
    return lambda grievance: grievance.status in statuses


def _extendable(grievance: Grievance) -> bool:
    return _unanswered(grievance) and grievance.extended_at is None and not grievance.is_overdue


def _closable(grievance: Grievance) -> bool:
    return not grievance.is_open and grievance.status != GrievanceStatus.CLOSED and not grievance.can_be_appealed


ACTS = {
    "assign": Act(
        "受理分派", "user-check", rules.can_handle, _unanswered, forms.AssignForm, assigning.assign_grievance,
        "已分派，承办人在工作台能看到。", "将由所选人员承办，按期限答复。", is_next=True,
    ),
    "answer": Act(
        "答复", "pencil", rules.can_answer, _in(GrievanceStatus.ASSIGNED), forms.AnswerForm, answering.answer_grievance,
        "答复已登记，反映人凭编号和查询码能看到。", "将答复反映人，答复后不能修改。", is_next=True,
    ),
    "decide": Act(
        "复查", "scale", rules.can_decide_appeal, _in(GrievanceStatus.APPEALED), forms.DecideForm,
        appealing.decide_appeal, "复查答复已登记，反映人能看到。", "将答复复查申请，答复后不能修改。", is_next=True,
    ),
    "decline": Act(
        "不予受理", "x", rules.can_handle, _in(GrievanceStatus.RECEIVED), forms.ReasonForm, answering.decline_grievance,
        "已作不予受理，反映人能看到原因，可以申请复查。", "将不予受理，反映人能看到原因。",
    ),
    "hand": Act(
        "转办", "arrow-right", rules.can_handle, _unanswered, forms.HandForm, assigning.hand_over_grievance,
        "已转办，由对方受理；不在您范围内的，您不再看到。", "将转给所选工会受理，答复期限不变。",
    ),
    "extend": Act(
        "延期", "calendar-due", rules.can_handle, _extendable, forms.ReasonForm, answering.extend_grievance,
        "已延期，反映人能看到原因。", "将延长答复期限，只能延期一次，反映人能看到原因。",
    ),
    "avoid": Act(
        "回避", "user-off", rules.can_handle, lambda found: found.is_open, forms.AvoidForm, assigning.avoid_person,
        "已登记回避，此人不再看到这件信访件。", "所选人员将不再看到这件信访件，此人正在承办的须另行分派。",
    ),
    "link": Act(
        "关联档案", "archive", _may_link, lambda found: found.is_open, forms.LinkForm, assigning.link_archive,
        "已登记。", "将登记所关联的档案。",
    ),
    "appeal": Act(
        "登记复查申请", "arrow-back-up", _may_register, lambda found: found.can_be_appealed, forms.AppealForm,
        appealing.appeal_grievance, "复查申请已登记，由另一人办理。", "将登记反映人的复查申请，由另一人复查。",
    ),
    "close": Act(
        "办结", "lock", rules.is_in_charge, _closable, forms.ActForm, answering.close_grievance,
        "已办结。", "将办结这件信访件。",
    ),
}  # fmt: skip


def acts_for(user: User, grievance: Grievance) -> list[tuple[str, Act]]:
    """Return what the user may do with a grievance now."""
    return [(name, act) for name, act in ACTS.items() if act.offered(user, grievance)]


@require_http_methods(["GET", "POST"])
def grievance_act(request: UserRequest, pk: int, act: str) -> HttpResponse:
    """Do one act; what is over by now is said on the page of the grievance."""
    if act not in ACTS:
        raise Http404
    found, chosen = _open(request, pk), ACTS[act]
    require(chosen.may(request.user, found), "您的角色不办理这一步，或者这一步须由另一人办理。")
    if request.method == "GET" and not chosen.when(found):
        messages.info(request, OVER)
        return redirect(found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*sent, grievance=found, user=request.user)
    if form.is_valid() and (_done := attempt(form, lambda: chosen.do(found, by=request.user, **form.facts))):
        messages.success(request, chosen.done)
        seen = Grievance.objects.visible_to(request.user).filter(pk=pk).exists()
        return redirect(found) if seen else redirect("grievances")
    context: dict[str, Any] = {"grievance": found, "form": form, "act": chosen}
    return render(request, "audits/grievances/grievance_act.html", context)


def _open(request: UserRequest, pk: int) -> Grievance:
    return get_object_or_404(Grievance.objects.visible_to(request.user).for_page(), pk=pk)
