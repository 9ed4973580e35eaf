"""What can be done on the page of a review: by which form, by whom, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from organizations.models import User
from reviews.actions.appraising import record_appraisal
from reviews.actions.deciding import assess_review, pass_step, refuse_review, return_review
from reviews.actions.starting import resubmit_as_it_stands, withdraw_review
from reviews.enums import ReviewStatus
from reviews.forms.deciding import ActForm, AppraiseForm, OpinionForm, ReasonForm, RefuseForm, ReturnForm
from reviews.models import Review
from reviews.rules import can_resubmit, can_withdraw, place_to_act

STRANGER = "您不是本环节的办理人，办理人见本件页面。"
OFFICERS = "由建档单位或其上级工会的经办人员办理。"


@dataclass(frozen=True)
class Act:
    """One act; ``do`` is the action, ``allowed`` whether the person may try, ``told`` the words afterwards."""

    form: type[ActForm]
    do: Callable[[Review, Any, User], Review]
    told: str
    allowed: Callable[[User, Review], bool]
    refusal: str = STRANGER


def _handles(user: User, review: Review) -> bool:
    return place_to_act(user, review) is not None


def _pass(review: Review, form: Any, by: User) -> Review:
    return pass_step(review, by=by, opinion=form.cleaned_data["opinion"], seen=form.what_was_seen)


def _refuse(review: Review, form: Any, by: User) -> Review:
    return refuse_review(review, by=by, opinion=form.cleaned_data["opinion"], seen=form.what_was_seen)


def _return(review: Review, form: Any, by: User) -> Review:
    facts = {"to_step": form.cleaned_data["to_step"], "reason": form.cleaned_data["reason"]}
    return return_review(review, by=by, seen=form.what_was_seen, **facts)


def _assess(review: Review, form: Any, by: User) -> Review:
    return assess_review(review, by=by, opinion=form.cleaned_data["opinion"], seen=form.what_was_seen)


def _appraise(review: Review, form: Any, by: User) -> Review:
    facts = {"sitting": form.sitting, "votes": form.votes, "minutes": form.cleaned_data["minutes"]}
    return record_appraisal(review, by=by, seen=form.what_was_seen, **facts)


def _withdraw(review: Review, form: Any, by: User) -> Review:
    return withdraw_review(review, by=by, reason=form.cleaned_data["reason"])


def _resubmit(review: Review, form: Any, by: User) -> Review:
    return resubmit_as_it_stands(review, by=by, opinion=form.cleaned_data["opinion"])


ACTS = {
    "pass": Act(OpinionForm, _pass, "已同意", _handles),
    "refuse": Act(RefuseForm, _refuse, "已作出不同意的决定", _handles),
    "return": Act(ReturnForm, _return, "已退回", _handles),
    "appraise": Act(AppraiseForm, _appraise, "已登记评议", _handles),
    "assess": Act(OpinionForm, _assess, "已登记考核", _handles),
    "withdraw": Act(ReasonForm, _withdraw, "已撤回", can_withdraw, f"撤回{OFFICERS}"),
    "resubmit": Act(OpinionForm, _resubmit, "已重新提交", can_resubmit, f"重新提交{OFFICERS}"),
}


def words_after(act: str, review: Review) -> str:
    """Return what is said when an act is done: what, of which review, and where it stands now."""
    done = f"{ACTS[act].told}：{review.title}（{review.get_subject_display()}）。"
    if review.status == ReviewStatus.RETURNED:
        return f"{done}等待申请单位修改后重新提交。"
    if review.status == ReviewStatus.OPEN:
        return f"{done}下一环节：{review.stage}。"
    return f"{done}本件{review.stage}。"
