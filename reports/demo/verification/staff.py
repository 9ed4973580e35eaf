"""Who acts in the verification: the agency with its assessors, who judges, and who mends and verifies in the unions."""

from collections.abc import Iterable

from django.utils import timezone

from organizations.enums import Role
from organizations.models import Agency, RoleAssignment, Union, User
from organizations.reference import PROVINCE
from reports.demo.accounts import AGENCY, encoded, password
from reports.demo.campaign.plan import BEGUN
from reports.demo.campaign.staff import LASTS, Staff

JUDGES = ("甲", "乙", "丙")
PREFIX = "hc-"


class Verifiers:
    """Finds the people of the verification; those that are missing are made, with the demo password."""

    def __init__(self, assessors: int, staff: Staff) -> None:
        self.province = Union.objects.get(code=PROVINCE)
        self.keeper, self.staff = staff.province, staff
        self.agency = Agency.objects.get_or_create(name=AGENCY)[0]
        judges = [(f"{PREFIX}judge-{place}", f"核查认定{letter}", Role.REVIEWER) for place, letter in enumerate(JUDGES)]
        people = [(f"{PREFIX}{place:02d}", f"核查员{place:02d}", Role.ASSESSOR) for place in range(1, assessors + 1)]
        known = self._made([*judges, *people])
        self.judges = [known[username] for username, _name, _role in judges]
        self.assessors = [known[username] for username, _name, _role in people]

    def _made(self, wanted: list[tuple[str, str, Role]]) -> dict[str, User]:
        known = self._known()
        self._make([person for person in wanted if person[0] not in known])
        return self._known()

    @staticmethod
    def _known() -> dict[str, User]:
        return {user.username: user for user in User.objects.filter(username__startswith=PREFIX)}

    def _make(self, missing: Iterable[tuple[str, str, Role]]) -> None:
        now, until = timezone.now(), timezone.localdate() + LASTS
        facts = {"password": encoded(password()), "must_change_password": False, "password_changed_at": now}
        for username, name, role in missing:
            agency = self.agency if role == Role.ASSESSOR else None
            user = User.objects.create(username=username, name=name, union=self.province, agency=agency, **facts)
            RoleAssignment.objects.create(user=user, role=role, union=self.province, valid_from=BEGUN, expires_on=until)

    def officer(self, path: str) -> User:
        """Return the officer of the county or industry system that a union belongs to."""
        return self._nearest(Role.OFFICER, path)

    def verifier(self, path: str) -> User:
        """Return who reviews there."""
        return self._nearest(Role.REVIEWER, path)

    def _nearest(self, role: Role, path: str) -> User:
        while (str(role), path) not in self.staff.of:
            path = path[: -Union.steplen]
        return self.staff.of[str(role), path][0]
