"""Who acts in the year: officers and reviewers of each county and industry system, approvers above them."""

import datetime

from django.utils import timezone

from organizations.enums import Role, UnionKind
from organizations.models import RoleAssignment, Union, User
from organizations.reference import PROVINCE
from reports.demo.accounts import encoded, password
from reports.demo.campaign.plan import BEGUN

# Two reviewers: the one who decides for the grassroots does not decide for the county as well.
ROLES = {
    UnionKind.COUNTY: (Role.OFFICER, Role.REVIEWER, Role.REVIEWER),
    UnionKind.INDUSTRY: (Role.OFFICER, Role.REVIEWER, Role.REVIEWER, Role.APPROVER, Role.REGISTRAR),
    UnionKind.PREFECTURE: (Role.OFFICER, Role.APPROVER, Role.REGISTRAR),
    UnionKind.PROVINCE: (Role.OFFICER, Role.APPROVER, Role.REGISTRAR),
}
WORDS = {Role.OFFICER: "经办", Role.REVIEWER: "审核", Role.APPROVER: "审批", Role.REGISTRAR: "统计"}
LASTS = datetime.timedelta(days=365)


class Staff:
    """Finds who holds a role for a union; those that are missing are made, with the demo password."""

    def __init__(self) -> None:
        unions = Union.objects.filter(kind__in=ROLES, is_active=True).order_by("path")
        places = [
            (f"hk-{union.code.lower()}-{number}", union, role, "甲乙丙丁戊"[number])
            for union in unions
            for number, role in enumerate(ROLES[UnionKind(union.kind)])
        ]
        known = self._known()
        self._make([place for place in places if place[0] not in known])
        known = self._known()
        self.of: dict[tuple[str, str], list[User]] = {}
        for username, union, role, _letter in places:
            self.of.setdefault((str(role), union.path), []).append(known[username])
        self.province = self.of[str(Role.OFFICER), Union.objects.get(code=PROVINCE).path][0]

    def _known(self) -> dict[str, User]:
        return {user.username: user for user in User.objects.filter(username__startswith="hk-")}

    def _make(self, missing: list[tuple[str, Union, Role, str]]) -> None:
        secret, now, until = encoded(password()), timezone.now(), timezone.localdate() + LASTS
        facts = {"password": secret, "must_change_password": False, "password_changed_at": now}
        users = User.objects.bulk_create(
            User(username=username, name=_name(union, role, letter), union=union, **facts)
            for username, union, role, letter in missing
        )
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=role, union=union, valid_from=BEGUN, expires_on=until)
            for user, (_username, union, role, _letter) in zip(users, missing, strict=True)
        )

    def holding(self, role: str, path: str, *, last: bool) -> User:
        """Return the first or the last of those who hold a role for the union at a tree path."""
        return self.of[role, path][-1 if last else 0]

    def officer(self, union: Union) -> User:
        """Return the officer of a county or an industry system."""
        return self.of[str(Role.OFFICER), union.path][0]


def _name(union: Union, role: Role, letter: str) -> str:
    return f"{union.name.removesuffix('总工会').removesuffix('工会')}{WORDS[role]}{letter}"[-40:]
