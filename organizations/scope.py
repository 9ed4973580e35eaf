"""Data scope: which part of the union tree an account sees, and in which role."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from treebeard.mp_tree import MP_Node

from organizations.enums import SUBTREE_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import User

COUNTY_PATH = 3 * MP_Node.steplen  # as long as the tree path of a county: province, prefecture, county
LEVELS_OFFERED = 2  # below the union of a role: from the province down to the counties

# SQL of the trigger that copies the path of a row's union to the row, for its scope to be judged without a join. The
# lock waits for a union that is being moved and then reads its new path; held, it makes a later move wait, which then
# finds the row. A path is unique, hence part of the key that KEY SHARE guards.
COPY_PATH = (
    "SELECT path INTO NEW.union_path FROM organizations_union WHERE id = NEW.union_id FOR KEY SHARE; RETURN NEW;"
)


def paths_down_to(path: str) -> list[str]:
    """Return the tree paths from the top down to a union's own, this one the last."""
    return [path[:end] for end in range(MP_Node.steplen, len(path) + 1, MP_Node.steplen)]


@dataclass(frozen=True)
class Scope:
    """What an account may see and do on one day.

    ``places`` holds (role, tree path) for each valid assignment; a path covers everything that starts with it.
    ``offices`` holds the offices of a liaison. An inactive account has an empty scope.
    """

    places: tuple[tuple[str, str], ...] = ()
    offices: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()

    @classmethod
    def of(cls, user: "User") -> "Scope":
        """Read the assignments that are valid today (one query)."""
        if not user.is_active:
            return cls()
        valid = user.role_assignments.valid_on(timezone.localdate())
        rows = list(valid.values_list("role", "union__path", "office"))
        return cls(
            places=tuple((role, path) for role, path, _office in rows if path),
            offices=frozenset(office for _role, _path, office in rows if office),
            roles=frozenset(role for role, _path, _office in rows),
        )

    def prefixes(self, roles: Iterable[str] = SUBTREE_ROLES) -> tuple[str, ...]:
        """Return the shortest tree paths that the given roles cover, none of them inside another."""
        wanted = frozenset(roles)
        result: list[str] = []
        for path in sorted({path for role, path in self.places if role in wanted}, key=len):
            if not any(path.startswith(shorter) for shorter in result):
                result.append(path)
        return tuple(result)

    def subtree(self, field: str, roles: Iterable[str] = SUBTREE_ROLES) -> Q:
        """Return the condition that a path field lies in what the roles cover; false for no role at all."""
        condition = Q(pk__in=[])
        for prefix in self.prefixes(roles):
            condition |= Q(**{f"{field}__startswith": prefix})
        return condition

    def around(self, field: str, roles: Iterable[str] = tuple(Role)) -> Q:
        """Return the condition that a path field lies in what the roles cover, or above: what holds there."""
        above = {upper for prefix in self.prefixes(roles) for upper in paths_down_to(prefix)[:-1]}
        return self.subtree(field, roles) | Q(**{f"{field}__in": above})

    def holds(self, roles: Iterable[str], path: str) -> bool:
        """Tell whether one of the roles is held for the union at this tree path."""
        wanted = frozenset(roles)
        return any(role in wanted and path.startswith(prefix) for role, prefix in self.places)

    def has(self, *roles: str) -> bool:
        """Tell whether one of the roles is held anywhere."""
        return not self.roles.isdisjoint(roles)

    def sees_for_office(self, path: str) -> bool:
        """Tell whether what lies there is seen for an office alone: to a liaison no archive is named."""
        return bool(self.offices) and not self.holds(SUBTREE_ROLES, path)

    def has_all(self, roles: Iterable[str] = SUBTREE_ROLES) -> bool:
        """Tell whether one of the roles is held for the uppermost union, and so for the whole register."""
        return any(len(path) == MP_Node.steplen for path in self.prefixes(roles))

    @property
    def is_narrow(self) -> bool:
        """Tell whether all that is seen by subtree lies in counties: few rows of the province, best sought by key."""
        prefixes = self.prefixes()
        return bool(prefixes) and min(map(len, prefixes)) >= COUNTY_PATH

    @property
    def is_business(self) -> bool:
        """Tell whether any role but the three administrators is held."""
        return bool(self.roles - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
