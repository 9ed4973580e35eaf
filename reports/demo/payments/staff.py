"""Who acts for each union that pays, and for the province: made with the demo password when they are missing."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from organizations.enums import Role, UnionKind
from organizations.models import RoleAssignment, Union, User
from organizations.reference import PROVINCE
from reports.demo.accounts import encoded, password

# Two approvers: nobody decides twice, and from a sum on the prefecture decides once more.
ROLES = (Role.OFFICER, Role.REVIEWER, Role.APPROVER, Role.APPROVER, Role.FINANCE)
WORDS = {Role.OFFICER: "经办", Role.REVIEWER: "审核", Role.APPROVER: "审批", Role.FINANCE: "财务"}
PAYERS = (UnionKind.PREFECTURE, UnionKind.INDUSTRY)
BEGUN, LASTS = datetime.date(2016, 1, 1), datetime.timedelta(days=365)


def payers() -> QuerySet[Union]:
    """Return the unions that pay: prefectures and industry systems of the province, in the order of the tree."""
    return Union.objects.filter(kind__in=PAYERS, depth=2, is_active=True).order_by("path")


class Staff:
    """Finds who holds a role at a union that pays; nobody of them is one of the demo accounts."""

    def __init__(self) -> None:
        unions = [Union.objects.get(code=PROVINCE), *payers()]
        places = [
            (f"zj-{union.code.lower()}-{number}", union, role)
            for union in unions
            for number, role in enumerate(ROLES, start=1)
        ]
        known = _known()
        _make([place for place in places if place[0] not in known])
        known = _known()
        self.of: dict[tuple[str, str], list[User]] = {}
        for username, union, role in places:
            self.of.setdefault((str(role), union.path), []).append(known[username])
        self.province = unions[0]

    def holding(self, role: str, path: str, *, last: bool = False) -> User:
        """Return the first or the last of those who hold a role at the union of a tree path."""
        return self.of[role, path][-1 if last else 0]


def _known() -> dict[str, User]:
    return {user.username: user for user in User.objects.filter(username__startswith="zj-").select_related("union")}


def _make(missing: list[tuple[str, Union, Role]]) -> None:
    secret, now, until = encoded(password()), timezone.now(), timezone.localdate() + LASTS
    facts = {"password": secret, "must_change_password": False, "password_changed_at": now}
    users = User.objects.bulk_create(
        User(username=username, name=_name(username, union, role), union=union, **facts)
        for username, union, role in missing
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=role, union=union, valid_from=BEGUN, expires_on=until)
        for user, (_username, union, role) in zip(users, missing, strict=True)
    )


def _name(username: str, union: Union, role: Role) -> str:
    place = union.name.removesuffix("总工会").removesuffix("工会")
    return f"{place}{WORDS[role]}{username[-1]}"[-40:]
