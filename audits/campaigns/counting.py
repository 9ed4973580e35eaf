"""The database's own counting of open campaigns (audits/migrations/0014_count_campaigns.py), and keeping it by day.

The formulas with a worked table: docs/algorithms/campaign.md.
"""

import datetime
from typing import Any

import pgtrigger
from django.db import connection

from audits.models import Campaign
from households.enums import IN_CARE
from organizations.scope import COUNTY_PATH

# Locked in the order of their keys, as every writer of an archive's parts does: what others are writing is counted
# by whoever comes second.
LOCK_ARCHIVES = """
    SELECT id FROM households_household WHERE union_path LIKE %s AND status = ANY(%s) AND level = ANY(%s)
    ORDER BY id FOR NO KEY UPDATE
"""
FIX_TARGETS = """
    INSERT INTO audits_campaigntarget (campaign_id, household_id, union_path, level, category, visits, visited,
        difficulties, measures, tasks, solved, clear_mask, ready, exited)
    SELECT %s, id, union_path, level, category, 0, false, 0, 0, 0, 0, 0, false, false FROM households_household
    WHERE union_path LIKE %s AND status = ANY(%s) AND level = ANY(%s)
    ORDER BY union_path, archive_no
"""
LOCK_TARGETS = """
    SELECT id FROM households_household WHERE id IN
    (SELECT household_id FROM audits_campaigntarget WHERE campaign_id = %s) ORDER BY id FOR NO KEY UPDATE
"""
RECOUNT = "SELECT audits_recount(array_agg(household_id)) FROM audits_campaigntarget WHERE campaign_id = %s"
SUMS = {
    "targets": "count(*)",
    "visited": "count(*) FILTER (WHERE visited)",
    **{name: f"sum({name})" for name in ("visits", "difficulties", "measures", "tasks", "solved")},
    **{f"clear_{item}": f"count(*) FILTER (WHERE clear_mask & {1 << (item - 1)} > 0)" for item in range(1, 7)},
    "clear": "count(*) FILTER (WHERE clear_mask = 63)",
    "ready": "count(*) FILTER (WHERE ready)",
    "exited": "count(*) FILTER (WHERE exited)",
}
# Only constants of our own code are written into this SQL.
KEEP_DAY = f"""
    INSERT INTO audits_campaignday (campaign_id, day, union_path, {", ".join(SUMS)})
    SELECT campaign_id, %s, left(union_path, {COUNTY_PATH}), {", ".join(SUMS.values())}
    FROM audits_campaigntarget WHERE campaign_id = %s GROUP BY campaign_id, left(union_path, {COUNTY_PATH})
    ON CONFLICT (campaign_id, day, union_path) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in SUMS)}
"""  # noqa: S608


def fix_targets(campaign: Campaign) -> int:
    """Make the archives in care of a new campaign its targets, count each, and return how many; three statements."""
    wanted: list[Any] = [f"{campaign.union.path}%", [str(status) for status in IN_CARE], campaign.levels]
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ARCHIVES, wanted)
        cursor.execute(FIX_TARGETS, [campaign.pk, *wanted])
        made = cursor.rowcount
        cursor.execute(RECOUNT, [campaign.pk])
    return made


def lock_targets(campaign: Campaign) -> None:
    """Wait for those who write to archives of a campaign; to be called before the campaign itself is locked."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_TARGETS, [campaign.pk])


def recount(campaign: Campaign) -> None:
    """Count every target anew by the terms of the campaign as they are now; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [campaign.pk])


def retarget(campaign: Campaign) -> int:
    """Take other archives as the targets, by the terms as they are now, and return how many."""
    with pgtrigger.ignore("audits.CampaignTarget:no_delete"):
        campaign.targets.all().delete()
    return fix_targets(campaign)


def write_day(campaign: Campaign, day: datetime.date) -> int:
    """Write the figures of this moment as those of a day, a row for each county, and return how many; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP_DAY, [day, campaign.pk])
        return cursor.rowcount
