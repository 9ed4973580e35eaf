"""The offices of the departments, with a liaison each: in every county, and at the province for industry systems."""

from collections.abc import Iterable

from django.utils import timezone

from organizations.enums import Department, Role, UnionKind
from organizations.models import Office, RoleAssignment, Union, User
from organizations.reference import PROVINCE
from reports.demo.accounts import encoded, password
from reports.demo.campaign.plan import BEGUN
from reports.demo.campaign.staff import LASTS
from reports.demo.places import region_of

NAMES = {
    Department.EDUCATION: "教育体育局",
    Department.CIVIL_AFFAIRS: "民政局",
    Department.FINANCE: "财政局",
    Department.HUMAN_RESOURCES: "人力资源和社会保障局",
    Department.HOUSING: "住房和城乡建设局",
    Department.HEALTH: "卫生健康局",
    Department.MEDICAL_INSURANCE: "医疗保障局",
}


class Offices:
    """Finds the liaison of each office; offices and accounts that are missing are made, with the demo password."""

    def __init__(self, homes: Iterable[Union]) -> None:
        province = Union.objects.get(code=PROVINCE)
        places = {home if home.kind == UnionKind.COUNTY else province for home in homes}
        known = {(office.union_id, office.department): office for office in Office.objects.filter(union__in=places)}
        missing = [
            Office(union=place, department=department, name=f"{_region(place)}{name}")
            for place in sorted(places, key=lambda place: place.path)
            for department, name in NAMES.items()
            if (place.pk, department) not in known
        ]
        Office.objects.bulk_create(missing)
        offices = Office.objects.filter(union__in=places).select_related("union").order_by("pk")
        self._liaisons = self._found(offices)

    def liaison(self, office_id: int) -> User:
        """Return who answers for an office."""
        return self._liaisons[office_id]

    def _found(self, offices: Iterable[Office]) -> dict[int, User]:
        names = {f"hk-office-{office.pk}": office for office in offices}
        known = {user.username: user for user in User.objects.filter(username__in=names)}
        fresh = [(name, office) for name, office in names.items() if name not in known]
        for user in self._make(fresh):
            known[user.username] = user
        return {office.pk: known[name] for name, office in names.items()}

    def _make(self, places: list[tuple[str, Office]]) -> list[User]:
        secret, now, until = encoded(password()), timezone.now(), timezone.localdate() + LASTS
        facts = {"password": secret, "must_change_password": False, "password_changed_at": now}
        users = User.objects.bulk_create(
            User(username=name, name=f"{office.name}联络员"[-40:], union=office.union, **facts)
            for name, office in places
        )
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=Role.LIAISON, office=office, valid_from=BEGUN, expires_on=until)
            for user, (_name, office) in zip(users, places, strict=True)
        )
        return users


def _region(union: Union) -> str:
    return "云南省" if union.kind == UnionKind.PROVINCE else region_of(union)
