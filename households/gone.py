"""What has left somebody's scope, told to those who could read it: archives that moved, pairings and roles that ended.

Who moved an archive writes it down by a trigger, with the place that it left; so does who takes back a grant. The end
of a role comes with a day as well as with an act: it is written when its account reads the feed for the first time
after it. All of it is told only as long as it is so: who sees the archive again by another way, or once more, is told
of no loss. An archive that left before its reader had a role there was never the reader's, and is not told of.
"""

import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from core import clock
from households.feed import XID
from households.querysets import GRANTED_ROLES, in_scope
from organizations.enums import SUBTREE_ROLES
from organizations.models import User

MOVED, GRANTS, ROLES = "moved", "grants", "roles"
READING = SUBTREE_ROLES | GRANTED_ROLES
# Resource as programs know it → what is written for it beside its own changes.
WRITTEN = {"archives": (MOVED, GRANTS), "unions": (ROLES,)}
KNOWN_AS = {name: resource for resource, names in WRITTEN.items() for name in names}

_TELL = """
    INSERT INTO households_changefeed ("transaction", resource, key, household_id, kind, at, reader_id, left_path)
    VALUES ({xid}, '{name}', OLD.id, {values}) ON CONFLICT ("transaction", resource, key) DO NOTHING; RETURN NULL;
"""
# A day ends everywhere when it ends here.
_ENDED = "LEAST(coalesce(role.revoked_at, 'infinity'), (role.expires_on + 1)::timestamp AT TIME ZONE %(zone)s)"
TELL_ROLES = f"""
    INSERT INTO households_changefeed ("transaction", resource, key, kind, at, reader_id, left_path)
    SELECT DISTINCT ON (role.union_id) {XID}, '{ROLES}', role.union_id, 'gone', now(), role.user_id, below.path
    FROM organizations_roleassignment role JOIN organizations_union below ON below.id = role.union_id
    WHERE role.user_id = %(user)s AND role.role = ANY(%(roles)s)
        AND {_ENDED} <= %(now)s AND {_ENDED} > %(since)s
        AND NOT EXISTS (
            SELECT FROM households_changefeed told
            WHERE told.reader_id = role.user_id AND told.resource = '{ROLES}' AND told.key = role.union_id
                AND told.at >= {_ENDED}
        )
    ON CONFLICT ("transaction", resource, key) DO NOTHING
"""  # noqa: S608 -- constants only


def moved_trigger() -> pgtrigger.Trigger:
    """Return the trigger that tells of an archive that left a place in the tree."""
    return pgtrigger.Trigger(
        name="feed_moved",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.union_path IS DISTINCT FROM NEW.union_path"),
        func=_TELL.format(xid=XID, name=MOVED, values="OLD.id, 'gone', now(), NULL, OLD.union_path"),
    )


def grant_trigger() -> pgtrigger.Trigger:
    """Return the trigger that tells an account of an archive that it was granted and sees no longer."""
    return pgtrigger.Trigger(
        name="feed_revoked",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func=_TELL.format(xid=XID, name=GRANTS, values="OLD.household_id, 'gone', now(), OLD.user_id, ''"),
    )


def tell_ended_roles(user: User) -> None:
    """Write down the unions in which a role of an account has ended and was not told of; one query."""
    facts: dict[str, Any] = {
        "user": user.pk,
        "roles": sorted(READING),
        "zone": timezone.get_default_timezone_name(),
        "now": clock.now(),
        "since": clock.now() - datetime.timedelta(days=settings.FEED_DAYS),
    }
    with connection.cursor() as cursor:
        cursor.execute(TELL_ROLES, facts)


def while_held(user: User) -> Q:
    """Return the condition that a row was written while the user held a role for the place that was left; one query.

    Of each role the time in which it was really held: from its first day, but not from before it was given, to its end.
    What left after that end, before a new role began, was the user's as well if it was opened before the end.
    """
    rows = user.role_assignments.filter(role__in=SUBTREE_ROLES, valid_from__lte=clock.today())
    held = Q(pk__in=[])
    for path, first, given, last, revoked in rows.values_list(
        "union__path", "valid_from", "created_at", "expires_on", "revoked_at"
    ):
        ends = clock.start_of(last + datetime.timedelta(days=1))
        since, until = max(clock.start_of(first), given), min(ends, revoked or ends)
        known = Q(at__lt=until) | Q(household__created_at__lt=until)
        held |= Q(left_path__startswith=path, at__gte=since) & known
    return held


def gone_from(user: User) -> Q:
    """Return the condition that a row tells of what the user saw once and sees no longer."""
    moved = Q(resource=MOVED) & user.scope.subtree("left_path") & while_held(user)
    granted = Q(resource=GRANTS, reader=user)
    ended = Q(resource=ROLES, reader=user) & ~user.scope.subtree("left_path", READING)
    return (moved | granted) & ~in_scope(user, "household") | ended
