"""Who may do what with a review; no query beyond the places of the user, which are read once for a request."""

from collections.abc import Iterable

from organizations.enums import ADMIN_ROLES, OFFICE_ROLES, Role
from organizations.models import Union, User
from reviews.desks import Place, places_of
from reviews.enums import ReviewStatus, Subject
from reviews.models import Notice, Procedure, Review

# Who draws up procedures: officers and approvers of the province and of prefectures and industry systems.
EDITING_ROLES = frozenset({Role.OFFICER, Role.APPROVER})
EDITING_DEPTH = 2  # of the union's place in the tree: the province 1, prefectures 2
MAY_OPEN = frozenset(Role) - ADMIN_ROLES - {Role.CADRE, Role.LIAISON, Role.ASSESSOR}


def place_to_act(user: User, review: Review) -> Place | None:
    """Return the place in which the user acts on the waiting step, his own before a lent one; None: he may not."""
    if review.step_id is None:
        return None
    wanted = (review.acting_role, review.acting_path)
    return next((place for place in places_of(user) if (place.role, place.path) == wanted), None)


def can_open_reviews(user: User) -> bool:
    """Tell whether the lists of reviews are open to the user."""
    return user.scope.has(*MAY_OPEN) or any(place.for_user for place in places_of(user))


def can_withdraw(user: User, review: Review) -> bool:
    """Tell whether the user may take an application back: an officer of the filing union, or of one above it."""
    return review.is_live and user.scope.holds([Role.OFFICER], review.union_path)


def can_resubmit(user: User, review: Review) -> bool:
    """Tell whether the user may hand a returned application in again."""
    return review.status == ReviewStatus.RETURNED and user.scope.holds([Role.OFFICER], review.union_path)


def can_start(user: User, subject: Subject, path: str) -> bool:
    """Tell whether the user may apply for something of a union: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], path)


def can_edit_procedures(user: User) -> bool:
    """Tell whether the user draws up procedures anywhere."""
    return bool(editing_paths(user))


def can_edit_procedure(user: User, procedure: Procedure) -> bool:
    """Tell whether the user may change or publish this draft."""
    return procedure.published_at is None and can_edit_for(user, procedure.union)


def can_edit_for(user: User, union: Union) -> bool:
    """Tell whether the user draws up procedures for a union and its subtree."""
    return union.depth <= EDITING_DEPTH and any(union.path.startswith(path) for path in editing_paths(user))


def editing_paths(user: User) -> list[str]:
    """Return the unions for whose subtree the user draws up procedures."""
    return [
        path
        for role, path in user.scope.places
        if role in EDITING_ROLES and len(path) // Union.steplen <= EDITING_DEPTH
    ]


def can_lend(user: User) -> bool:
    """Tell whether the user holds a role that a colleague could act in."""
    return user.scope.has(*MAY_OPEN)


def may_stand_in(colleague: User, union: Union) -> bool:
    """Tell whether a colleague is near enough to act for somebody at a union: in it, right above or right below it."""
    own, place = colleague.union.path, union.path
    return own == place or own[: -Union.steplen] == place or place[: -Union.steplen] == own


def can_keep_notice(user: User, notice: Notice, reviews: Iterable[Review] = ()) -> bool:
    """Tell whether the user posts, answers for and closes a notice: whoever its union's desk belongs to.

    With the reviews that still stand on it also whoever has them on the desk now, when nobody is left at that union.
    """
    own = any((place.role, place.path) == (notice.role, notice.union_path) for place in places_of(user))
    return own or any(place_to_act(user, review) is not None for review in reviews)


def can_enter_objection(user: User, notice: Notice) -> bool:
    """Tell whether the user may write down an objection that came by letter, call or visit, here or above."""
    return can_keep_notice(user, notice) or user.scope.holds(OFFICE_ROLES, notice.union_path)
