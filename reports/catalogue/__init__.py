"""The catalogue of registers: each a kind as data, one module each; ``KINDS`` is the list in its order."""

from core.errors import DomainError
from reports.catalogue.base import RegisterKind
from reports.catalogue.counted import CAUSES, DYNAMICS
from reports.catalogue.files import MISSING_PAPERS
from reports.catalogue.leaving import EXITS_KIND, TAPERING
from reports.catalogue.ledger import CLEAR_LEDGER
from reports.catalogue.roster import ROSTER

# In the order of the list: by topic.
ALL = (ROSTER, CAUSES, MISSING_PAPERS, DYNAMICS, EXITS_KIND, TAPERING, CLEAR_LEDGER)
KINDS: dict[str, RegisterKind] = {kind.name: kind for kind in ALL}


def kind_of(name: str) -> RegisterKind:
    """Return the register of a name."""
    try:
        return KINDS[name]
    except KeyError as error:
        raise DomainError(f"没有“{name}”这种报表，现有：{'、'.join(KINDS)}。", field="what") from error
