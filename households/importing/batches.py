"""What all households of an import share, and the group of them that is planned and written in one transaction."""

import datetime
from collections import defaultdict
from collections.abc import Hashable
from functools import cached_property
from typing import Any

from core import clock
from core.errors import DomainError
from households.importing.cases import Case
from households.models import LivingStandard
from households.rules import can_file
from organizations.models import DivisionCode, Union, User
from organizations.scope import paths_down_to


class Desk:
    """Who imports, on which day, and the look-ups that are read once for the whole workbook."""

    def __init__(self, by: User, sheets: frozenset[str]) -> None:
        self.by = by
        self.sheets = sheets  # those that the workbook has: a sheet that is not there says nothing
        self.today = clock.today()

    @cached_property
    def _unions(self) -> dict[str, list[Union]]:
        found = defaultdict(list)
        for union in Union.objects.active():
            found[union.name].append(union)
            found[union.code].append(union)
        return found

    @cached_property
    def _division_paths(self) -> dict[str, str]:
        return dict(DivisionCode.objects.values_list("code", "union__path"))

    @cached_property
    def _standards(self) -> dict[str, list[LivingStandard]]:
        found = defaultdict(list)
        for standard in LivingStandard.objects.select_related("union").order_by("-valid_from"):
            found[standard.union.path].append(standard)
        return found

    def union_called(self, word: str, archive_no: str) -> Union:
        """Return the union that a workbook names, by name or code, for which the importer may file archives.

        Unions of the same name are told apart by the importer's scope, then by the division code that the archive
        number begins with. Raises DomainError.
        """
        found = self._unions.get(word.replace(" ", ""), [])
        if not found:
            raise DomainError(f"建档单位在系统中找不到：“{word[:40]}”")
        allowed = [union for union in found if can_file(self.by, union)]
        if not allowed:
            raise DomainError(f"建档单位不在您的经办范围内：{word[:40]}")
        if len(allowed) > 1:
            region = self._division_paths.get(archive_no[:6], "none")
            allowed = [union for union in allowed if union.path.startswith(region)]
        if len(allowed) != 1:
            raise DomainError(f"建档单位有多个同名工会：“{word[:40]}”，请改填工会编码")
        return allowed[0]

    def standard_on(self, union: Union, day: datetime.date) -> LivingStandard | None:
        """Return what ``households.income.standard_for`` returns, without a query for each household."""
        for path in reversed(paths_down_to(union.path)):
            for standard in self._standards.get(path, ()):
                if standard.valid_from <= day:
                    return standard
        return None


class Batch:
    """Households that are planned together with a fixed number of queries, and written in one transaction.

    ``locking`` tells that the plan will be written, so that the archives are read under lock.
    """

    def __init__(self, cases: list[Case], desk: Desk, *, locking: bool) -> None:
        self.all_cases = cases
        self.desk = desk
        self.locking = locking
        self._shared: dict[Hashable, Any] = {}

    @property
    def cases(self) -> list[Case]:
        """The households that are not refused (so far)."""
        return [case for case in self.all_cases if not case.faults]

    @property
    def written(self) -> list[Case]:
        """The households for which anything was planned."""
        return [case for case in self.cases if case.changes]

    @property
    def known(self) -> dict[int, Case]:
        """The households that the database has, by their key."""
        return {case.archive.pk: case for case in self.cases if not case.is_new}

    def share(self, key: Hashable, instance: Any) -> Any:
        """Keep an instance that several households of the batch point to, and return it."""
        self._shared[key] = instance
        return instance

    def shared(self, key: Hashable) -> Any:
        """Return the instance kept under a key, None when there is none."""
        return self._shared.get(key)
