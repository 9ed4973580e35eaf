"""Reading the feed of changes on from a place, so that nothing is left out.

Numbers that rows get as they are written say nothing of when they can be seen: of two transactions the one that began
first may end last. A row therefore gets its position only when every transaction that might still end before it has
ended: when its transaction lies below the oldest that is running. Whoever has read up to a position has read
everything before it, for good. Positions also outlive a restore into another server, where transactions count anew:
rows that carry a number the server has not reached yet are of before.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max

from households.models import ChangeFeed
from organizations.models import User

LOCK = 12236
MOST_AT_ONCE = 50_000
GIVE_POSITIONS = """
    WITH running AS (
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
               pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
               coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0) AS own
    ), ready AS (
        SELECT id, row_number() OVER (ORDER BY "transaction", id) AS number FROM households_changefeed, running
        WHERE position IS NULL AND ("transaction" < oldest OR "transaction" >= next OR "transaction" = own)
        ORDER BY "transaction", id LIMIT %s
    )
    UPDATE households_changefeed fed
    SET position = ready.number + (SELECT coalesce(max(position), 0) FROM households_changefeed)
    FROM ready WHERE ready.id = fed.id
"""


@dataclass(frozen=True)
class Changes:
    """Some changes, where to read on, and whether there are more already."""

    rows: list[ChangeFeed]
    cursor: int
    has_more: bool


@transaction.atomic
def read_changes(user: User, since: int | None, *, size: int, resource: str = "") -> Changes:
    """Return the changes of the user's scope after a position; without one none, but where the feed stands now."""
    give_positions()
    last = ChangeFeed.objects.aggregate(last=Max("position"))["last"] or 0
    if since is None:
        return Changes([], last, has_more=False)
    found = ChangeFeed.objects.visible_to(user).between(since, last).for_list()
    rows = list((found.filter(resource=resource) if resource else found)[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    return Changes(rows, rows[-1].position or last if has_more else max(last, since), has_more)


def give_positions() -> None:
    """Give what can no longer be overtaken its position; nothing while another is doing so. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone()[0]:
            # A statement of its own: it sees what was committed before the lock was held.
            cursor.execute(GIVE_POSITIONS, [MOST_AT_ONCE])
