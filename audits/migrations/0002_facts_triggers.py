"""Triggers that mark a household's six-clear state as stale when a fact that its rules read changes.

They work per statement, so that an import of many rows touches each household's narrow state row once per table.
"""

from django.db import migrations

# table → SQL that names the households of the changed rows ({rows} is the transition table)
TABLES = {
    "households_member": "SELECT household_id FROM {rows}",
    "households_incomesurvey": "SELECT household_id FROM {rows}",
    "households_incomeline": (
        "SELECT survey.household_id FROM {rows} changed JOIN households_incomesurvey survey ON survey.id = changed.survey_id"
    ),
    "households_difficulty": "SELECT household_id FROM {rows}",
    "pairing_pairing": "SELECT household_id FROM {rows}",
    "pairing_visit": "SELECT household_id FROM {rows}",
    "assistance_aidrecord": "SELECT household_id FROM {rows}",
    "assistance_aidyearnone": "SELECT household_id FROM {rows}",
    "assistance_measure": (
        "SELECT difficulty.household_id FROM {rows} changed "
        "JOIN households_difficulty difficulty ON difficulty.id = changed.difficulty_id"
    ),
}
MARK = """
INSERT INTO audits_clearstate (household_id, mask, reasons, facts_changed_at)
    SELECT touched.household_id, 0, '{{}}', clock_timestamp() FROM (SELECT DISTINCT household_id FROM ({source}) found) touched
    JOIN households_household household ON household.id = touched.household_id
    ON CONFLICT (household_id) DO UPDATE SET facts_changed_at = excluded.facts_changed_at;
"""
# Columns of the household itself that are summaries, not facts: a change of these alone marks nothing.
SUMMARIES = (
    "union_path",
    "head_name",
    "head_sort",
    "work_unit",
    "cadre_names",
    "per_head",
    "clear_mask",
    "search",
    "updated_at",
)


def function(table: str, source: str) -> str:
    body = MARK.format(source=source.format(rows="changed_rows"))
    return f"""
CREATE FUNCTION audits_mark_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
    RETURN NULL;
END $$;
CREATE TRIGGER audits_facts_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audits_mark_{table}();
CREATE TRIGGER audits_facts_update AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audits_mark_{table}();
CREATE TRIGGER audits_facts_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audits_mark_{table}();
"""


def undo(table: str) -> str:
    return "".join(f"DROP TRIGGER audits_facts_{verb} ON {table};" for verb in ("insert", "update", "delete")) + (
        f"DROP FUNCTION audits_mark_{table}();"
    )


HOUSEHOLD = f"""
CREATE FUNCTION audits_mark_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - ARRAY[{", ".join(f"'{name}'" for name in SUMMARIES)}])
        = (to_jsonb(NEW) - ARRAY[{", ".join(f"'{name}'" for name in SUMMARIES)}]) THEN
        RETURN NULL;
    END IF;
    INSERT INTO audits_clearstate (household_id, mask, reasons, facts_changed_at) VALUES (NEW.id, 0, '{{}}', clock_timestamp())
        ON CONFLICT (household_id) DO UPDATE SET facts_changed_at = excluded.facts_changed_at;
    RETURN NULL;
END $$;
CREATE TRIGGER audits_facts AFTER INSERT OR UPDATE ON households_household
    FOR EACH ROW EXECUTE FUNCTION audits_mark_household();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0001_initial"),
        ("households", "0001_initial"),
        ("pairing", "0001_initial"),
        ("assistance", "0001_initial"),
    ]
    operations = [
        *[migrations.RunSQL(function(table, source), undo(table)) for table, source in TABLES.items()],
        migrations.RunSQL(
            HOUSEHOLD, "DROP TRIGGER audits_facts ON households_household; DROP FUNCTION audits_mark_household();"
        ),
    ]
