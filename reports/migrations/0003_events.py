"""The view of everything that statistics count, and the marks on months that were written to."""

from django.db import migrations

# Numbers and the lists behind them read the same rows of this view, hence always agree. What it reads of a table
# cannot be dropped or given another type without making the view anew.
VIEW = """
CREATE VIEW reports_event AS
SELECT 'life'::text AS source,
    CASE WHEN step.to_status = 'cancelled' THEN 'cancelled'
        WHEN step.to_status <> 'on_file' THEN 'exited'
        WHEN step.from_status = 'on_file' THEN 'put_in'
        WHEN step.from_status = 'tapering' OR step.household_id IN (
            SELECT follower.id FROM households_household follower WHERE follower.previous_id IS NOT NULL
        ) THEN 'back' ELSE 'new' END AS code,
    step.id AS key, step.household_id, step.union_path::text AS union_path, step."on",
    step.level::text AS level, step.category::text AS category,
    CASE WHEN step.to_status = 'cancelled' THEN step.cause::text ELSE step.channel::text END AS dimension
FROM households_statuschange step WHERE step.from_status = 'on_file' OR step.to_status = 'on_file'
UNION ALL
SELECT 'life'::text, 'taken_out'::text, step.id, step.household_id, step.union_path::text, step."on",
    former.level::text, former.category::text, ''::text
FROM households_statuschange step CROSS JOIN LATERAL (
    SELECT earlier.level, earlier.category FROM households_statuschange earlier
    WHERE earlier.household_id = step.household_id AND earlier.id < step.id ORDER BY earlier.id DESC LIMIT 1
) former WHERE step.from_status = 'on_file' AND step.to_status = 'on_file'
UNION ALL
SELECT 'visit'::text, CASE WHEN visit.method = 'home' THEN 'home_visit' ELSE 'call' END, visit.id,
    visit.household_id, household.union_path::text, visit."on", ''::text, ''::text, visit.method::text
FROM pairing_visit visit JOIN households_household household ON household.id = visit.household_id
WHERE visit.met <> 'nobody'
UNION ALL
SELECT 'need'::text, 'need'::text, need.id, need.household_id, household.union_path::text,
    coalesce(need.found_on, (need.created_at AT TIME ZONE 'Asia/Shanghai')::date), ''::text, ''::text, need.need::text
FROM households_difficulty need JOIN households_household household ON household.id = need.household_id
UNION ALL
SELECT 'need'::text, 'struck_off'::text, need.id, need.household_id, household.union_path::text, need.closed_on,
    ''::text, ''::text, need.need::text
FROM households_difficulty need JOIN households_household household ON household.id = need.household_id
WHERE need.closed_on IS NOT NULL
UNION ALL
SELECT 'need'::text, 'solved'::text, need.id, need.household_id, household.union_path::text, need.closed_on,
    ''::text, ''::text, need.need::text
FROM households_difficulty need JOIN households_household household ON household.id = need.household_id
WHERE need.closed_on IS NOT NULL AND EXISTS (
    SELECT FROM assistance_effectjudgement judged JOIN pairing_visit seen ON seen.id = judged.visit_id
    WHERE judged.difficulty_id = need.id AND seen."on" = need.closed_on
        AND judged.closes AND judged.family_effect <> 'unsolved' AND judged.cadre_effect <> 'unsolved'
) AND EXISTS (
    SELECT FROM assistance_task done JOIN assistance_measure planned ON planned.id = done.measure_id
    WHERE planned.difficulty_id = need.id AND done.status = 'arrived'
)
UNION ALL
SELECT 'measure'::text, 'measure'::text, measure.id, need.household_id, household.union_path::text,
    measure.planned_on, ''::text, ''::text, measure.lead_department::text
FROM assistance_measure measure JOIN households_difficulty need ON need.id = measure.difficulty_id
    JOIN households_household household ON household.id = need.household_id
UNION ALL
SELECT 'task'::text, 'task'::text, line.id, line.household_id, line.union_path::text, list.sent_on,
    ''::text, ''::text, list.department::text
FROM assistance_task line JOIN assistance_tasklist list ON list.id = line.task_list_id
WHERE line.status <> 'listed' AND list.sent_on IS NOT NULL AND NOT EXISTS (
    SELECT FROM assistance_task before
    WHERE before.measure_id = line.measure_id AND before.id < line.id AND before.status <> 'listed'
)
UNION ALL
SELECT 'task'::text, 'arrived'::text, line.id, line.household_id, line.union_path::text, line.closed_on,
    ''::text, ''::text, list.department::text
FROM assistance_task line JOIN assistance_tasklist list ON list.id = line.task_list_id
WHERE line.status = 'arrived' AND line.closed_on IS NOT NULL;
"""
# What is written marks its county and month: whoever reads takes the events themselves there until it is counted.
MARK = """
CREATE FUNCTION reports_mark(of_source text, days date[], paths text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO reports_stalemonth (source, month, place)
        SELECT DISTINCT of_source, date_trunc('month', day)::date, left(path, 12)
        FROM unnest(days, paths) AS named(day, path) WHERE day IS NOT NULL;
$$;
"""
HOME = "JOIN households_household home ON home.id = {0}.household_id"
FOUND = "coalesce(changed.found_on, (changed.created_at AT TIME ZONE 'Asia/Shanghai')::date)"
OF_VISIT = f'SELECT changed."on", home.union_path FROM {{rows}} changed {HOME.format("changed")}'
OF_NEED = f"""SELECT {FOUND}, home.union_path FROM {{rows}} changed {HOME.format("changed")}
    UNION ALL SELECT changed.closed_on, home.union_path FROM {{rows}} changed {HOME.format("changed")}"""
OF_MEASURE = f"""SELECT changed.planned_on, home.union_path FROM {{rows}} changed
    JOIN households_difficulty need ON need.id = changed.difficulty_id {HOME.format("need")}"""
SENT = """SELECT list.sent_on, changed.union_path FROM {rows} changed
    JOIN assistance_tasklist list ON list.id = changed.task_list_id
    UNION ALL SELECT changed.closed_on, changed.union_path FROM {rows} changed"""
# Whether a difficulty counts as solved, which its tasks decide as well, shows on the day that it was struck off.
OF_TASK = """SELECT need.closed_on, changed.union_path FROM {rows} changed
    JOIN assistance_measure planned ON planned.id = changed.measure_id
    JOIN households_difficulty need ON need.id = planned.difficulty_id"""
OF_LIST = """SELECT changed.sent_on, line.union_path FROM {rows} changed
    JOIN assistance_task line ON line.task_list_id = changed.id"""
JUDGED = f"""SELECT need.closed_on, home.union_path FROM {{rows}} changed
    JOIN households_difficulty need ON need.id = changed.difficulty_id {HOME.format("need")}"""
ON_VISIT = f"""SELECT need.closed_on, home.union_path FROM {{rows}} changed
    JOIN assistance_effectjudgement judged ON judged.visit_id = changed.id
    JOIN households_difficulty need ON need.id = judged.difficulty_id {HOME.format("need")}"""
# table → the columns that an update must change, and for each source the SQL of days and paths of changed rows
TABLES = {
    "households_statuschange": ((), {"life": 'SELECT changed."on", changed.union_path FROM {rows} changed'}),
    "pairing_visit": (("household_id", "on", "method", "met"), {"visit": OF_VISIT, "need": ON_VISIT}),
    "households_difficulty": (("household_id", "found_on", "created_at", "closed_on", "need"), {"need": OF_NEED}),
    "assistance_measure": (("difficulty_id", "planned_on", "lead_department"), {"measure": OF_MEASURE}),
    "assistance_task": (
        ("household_id", "measure_id", "task_list_id", "status", "closed_on"),
        {"task": SENT, "need": OF_TASK},
    ),
    "assistance_tasklist": (("sent_on", "department"), {"task": OF_LIST}),
    "assistance_effectjudgement": ((), {"need": JUDGED}),
}
VERBS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


def row(name, columns):
    return "ROW(" + ", ".join(f'{name}."{column}"' for column in columns) + ")"


def changed(rows, columns):
    other = "old_rows" if rows == "new_rows" else "new_rows"
    unlike = f"{row('one', columns)} IS DISTINCT FROM {row('other', columns)}"
    return f"(SELECT one.* FROM {rows} one JOIN {other} other USING (id) WHERE {unlike})"


def marking(table, verb):
    columns, sources = TABLES[table]
    rows = {"INSERT": ["new_rows"], "DELETE": ["old_rows"]}.get(verb) or [
        changed(name, columns) for name in ("new_rows", "old_rows")
    ]
    acts = ""
    for source, days in sources.items():
        named = " UNION ALL ".join(days.format(rows=one) for one in rows)
        acts += f"""
    SELECT array_agg(day), array_agg(path) INTO days, paths FROM (
        SELECT DISTINCT day, path FROM ({named}) AS named(day, path)) AS once;
    PERFORM reports_mark('{source}', days, paths);"""
    return trigger(table, verb, acts, "DECLARE days date[]; paths text[];")


def trigger(table, verb, acts, declared=""):
    name = f"reports_mark_{table}_{verb.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
{declared}
BEGIN{acts}
    RETURN NULL;
END $$;
CREATE TRIGGER reports_mark_{verb.lower()} AFTER {verb} ON {table} {VERBS[verb]}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def undo(table, verb):
    return f"DROP TRIGGER reports_mark_{verb.lower()} ON {table}; DROP FUNCTION reports_mark_{table}_{verb.lower()}();"


def verbs_of(table):
    return list(VERBS) if TABLES[table][0] else ["INSERT"]


# An archive that moves takes its whole past along.
MOVED = trigger(
    "households_household",
    "UPDATE",
    """
    SELECT array_agg(fresh.id) INTO moved FROM new_rows fresh JOIN old_rows former USING (id)
        WHERE ROW(fresh.union_path, fresh.previous_id) IS DISTINCT FROM ROW(former.union_path, former.previous_id);
    IF moved IS NOT NULL THEN
        INSERT INTO reports_stalemonth (source, month, place)
            SELECT DISTINCT event.source, date_trunc('month', event."on")::date, left(whose.union_path, 12)
            FROM reports_event event
            JOIN (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) whose ON whose.id = event.household_id
            WHERE event.household_id = ANY(moved) AND event."on" IS NOT NULL;
    END IF;""",
    "DECLARE moved bigint[];",
)
FOLLOW = """
CREATE FUNCTION reports_follow_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reports_dailyfigure SET place = NEW.path WHERE place = OLD.path;
    RETURN NULL;
END $$;
CREATE TRIGGER reports_follow_union AFTER UPDATE OF path ON organizations_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION reports_follow_union();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_figures"),
        ("audits", "0016_money_subjects"),
        ("assistance", "0023_rows_of_the_ledger"),
        ("pairing", "0006_care_rhythm"),
        ("households", "0015_enter_by_the_clock"),
        ("organizations", "0004_index_the_access_log"),
    ]
    operations = [
        migrations.RunSQL(VIEW, "DROP VIEW reports_event;"),
        migrations.RunSQL(MARK, "DROP FUNCTION reports_mark(text, date[], text[]);"),
        *[migrations.RunSQL(marking(table, verb), undo(table, verb)) for table in TABLES for verb in verbs_of(table)],
        migrations.RunSQL(MOVED, undo("households_household", "UPDATE")),
        migrations.RunSQL(
            FOLLOW, "DROP TRIGGER reports_follow_union ON organizations_union; DROP FUNCTION reports_follow_union();"
        ),
    ]
