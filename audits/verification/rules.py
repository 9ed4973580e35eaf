"""Who may do what in a verification; predicates without a query of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audits.grievances.rules import is_avoided
from audits.verification.enums import ENDED, TO_MEND, ProjectStatus, RectificationStatus
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES, SUBTREE_ROLES, Role
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH

if TYPE_CHECKING:
    from audits.models import Fault, Rectification, Verification


def can_keep_verification(user: User, union: Union) -> bool:
    """Tell whether the user sets up verifications of a union and draws their samples: its officer, or one above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_keep_questionnaires(user: User) -> bool:
    """Tell whether the user writes and publishes questionnaires: an officer of the province or of a prefecture."""
    return any(len(path) < COUNTY_PATH for path in user.scope.prefixes([Role.OFFICER]))


def can_judge(user: User, union: Union) -> bool:
    """Tell whether the user decides about the findings of verifications of a union: who checks there, or above it."""
    return user.scope.holds(CHECKING_ROLES, union.path)


def can_contest(user: User, union: Union) -> bool:
    """Tell whether the user may contest a finding about a household of a union: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_direct(user: User, union: Union) -> bool:
    """Tell whether the user sends rectifications out for a union: who runs its verifications, or judges there."""
    return user.scope.holds(OFFICE_ROLES, union.path)


def can_rectify(user: User, fault: Fault) -> bool:
    """Tell whether the user has a fault of the data mended: who may direct at the union of its archive."""
    return user.scope.holds(OFFICE_ROLES, fault.union_path)


def can_direct_one(user: User, found: Rectification) -> bool:
    """Tell whether the user sets verifier and last day of a rectification, or takes it back: never who mends it."""
    return can_direct(user, found.sender) and user.pk not in (found.owner_id, found.done_by_id)


def is_kept_from(user: User, found: Rectification) -> bool:
    """Tell whether a rectification comes of a grievance about the user, who then has no part in it."""
    return found.grievance is not None and is_avoided(user, found.grievance)


def can_name_owner(user: User, found: Rectification) -> bool:
    """Tell whether the user says who mends it: an officer of the union that has to, or who sent it out."""
    return user.scope.holds([Role.OFFICER], found.union.path) or can_direct_one(user, found)


def can_mend(user: User, found: Rectification) -> bool:
    """Tell whether the user is one who mends it: an officer of its union or its owner, never who verifies it.

    An owner is an officer there too, or a cadre as long as the household is in the cadre's hands (``visible_to``).
    """
    owns = user.pk == found.owner_id and user.scope.has(Role.CADRE)
    return (owns or user.scope.holds([Role.OFFICER], found.union.path)) and user.pk != found.verifier_id


def can_report_done(user: User, found: Rectification) -> bool:
    """Tell whether the user may report it done now."""
    return can_mend(user, found) and found.status in TO_MEND


def can_verify(user: User, found: Rectification) -> bool:
    """Tell whether the user says now whether it is done: its verifier, who neither owns it nor reported it."""
    return is_verifier(user, found) and found.status == RectificationStatus.DONE


def is_verifier(user: User, found: Rectification) -> bool:
    """Tell whether it is the user's to verify: named for it, checking there today, neither its owner nor who mended."""
    is_other = user.pk not in (found.owner_id, found.done_by_id)
    return user.pk == found.verifier_id and is_other and user.scope.holds(CHECKING_ROLES, found.union.path)


def can_withdraw_now(user: User, found: Rectification) -> bool:
    """Tell whether the user may take it back now: it is neither verified nor taken back."""
    return found.status not in ENDED and can_direct_one(user, found)


def knows_draw(user: User, verification: Verification) -> bool:
    """Tell whether the user may know population and draw of a verification: who has it carried out, at any time."""
    return user.scope.holds(SUBTREE_ROLES, verification.union.path)


def sees_sample(user: User, verification: Verification) -> bool:
    """Tell whether the user may know whom a verification asks: who has it carried out, and all others once it ended."""
    return knows_draw(user, verification) or verification.status == ProjectStatus.CLOSED
