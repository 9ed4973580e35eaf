"""Triggers that keep the figures of open campaigns: what an archive has come to is counted anew when it changes.

They work per statement, so that an import of many rows counts each archive once per table. A change of columns that
no figure reads counts nothing, a row whose figures stay as they are is not written, a closed campaign is not touched.
"""

from django.db import migrations

# The targets are locked before the count, whose own statement then sees what others have committed by now. The lock
# of the campaign makes its closing wait for counts that are under way; those that come later find it closed.
RECOUNT = """
CREATE FUNCTION audits_recount(touched bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE chosen bigint[];
BEGIN
    SELECT array_agg(locked.id) INTO chosen FROM (
        SELECT target.id FROM audits_campaigntarget target
            JOIN audits_campaign campaign ON campaign.id = target.campaign_id
            WHERE target.household_id = ANY(touched) AND campaign.closed_at IS NULL
            ORDER BY target.id FOR NO KEY UPDATE OF target FOR KEY SHARE OF campaign
    ) locked;
    IF chosen IS NULL THEN
        RETURN;
    END IF;
    UPDATE audits_campaigntarget target SET
        union_path = fresh.union_path, visits = fresh.visits, visited = fresh.visited,
        difficulties = fresh.difficulties, measures = fresh.measures, tasks = fresh.tasks, solved = fresh.solved,
        clear_mask = fresh.clear_mask, ready = fresh.ready, exited = fresh.exited
    FROM (
        SELECT counted.id, household.union_path, visit.visits, visit.visits >= campaign.visits_wanted AS visited,
            difficulty.difficulties, measure.measures, task.tasks, difficulty.solved,
            CASE WHEN campaign.clear_by = 'computed'
                OR campaign.clear_by = 'cadre' AND state.cadre_confirmed_at >= state.facts_changed_at
                OR campaign.clear_by = 'county' AND state.county_checked_at >= state.facts_changed_at
                THEN coalesce(household.clear_mask, 0) ELSE 0 END AS clear_mask,
            life.exited OR EXISTS (
                SELECT FROM audits_exitcheck made WHERE made.household_id = household.id AND made.passed
                    AND made.on_day BETWEEN campaign.starts_on AND campaign.ends_on
            ) AS ready, life.exited
        FROM audits_campaigntarget counted
            JOIN audits_campaign campaign ON campaign.id = counted.campaign_id
            JOIN households_household household ON household.id = counted.household_id
            LEFT JOIN audits_clearstate state ON state.household_id = household.id
            CROSS JOIN LATERAL (
                SELECT count(*) AS visits FROM pairing_visit made
                    WHERE made.household_id = household.id AND made.method = ANY(campaign.visit_methods)
                    AND made.met <> 'nobody' AND made."on" BETWEEN campaign.starts_on AND campaign.ends_on
            ) visit
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (
                    WHERE coalesce(found.found_on, (found.created_at AT TIME ZONE 'Asia/Shanghai')::date)
                        BETWEEN campaign.starts_on AND campaign.ends_on
                ) AS difficulties, count(*) FILTER (
                    WHERE found.closed_on BETWEEN campaign.starts_on AND campaign.ends_on AND EXISTS (
                        SELECT FROM assistance_effectjudgement judged JOIN pairing_visit seen ON seen.id = judged.visit_id
                            WHERE judged.difficulty_id = found.id AND seen."on" = found.closed_on
                            AND judged.closes AND judged.family_effect <> 'unsolved' AND judged.cadre_effect <> 'unsolved'
                    ) AND EXISTS (
                        SELECT FROM assistance_task done JOIN assistance_measure planned ON planned.id = done.measure_id
                            WHERE planned.difficulty_id = found.id AND done.status = 'arrived'
                    )
                ) AS solved FROM households_difficulty found WHERE found.household_id = household.id
            ) difficulty
            CROSS JOIN LATERAL (
                SELECT count(*) AS measures FROM assistance_measure planned
                    JOIN households_difficulty against ON against.id = planned.difficulty_id
                    WHERE against.household_id = household.id
                    AND planned.planned_on BETWEEN campaign.starts_on AND campaign.ends_on
            ) measure
            CROSS JOIN LATERAL (
                SELECT count(DISTINCT line.measure_id) AS tasks FROM assistance_task line
                    JOIN assistance_tasklist list ON list.id = line.task_list_id
                    WHERE line.household_id = household.id AND line.status <> 'listed'
                    AND list.sent_on BETWEEN campaign.starts_on AND campaign.ends_on
            ) task
            CROSS JOIN LATERAL (
                SELECT EXISTS (
                    SELECT FROM households_statuschange step WHERE step.household_id = household.id
                        AND step.from_status = 'on_file' AND step.to_status IN ('tapering', 'exited')
                        AND step."on" BETWEEN campaign.starts_on AND campaign.ends_on
                ) AS exited
            ) life
        WHERE counted.id = ANY(chosen)
    ) fresh
    WHERE target.id = fresh.id AND (
        target.union_path, target.visits, target.visited, target.difficulties, target.measures, target.tasks,
        target.solved, target.clear_mask, target.ready, target.exited
    ) IS DISTINCT FROM (
        fresh.union_path, fresh.visits, fresh.visited, fresh.difficulties, fresh.measures, fresh.tasks,
        fresh.solved, fresh.clear_mask, fresh.ready, fresh.exited
    );
END $$;
"""
OWN = "SELECT changed.household_id FROM {rows} changed"
OF_MEASURE = (
    "SELECT found.household_id FROM {rows} changed JOIN households_difficulty found ON found.id = changed.difficulty_id"
)
OF_LIST = "SELECT line.household_id FROM {rows} changed JOIN assistance_task line ON line.task_list_id = changed.id"
# table → SQL that names the archives of changed rows, columns that figures read; no columns: its rows never change
TABLES = {
    "pairing_visit": (OWN, ("household_id", "on", "method", "met")),
    "households_difficulty": (OWN, ("household_id", "found_on", "created_at", "closed_on")),
    "assistance_measure": (OF_MEASURE, ("difficulty_id", "planned_on")),
    "assistance_task": (OWN, ("household_id", "measure_id", "task_list_id", "status")),
    "assistance_tasklist": (OF_LIST, ("sent_on",)),
    "assistance_effectjudgement": (OWN, ()),
    "audits_exitcheck": (OWN, ()),
    "households_statuschange": (OWN, ()),
}
VERBS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


def verbs_of(table: str) -> list[str]:
    return list(VERBS) if TABLES[table][1] else ["INSERT"]


def row(name: str, columns: tuple[str, ...]) -> str:
    return "ROW(" + ", ".join(f'{name}."{column}"' for column in columns) + ")"


def changed(rows: str, columns: tuple[str, ...]) -> str:
    """Return the rows of one transition table that differ from those of the other in a column that figures read."""
    other = "old_rows" if rows == "new_rows" else "new_rows"
    return (
        f"(SELECT one.* FROM {rows} one JOIN {other} other USING (id) "
        f"WHERE {row('one', columns)} IS DISTINCT FROM {row('other', columns)})"
    )


def names_of(table: str, verb: str) -> str:
    """Return the SQL that names the archives that a statement has touched."""
    source, columns = TABLES[table]
    if verb == "UPDATE":
        return " UNION ".join(source.format(rows=changed(rows, columns)) for rows in ("new_rows", "old_rows"))
    return source.format(rows="new_rows" if verb == "INSERT" else "old_rows")


def counting(table: str, verb: str) -> str:
    return trigger(
        table, verb, f"SELECT array_agg(DISTINCT household_id) INTO touched FROM ({names_of(table, verb)}) named;"
    )


def trigger(table: str, verb: str, find: str, besides: str = "") -> str:
    name = f"audits_count_{table}_{verb.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    {find}
    IF touched IS NOT NULL THEN
        PERFORM audits_recount(touched);
    END IF;{besides}
    RETURN NULL;
END $$;
CREATE TRIGGER audits_count_{verb.lower()} AFTER {verb} ON {table} {VERBS[verb]}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def undo(table: str, verb: str) -> str:
    return f"DROP TRIGGER audits_count_{verb.lower()} ON {table}; DROP FUNCTION audits_count_{table}_{verb.lower()}();"


# An archive that moves takes its place in open campaigns along. A union that moves takes the closed ones along too:
# the figures stay what they were, and stay in sight of those who answer for them.
HOUSEHOLD = trigger(
    "households_household",
    "UPDATE",
    """SELECT array_agg(fresh.id) INTO touched FROM new_rows fresh JOIN old_rows former USING (id)
        WHERE ROW(fresh.clear_mask, fresh.union_path) IS DISTINCT FROM ROW(former.clear_mask, former.union_path);""",
    """
    UPDATE audits_campaigntarget target SET union_path = fresh.union_path
        FROM new_rows fresh JOIN old_rows former USING (id)
        WHERE target.household_id = fresh.id AND fresh.union_id = former.union_id
        AND fresh.union_path <> former.union_path AND target.union_path = former.union_path;""",
)
DAYS = """
CREATE FUNCTION audits_follow_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audits_campaignday SET union_path = NEW.path WHERE union_path = OLD.path;
    RETURN NULL;
END $$;
CREATE TRIGGER audits_follow_union AFTER UPDATE OF path ON organizations_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION audits_follow_union();
"""
# Whether a confirmation holds, not when it was given, is what figures read.
HOLDS = "ROW({0}.cadre_confirmed_at >= {0}.facts_changed_at, {0}.county_checked_at >= {0}.facts_changed_at)"
STATE = trigger(
    "audits_clearstate",
    "UPDATE",
    f"""SELECT array_agg(household_id) INTO touched FROM new_rows fresh JOIN old_rows former USING (household_id)
        WHERE {HOLDS.format("fresh")} IS DISTINCT FROM {HOLDS.format("former")};""",
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0013_campaigns"),
        ("assistance", "0004_measures_tasks_policies"),
        ("organizations", "0004_index_the_access_log"),
        ("pairing", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(RECOUNT, "DROP FUNCTION audits_recount(bigint[]);"),
        *[migrations.RunSQL(counting(table, verb), undo(table, verb)) for table in TABLES for verb in verbs_of(table)],
        migrations.RunSQL(HOUSEHOLD, undo("households_household", "UPDATE")),
        migrations.RunSQL(STATE, undo("audits_clearstate", "UPDATE")),
        migrations.RunSQL(
            DAYS, "DROP TRIGGER audits_follow_union ON organizations_union; DROP FUNCTION audits_follow_union();"
        ),
    ]
