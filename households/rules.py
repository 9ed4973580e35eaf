"""Who may do what with an archive inside the scope; predicates without a query of their own.

A household comes here from ``households.access.open_household`` (or annotated by ``with_grant_for``), which tells in
``granted`` whether the user helps it.
"""

from households.eligibility.querysets import RULE_OWNERS, RULE_WRITERS
from households.enums import AttachmentKind, Status
from households.models import Attachment, Household, RuleSet, VetoFinding
from organizations.enums import CHECKING_ROLES, PRINTING_ROLES, REVEALING_ROLES, Number, Role
from organizations.models import Union, User

DECIDES_DUPLICATES = frozenset({Role.OFFICER, Role.REVIEWER})
# Papers that show a number in full which the pages mask.
NUMBER_ON: dict[str, Number] = {
    AttachmentKind.IDENTITY: Number.IDENTITY,
    AttachmentKind.HOUSEHOLD_BOOK: Number.IDENTITY,
    AttachmentKind.BANK_CARD: Number.CARD,
}


def can_file(user: User, union: Union) -> bool:
    """Tell whether the user may open archives for a union."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_edit(user: User, household: Household) -> bool:
    """Tell whether the user may change the archive: an officer above it, while it is open and not under review."""
    return household.is_open and household.status != Status.UNDER_REVIEW and is_officer(user, household)


def can_record_check(user: User, household: Household) -> bool:
    """Tell whether the user may enter reports of 民政: an officer above the archive, also while it is under review."""
    return household.is_open and is_officer(user, household)


def can_decide_duplicate(user: User, first: Household, second: Household) -> bool:
    """Tell whether the user may say if two archives are one family: an officer or reviewer above both."""
    return all(user.scope.holds(DECIDES_DUPLICATES, household.union_path) for household in (first, second))


def can_work(user: User, household: Household) -> bool:
    """Tell whether the user may log visits, difficulties, aid and measures: an officer above it, or its own cadre."""
    return household.is_open and (is_officer(user, household) or is_own_cadre(user, household))


def is_officer(user: User, household: Household) -> bool:
    """Tell whether the user is an officer of a union above the archive."""
    return user.scope.holds([Role.OFFICER], household.union_path)


def is_own_cadre(user: User, household: Household) -> bool:
    """Tell whether the user is a cadre paired with the household."""
    return user.scope.has(Role.CADRE) and bool(getattr(household, "granted", False))


def can_reveal(user: User, household: Household, number: Number) -> bool:
    """Tell whether the user may see one kind of number of this household in full (each look is logged)."""
    roles = REVEALING_ROLES[number]
    by_union = user.scope.holds(roles - {Role.CADRE}, household.union_path)
    return by_union or (Role.CADRE in roles and is_own_cadre(user, household))


def prints_in_full(user: User, household: Household) -> bool:
    """Tell whether this user's print of the archive carries full numbers."""
    return user.scope.holds(PRINTING_ROLES, household.union_path)


def can_set_standard(user: User, union: Union) -> bool:
    """Tell whether the user enters the 低保 standards of a region: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_write_rules(user: User, union: Union) -> bool:
    """Tell whether the user writes a union's identification rules: officers and approvers, from prefectures up."""
    return union.kind in RULE_OWNERS and user.scope.holds(RULE_WRITERS, union.path)


def can_edit_rules(user: User, rule_set: RuleSet) -> bool:
    """Tell whether the user may change, publish or drop a version: one that is not published yet."""
    return not rule_set.is_published and can_write_rules(user, rule_set.union)


def can_check_eligibility(user: User, household: Household) -> bool:
    """Tell whether the user may have the rules applied to an archive: officers, reviewers, approvers above it."""
    return user.scope.holds(CHECKING_ROLES | {Role.OFFICER}, household.union_path)


def can_flag_veto(user: User, household: Household) -> bool:
    """Tell whether the user may record what bars a household, while its archive is open."""
    return household.is_open and can_check_eligibility(user, household)


def can_override_veto(user: User, household: Household, veto: VetoFinding) -> bool:
    """Tell whether the user may override such a record: a reviewer or approver who did not make it."""
    may = user.scope.holds(CHECKING_ROLES, household.union_path) and veto.found_by_id != user.pk
    return household.is_open and veto.stands and may


def can_open_attachment(user: User, household: Household, attachment: Attachment) -> bool:
    """Tell whether the user may open a file: papers that show a whole number only who may see such numbers."""
    number = NUMBER_ON.get(attachment.kind)
    return number is None or attachment.uploaded_by_id == user.pk or can_reveal(user, household, number)


def can_remove_attachment(user: User, household: Household, attachment: Attachment) -> bool:
    """Tell whether the user may remove a file: an officer above the archive, or whoever uploaded it."""
    own = attachment.uploaded_by_id == user.pk
    return can_work(user, household) and (own or is_officer(user, household))
