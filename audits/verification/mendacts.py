"""What may be done on the page of a rectification: each act with its form and who it is open to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from audits.actions import rectification as acts
from audits.forms.rectifications import AssignForm, BackForm, DoneForm, VerifyForm, WithdrawForm
from audits.models import Rectification
from audits.verification.enums import ENDED
from audits.verification.rules import can_name_owner, can_report_done, can_verify, can_withdraw_now
from organizations.models import User

Made = Callable[[Any, Any, Rectification, User], forms.Form]


@dataclass(frozen=True)
class Act:
    """One act: to whom it is open, how its form is made, what it does, who else does it, and what is said of it."""

    allowed: Callable[[User, Rectification], bool]
    form: Made
    do: Callable[..., Rectification]
    refusal: str
    said: str


def _plain(kind: type[forms.Form]) -> Made:
    return lambda data, files, found, user: kind(data, files, auto_id=f"{kind.__name__}_%s")


def _assigning(data: Any, files: Any, found: Rectification, user: User) -> forms.Form:
    return AssignForm(data, files, found=found, user=user)


def _withdrawing(data: Any, files: Any, found: Rectification, user: User) -> forms.Form:
    return WithdrawForm(data, files, initial={"seen": found.status})


def _may_assign(user: User, found: Rectification) -> bool:
    return can_name_owner(user, found) and found.status not in ENDED


WITHDRAWN = "已撤回整改，责任人和验收人会在首页看到。"
ACTS = {
    "assign": Act(_may_assign, _assigning, acts.assign_rectification, acts.NAMERS, "已保存责任人、验收人和期限。"),
    "done": Act(can_report_done, _plain(DoneForm), acts.report_done, acts.MENDERS, "已报告整改完成，等待验收。"),
    "verify": Act(can_verify, _plain(VerifyForm), acts.verify_rectification, acts.VERIFIERS, "已验收，整改销号。"),
    "back": Act(can_verify, _plain(BackForm), acts.return_rectification, acts.VERIFIERS, "已退回继续整改。"),
    "withdraw": Act(can_withdraw_now, _withdrawing, acts.withdraw_rectification, acts.WITHDRAWERS, WITHDRAWN),
}
