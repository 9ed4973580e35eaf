"""The catalogue of registers: each a kind as data, one module each; ``KINDS`` is the list in its order."""

from core.errors import DomainError
from reports.catalogue.base import RegisterKind
from reports.catalogue.roster import ROSTER

KINDS: dict[str, RegisterKind] = {kind.name: kind for kind in (ROSTER,)}


def kind_of(name: str) -> RegisterKind:
    """Return the register of a name."""
    try:
        return KINDS[name]
    except KeyError as error:
        raise DomainError(f"没有“{name}”这种报表，现有：{'、'.join(KINDS)}。", field="what") from error
