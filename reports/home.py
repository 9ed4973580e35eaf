"""What waits today for the person who logs in; every number is a link to the list behind it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse

from audits.enums import ClearItem, ConfirmationKind
from audits.models import ClearState
from audits.queries import counts_of_masks
from core.paging import capped_count
from households.clearmask import ALL_CLEAR, SHORT_NAMES
from households.enums import ImportStatus
from households.models import Household, ImportRun
from organizations.enums import ADMIN_ROLES, CHECKING_ROLES, SUBTREE_ROLES, Role
from organizations.models import User
from organizations.rules import ACCOUNT_ADMINS
from pairing.models import Pairing
from pairing.querysets import households_without_cadre, pairings_of_cadre, pairings_of_region
from reviews.lists import row_of
from reviews.models import Review
from reviews.rules import can_open_reviews

MOST_URGENT = 6  # so many households are named on the first page

ADMIN_PAGES = (
    (ACCOUNT_ADMINS, "账号", "accounts"),
    (ACCOUNT_ADMINS, "工会组织", "unions"),
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
    if can_open_reviews(user):
        waiting.append(_waiting("审核待办", Review.objects.waiting_for(user), "todo", "reviews"))
    if user.scope.has(Role.CADRE):
        mine = pairings_of_cadre(user)
        waiting.append(_waiting("我的结对户已逾期", mine.overdue(), "bad", "my_households", "state=overdue"))
        waiting.append(_waiting("我的结对户近期到期", mine.due_soon(), "soon", "my_households", "state=soon"))
        waiting.append(_to_confirm(user, ConfirmationKind.CADRE, "六清待我确认"))
    if user.scope.has(*CHECKING_ROLES):
        waiting.append(_to_confirm(user, ConfirmationKind.COUNTY, "六清待核查"))
    if user.scope.has(*SUBTREE_ROLES):
        waiting += _of_region(user)
    if user.scope.has(Role.OFFICER):
        runs = ImportRun.objects.visible_to(user).filter(status=ImportStatus.PREVIEWED)
        waiting.append(_waiting("待确认的档案导入", runs, "todo", "imports"))
    return waiting


def _of_region(user: User) -> list[Waiting]:
    unclear = Household.objects.visible_to(user).in_care().filter(clear_mask__lt=ALL_CLEAR)
    due = pairings_of_region(user).with_due()
    return [
        _waiting("六清未全清", unclear, "bad", "households", "status=open&clear=no"),
        _waiting("走访联系已逾期", due.overdue(), "bad", "visits_due", "state=overdue"),
        _waiting("没有帮扶责任人", households_without_cadre(user), "soon", "pairings_missing"),
        _waiting("应年度复核", ClearState.objects.visible_to(user).to_verify(), "soon", "reverifications"),
    ]


def reviews_due(user: User) -> list[dict[str, Any]]:
    """Return the first reviews that wait for the user, the overdue ones first; one query."""
    if not can_open_reviews(user):
        return []
    return [row_of(review) for review in Review.objects.waiting_for(user).soonest_first().for_list()[:MOST_URGENT]]


def most_urgent(user: User) -> list[Pairing]:
    """Return the first households to visit or call: a cadre's own, for others those of the region; one query."""
    if user.scope.has(Role.CADRE):
        due = pairings_of_cadre(user)
    elif user.scope.has(*SUBTREE_ROLES):
        due = pairings_of_region(user).with_due()
    else:
        return []
    return list(due.filter(due_on__isnull=False).most_urgent_first().for_list()[:MOST_URGENT])


@dataclass(frozen=True)
class Progress:
    """How the households in care stand in 六清; ``items`` holds number, name, and how many are not clear in each."""

    clear: int
    total: int
    items: tuple[tuple[int, str, int], ...]


def clear_progress(user: User) -> Progress | None:
    """Count the six items over the region of those who see one; one query, grouped by mask, at most 64 rows."""
    if not user.scope.has(*SUBTREE_ROLES):
        return None
    in_care = Household.objects.visible_to(user).in_care().order_by()
    counts = counts_of_masks(dict(in_care.values_list("clear_mask").annotate(Count("pk"))))
    items = tuple(zip(ClearItem, SHORT_NAMES, counts.items, strict=True))
    return Progress(counts.clear, counts.archives, items)


def _to_confirm(user: User, step: ConfirmationKind, label: str) -> Waiting:
    return _waiting(
        label, ClearState.objects.visible_to(user).awaiting(step, user), "todo", "clear_waiting", f"step={step}"
    )


def _waiting(label: str, rows: Any, tone: str, name: str, query: str = "") -> Waiting:
    count, more = capped_count(rows)
    return Waiting(label, count, more, tone if count else "good", reverse(name) + (f"?{query}" if query else ""))


def pages_of_administrator(user: User) -> list[tuple[str, str]]:
    """Return the pages that the three administrators work on."""
    if not user.roles & ADMIN_ROLES:
        return []
    return [(label, reverse(name)) for roles, label, name in ADMIN_PAGES if user.roles & roles]
