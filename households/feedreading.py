"""Reading the feed of changes on from a place, so that nothing is left out.

Numbers that rows get as they are written say nothing of when they can be seen: of two transactions the one that began
first may end last. A row therefore gets its position only when every transaction that might still end before it has
ended: when its transaction lies below the oldest that is running, those of other databases of the server aside, which
write none of these rows. Whoever has read up to a position has read
everything before it, for good. Positions also outlive a restore into another server, where transactions count anew:
rows that carry a number the server has not reached yet are of before. Changes are kept for ``settings.FEED_DAYS``: who
comes from a place before them is told so, and never reads on with a gap.
"""

import datetime
from dataclasses import dataclass
from itertools import takewhile

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min

from core import clock
from core.errors import DomainError
from households.gone import WRITTEN, tell_ended_roles
from households.models import ChangeFeed
from organizations.models import User

LOCK = 12236
MOST_AT_ONCE = 50_000
FORGOTTEN_AT_ONCE = 10_000
GIVE_POSITIONS = """
    WITH now AS MATERIALIZED (SELECT pg_current_snapshot() AS seen), elsewhere AS (
        SELECT backend_xid FROM pg_stat_activity WHERE datname <> current_database() AND backend_xid IS NOT NULL
    ), running AS (
        SELECT coalesce(
                   (SELECT min(xid::text::bigint) FROM pg_snapshot_xip(seen) xid
                    WHERE xid::xid NOT IN (SELECT backend_xid FROM elsewhere)),
                   pg_snapshot_xmax(seen)::text::bigint
               ) AS oldest,
               pg_snapshot_xmax(seen)::text::bigint AS next,
               coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0) AS own
        FROM now
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


class TooOld(DomainError):
    """Some of the changes after a place are kept no longer."""

    def __init__(self) -> None:
        super().__init__(
            f"变更记录保留 {settings.FEED_DAYS} 天，这个位置之后的已有一部分不再保留："
            "请用 since=latest 记下位置，重新读取全部列表，再从记下的位置接着读。"
        )


class Ahead(DomainError):
    """A place that the feed has not reached: it was told before a backup was restored."""

    def __init__(self) -> None:
        super().__init__(
            "变更记录还没有到这个位置（系统可能从备份恢复过）："
            "请用 since=latest 记下位置，重新读取全部列表，再从记下的位置接着读。"
        )


@transaction.atomic
def read_changes(user: User, since: int | None, *, size: int, resource: str = "") -> Changes:
    """Return the changes of the user's scope after a position; without one none, but where the feed stands now.

    Raises TooOld when some of them are kept no longer, Ahead for a place that is none yet.
    """
    give_positions(user)
    ends = ChangeFeed.objects.aggregate(first=Min("position"), last=Max("position"))
    first, last = ends["first"] or 0, ends["last"] or 0
    if since is None:
        return Changes([], last, has_more=False)
    if since + 1 < first:
        raise TooOld
    if since > last:
        raise Ahead
    found = ChangeFeed.objects.visible_to(user).between(since, last).for_list()
    names = [resource, *WRITTEN.get(resource, ())]
    rows = list((found.filter(resource__in=names) if resource else found)[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size]
    return Changes(rows, rows[-1].position or last if has_more else last, has_more)


def give_positions(reader: User) -> None:
    """Give what can no longer be overtaken its position; nothing while another is doing so. Needs a transaction.

    The reader's roles that have ended are written down before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone()[0]:
            tell_ended_roles(reader)
            # A statement of its own: it sees what was committed before the lock was held.
            cursor.execute(GIVE_POSITIONS, [MOST_AT_ONCE])


def forget_old_changes() -> int:
    """Delete changes that are kept no longer, and return how many; one query when there are none.

    The last one stays, however old: the next positions are counted on from it.
    """
    before = clock.now() - datetime.timedelta(days=settings.FEED_DAYS)
    placed = ChangeFeed.objects.filter(position__isnull=False).order_by("position").values_list("position", "at")
    if not (oldest := placed.first()) or oldest[1] >= before:
        return 0
    rows = list(placed[: FORGOTTEN_AT_ONCE + 1])
    old = [position for position, _at in takewhile(lambda row: row[1] < before, rows[:-1])]
    deleted, _by_model = ChangeFeed.objects.filter(position__lte=old[-1]).delete() if old else (0, {})
    return deleted
