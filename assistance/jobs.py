"""What the worker does for the department tasks between the jobs: reminders and what is passed up."""

import time

from assistance.actions.reminders import remind_tasks
from assistance.payments import jobs as _payments  # noqa: F401 -- registers its runner
from core.jobs import often

EVERY_SECONDS = 600
_done_at = float("-inf")


@often
def remind_tasks_sometimes() -> int:
    """Look every ten minutes; each line is marked once, so that all but the first look of a day find nothing."""
    global _done_at  # noqa: PLW0603 -- of this worker; a second one may look as well, which changes nothing
    if time.monotonic() - _done_at < EVERY_SECONDS:
        return 0
    _done_at = time.monotonic()
    return remind_tasks()
