"""Who may confirm, check, re-verify, and act in the life of an archive; predicates without a query of their own."""

from audits.models import Campaign, QualityRun, Recheck
from households.enums import IN_CARE, Status
from households.models import Household
from households.rules import can_edit, can_work, is_officer
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES, Role
from organizations.models import Union, User


def can_confirm(user: User, household: Household) -> bool:
    """Tell whether the user may confirm as the household's cadre or as its officer."""
    return can_work(user, household)


def can_check(user: User, household: Household) -> bool:
    """Tell whether the user may check for the county or above."""
    return household.is_open and user.scope.holds(CHECKING_ROLES, household.union_path)


def can_reverify(user: User, household: Household) -> bool:
    """Tell whether the user may make the yearly re-verification: who may change the archive, while it is in care."""
    return household.status in IN_CARE and can_edit(user, household)


def can_start_recheck(user: User, union: Union) -> bool:
    """Tell whether the user may begin a 回头看 of a union: its officer, or one above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_close_recheck(user: User, recheck: Recheck) -> bool:
    """Tell whether the user may end a 回头看: an officer of the union that began it, or above."""
    return user.scope.holds([Role.OFFICER], recheck.union.path)


def can_start_campaign(user: User, union: Union) -> bool:
    """Tell whether the user may begin a 专项行动 of a union: its officer, or one above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_close_campaign(user: User, campaign: Campaign) -> bool:
    """Tell whether the user may end a 专项行动: an officer of the union that began it, or above."""
    return user.scope.holds([Role.OFFICER], campaign.union.path)


def can_note_outcome(user: User, union_path: str) -> bool:
    """Tell whether the user may say how an archive comes out: an officer above it."""
    return user.scope.holds([Role.OFFICER], union_path)


def can_check_exit(user: User, household: Household) -> bool:
    """Tell whether the user may check at the household whether it may leave: its cadre or an officer above it."""
    return household.status in IN_CARE and can_work(user, household)


def can_apply(user: User, household: Household) -> bool:
    """Tell whether the user may apply for what a review decides: an officer above the archive."""
    return household.is_open and is_officer(user, household)


def can_monitor(user: User, household: Household) -> bool:
    """Tell whether the user may look after a household that has left: an officer above it, since the pairings end."""
    return household.status == Status.EXITED and is_officer(user, household)


def can_relapse(user: User, household: Household) -> bool:
    """Tell whether the user may open a new archive for a household that has left."""
    return household.status == Status.EXITED and is_officer(user, household)


def can_set_exit_rule(user: User, union: Union) -> bool:
    """Tell whether the user enters the rules of exit of a region: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_run_quality(user: User, union: Union) -> bool:
    """Tell whether the user may have the rules run over a union: officers, reviewers and approvers of it or above it.

    The uppermost union is the whole register.
    """
    return user.scope.holds(OFFICE_ROLES, union.path)


def can_stop_quality(user: User, run: QualityRun) -> bool:
    """Tell whether the user may cancel a run: who asked for it, and who might have asked for it."""
    if run.by_id == user.pk:
        return True
    if run.union:
        return user.scope.holds(OFFICE_ROLES, run.union.path)
    return user.scope.has_all(OFFICE_ROLES)


def can_waive(user: User, union_path: str) -> bool:
    """Tell whether the user may waive a fault of an archive there: who checks, not who enters what is checked."""
    return user.scope.holds(CHECKING_ROLES, union_path)
