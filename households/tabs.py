"""The tabs of the household page; each is served by the app that owns it and known here by its URL name only."""

from typing import Any

from django.urls import reverse

from households.enums import IN_CARE
from households.models import Household
from households.rules import can_edit, can_work
from organizations.http import UserRequest

TABS = (
    ("household", "档案"),
    ("household_income", "收支"),
    ("household_aid", "帮扶"),
    ("household_visits", "走访"),
    ("household_difficulties", "问题与措施"),
    ("household_clear", "六清"),
    ("household_reviews", "审核"),
    ("household_attachments", "附件"),
    ("household_timeline", "时间轴"),
)


def page_context(request: UserRequest, household: Household, tab: str, **extra: Any) -> dict[str, Any]:
    """Return what ``households/household_base.html`` needs: the household, its tabs and the acts of its head."""
    no = household.archive_no
    actions = []
    if can_work(request.user, household):
        actions.append({"label": "登记走访", "icon": "edit", "url": reverse("visit_log", args=[no]), "primary": True})
    actions.append(
        {"label": "打印户户清表册", "icon": "printer", "url": reverse("booklet", args=[no]), "new_window": True}
    )
    if household.status in IN_CARE:
        actions.append(
            {"label": "打印明白卡", "icon": "printer", "url": reverse("policy_card", args=[no]), "new_window": True}
        )
    if household.status in IN_CARE and can_edit(request.user, household):
        actions.append({"label": "年度复核", "icon": "rotate", "url": reverse("reverify", args=[no])})
    tabs = [{"label": label, "url": reverse(name, args=[no]), "active": name == tab} for name, label in TABS]
    return {"household": household, "tab": tab, "tabs": tabs, "actions": actions, **extra}
