"""Which department leads on a difficulty, and which work along (docs/algorithms/routing.md)."""

from assistance.enums import ALONG_WITH, LEAD_OF, NEED_OF
from households.enums import Cause, Need
from households.models import Difficulty
from organizations.enums import Department


def routed_need(difficulty: Difficulty) -> Need:
    """Return the need that decides: its own, or for OTHER what the main cause of the household says."""
    need = Need(difficulty.need)
    cause = difficulty.household.main_cause
    return NEED_OF.get(Cause(cause), need) if need == Need.OTHER and cause else need


def proposed_lead(difficulty: Difficulty) -> tuple[Department, list[Department]]:
    """Return the department that usually leads, and those that work along; the form lets people change both."""
    need = routed_need(difficulty)
    return LEAD_OF[need], list(ALONG_WITH.get(need, ()))
