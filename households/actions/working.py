"""Taking the row locks of archives for somebody who may work there, or change what stands in them."""

from collections.abc import Iterable

from core.errors import DomainError
from households.actions.facts import check_editable
from households.actions.locks import lock_household, lock_households
from households.models import ArchiveGrant, Household
from households.rules import can_work, is_officer
from organizations.models import User
from organizations.rules import require

WORKERS_ONLY = "走访、帮扶记录、困难和措施由该户的帮扶干部或建档单位的经办人员登记。"
EDITORS_ONLY = "档案由建档单位及上级的经办人员修改。"
NAMED = 5  # archives that a refusal names; more are counted


def lock_to_work(household: Household, *, by: User | None) -> Household:
    """Lock an archive and return it as it is now; NotAllowed for who may not log visits, aid and measures there.

    Nobody (None) is the system itself.
    """
    locked = lock_household(household)
    if by is not None:
        _require_work([locked], by)
    return locked


def lock_to_edit(household: Household, *, by: User | None) -> Household:
    """Lock an archive and return it as it is now; NotAllowed for who is no officer above it, None is the system.

    Raises DomainError while it is under review, and for one that is closed.
    """
    locked = lock_household(household)
    require(by is None or is_officer(by, locked), EDITORS_ONLY)
    check_editable(locked)
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
