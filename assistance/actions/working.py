"""Taking the row locks of archives for somebody who may work there."""

from collections.abc import Iterable

from core.errors import DomainError
from households.actions.locks import lock_household, lock_households
from households.models import ArchiveGrant, Household
from households.rules import can_work
from organizations.models import User
from organizations.rules import require

WORKERS_ONLY = "帮扶记录、困难和措施由该户的帮扶干部或建档单位的经办人员登记。"
NAMED = 5  # archives that a refusal names; more are counted


def lock_to_work(household: Household, *, by: User) -> Household:
    """Lock an archive and return it as it is now; NotAllowed for who may not log aid and measures there."""
    locked = lock_household(household)
    _require_work([locked], by)
    return locked


def lock_all_to_work(keys: Iterable[int], *, by: User) -> dict[int, Household]:
    """Lock archives in the order of their keys and return them by key; one or two queries for all.

    Raises NotAllowed when one of them is not the user's to work on, DomainError naming those that are closed.
    """
    locked = lock_households(keys)
    if closed := [f"{row.head_name}（{row.get_status_display()}）" for row in locked.values() if not row.is_open]:
        raise DomainError(f"以下档案已结束，不能再修改，请取消勾选后再保存：{named(closed)}。")
    _require_work(list(locked.values()), by)
    return locked


def named(names: list[str]) -> str:
    """Name a few of many, and say how many they are."""
    rest = f"等 {len(names)} 户" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + rest


def _require_work(locked: list[Household], by: User) -> None:
    """Ask whether the user may work on every one; those that no role covers are looked up among the grants."""
    others = [row for row in locked if not can_work(by, row)]
    if others:
        granted = set(
            ArchiveGrant.objects.valid_for(by).filter(household__in=others).values_list("household", flat=True)
        )
        for row in others:
            row.granted = row.pk in granted  # type: ignore[attr-defined]
    require(all(can_work(by, row) for row in others), WORKERS_ONLY)
