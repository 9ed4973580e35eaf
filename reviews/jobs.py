"""What the worker does for the reviews between the jobs: desks whose people have changed, notices that ended."""

import time

from core.jobs import often
from reviews.actions.closing import close_due_notices, recount_notices
from reviews.desks import refresh_desks

EVERY_SECONDS = 600
_done_at = float("-inf")


@often
def refresh_desks_sometimes() -> int:
    """Lay waiting steps on the desks of today's people, recount and close notices, every ten minutes: it reads all."""
    global _done_at  # noqa: PLW0603 -- of this worker; a second one may do it once more, which changes nothing
    if time.monotonic() - _done_at < EVERY_SECONDS:
        return 0
    _done_at = time.monotonic()
    return refresh_desks() + recount_notices() + close_due_notices()
