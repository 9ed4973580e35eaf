"""What other applications do with visits: they add their parts when they start."""

from collections.abc import Callable, Iterable

from organizations.models import User
from pairing.models import Visit

# Each answers what is to do next with a visit, as (words, address); the visit's page shows them, logging leads there.
AFTER_VISIT: list[Callable[[User, Visit], list[tuple[str, str]]]] = []
# Each answers why these fields of a visit cannot be corrected any more, or "".
CORRECTION_GUARDS: list[Callable[[Visit, Iterable[str]], str]] = []


def next_steps(user: User, visit: Visit) -> list[tuple[str, str]]:
    """Return what is to do next with a visit, for the person who may do it."""
    return [step for steps in AFTER_VISIT for step in steps(user, visit)]
