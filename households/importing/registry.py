"""The parts that an archive workbook is made of; each app registers its own in a module ``importing``.

The engine knows nothing of members, visits or aid: it reads the columns that the parts declare, asks each part to plan
what it would write, and writes what was planned. So apps to the right take part without being imported here.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

from households.importing.batches import Batch, Desk
from households.importing.cases import Case
from households.importing.layout import KEY, LAYOUT, Column


class Part:
    """One kind of fact about a household that a workbook may bring.

    ``columns`` are the columns that this part reads, by sheet; ``models`` what it writes, parents first.
    """

    columns: Mapping[str, tuple[Column, ...]] = {}
    models: tuple[type[Model], ...] = ()

    def check(self, case: Case, desk: Desk) -> None:
        """Judge what one household's rows say, without the database: add faults and flags to the case."""

    def plan(self, batch: Batch) -> None:
        """Compare the batch with the database in a fixed number of queries, and plan what to create and update."""

    def finish(self, batch: Batch) -> None:
        """Bring into step what follows from the households that were just written; same transaction."""


_PARTS: list[Part] = []


def register(*parts: Part) -> None:
    """Add parts; those of the apps to the left come first, since what stands to the right points to them."""
    _PARTS.extend(parts)


@cache
def all_parts() -> tuple[Part, ...]:
    """Return the parts of all apps, in the order of the apps."""
    autodiscover_modules("importing")
    return tuple(_PARTS)


@cache
def columns_of(sheet: str) -> dict[str, Column]:
    """Return every column that some part reads from a sheet, by its name."""
    columns = [KEY, *(column for part in all_parts() for column in part.columns.get(sheet, ()))]
    return {column.name: column for column in columns}


@cache
def layout_columns(sheet: str) -> tuple[Column, ...]:
    """Return the columns of the form that are read from a sheet, in the form's order."""
    known = columns_of(sheet)
    return tuple(known[name] for name in LAYOUT[sheet].split() if name in known)


def written_models() -> Iterable[type[Model]]:
    """Return the models that an import writes, each after those that it points to."""
    return dict.fromkeys(model for part in all_parts() for model in part.models)
