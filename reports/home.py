"""What waits today for the person who logs in; every number is a link to the list behind it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.paging import capped_count
from households.enums import ImportStatus
from households.models import Household, ImportRun
from households.models.archive import ALL_CLEAR
from organizations.enums import ADMIN_ROLES, SUBTREE_ROLES, Role
from organizations.models import User
from pairing.models import Pairing
from pairing.querysets import households_without_cadre

ADMIN_PAGES = (
    (frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}), "账号", "accounts"),
    (frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}), "工会组织", "unions"),
    (frozenset({Role.AUDIT_ADMIN}), "访问日志", "access_log"),
)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: how many, in which tone, and the list behind the number."""

    label: str
    count: int
    more: bool
    tone: str
    url: str


def waiting_for(user: User) -> list[Waiting]:
    """Return what waits for each role that the user holds; counts stop at a cap, so their cost is bounded."""
    waiting: list[Waiting] = []
    if user.scope.has(Role.CADRE):
        mine = Pairing.objects.visible_to(user).active().of_user(user).in_care().with_due()
        waiting.append(_waiting("我的结对户已逾期", mine.overdue(), "bad", "my_households", "state=overdue"))
        waiting.append(_waiting("我的结对户近期到期", mine.due_soon(), "soon", "my_households", "state=soon"))
    if user.scope.has(*SUBTREE_ROLES):
        waiting += _of_region(user)
    if user.scope.has(Role.OFFICER):
        runs = ImportRun.objects.visible_to(user).filter(status=ImportStatus.PREVIEWED)
        waiting.append(_waiting("待确认的档案导入", runs, "todo", "imports"))
    return waiting


def _of_region(user: User) -> list[Waiting]:
    households = Household.objects.visible_to(user).in_care()
    due = Pairing.objects.visible_to(user).active().responsible().in_care().with_due()
    return [
        _waiting("六清未全清", households.filter(clear_mask__lt=ALL_CLEAR), "bad", "households", "clear=no"),
        _waiting("走访联系已逾期", due.overdue(), "bad", "visits_due", "state=overdue"),
        _waiting("没有帮扶责任人", households_without_cadre(user), "soon", "pairings_missing"),
    ]


def _waiting(label: str, rows: Any, tone: str, name: str, query: str = "") -> Waiting:
    count, more = capped_count(rows)
    return Waiting(label, count, more, tone if count else "good", reverse(name) + (f"?{query}" if query else ""))


def pages_of_administrator(user: User) -> list[tuple[str, str]]:
    """Return the pages that the three administrators work on."""
    if not user.roles & ADMIN_ROLES:
        return []
    return [(label, reverse(name)) for roles, label, name in ADMIN_PAGES if user.roles & roles]
