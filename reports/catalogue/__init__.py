"""The catalogue of registers: each a kind as data, one module each; ``KINDS`` is the list in its order."""

from core.errors import DomainError
from reports.catalogue.base import RegisterKind
from reports.catalogue.counted import CAUSES, DYNAMICS
from reports.catalogue.faults import FAULTS
from reports.catalogue.grievances import GRIEVANCES
from reports.catalogue.helping import PAIRINGS
from reports.catalogue.leaving import EXITS_KIND, TAPERING
from reports.catalogue.ledger import CLEAR_LEDGER
from reports.catalogue.papers import MISSING_PAPERS
from reports.catalogue.payments import PAYMENTS
from reports.catalogue.roster import ROSTER
from reports.catalogue.spending import SPENDING
from reports.catalogue.tasks import TASK_LIST
from reports.catalogue.visits import VISITS

# In the order of the list: by topic.
ALL = (
    *(ROSTER, CAUSES, MISSING_PAPERS, DYNAMICS, EXITS_KIND, TAPERING, CLEAR_LEDGER, FAULTS, TASK_LIST),
    GRIEVANCES,
    *(PAIRINGS, VISITS, SPENDING, PAYMENTS),
)
KINDS: dict[str, RegisterKind] = {kind.name: kind for kind in ALL}


def kind_of(name: str) -> RegisterKind:
    """Return the register of a name."""
    try:
        return KINDS[name]
    except KeyError as error:
        raise DomainError(f"没有“{name}”这种报表，现有：{'、'.join(KINDS)}。", field="what") from error
