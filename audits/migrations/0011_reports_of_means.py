"""A report of means (核对) that comes in or lapses makes its household's state stale; every state is due once for the reasons."""

from django.db import migrations

MARK = """
CREATE FUNCTION audits_mark_economiccheck() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audits_clearstate (household_id, mask, reasons, facts_changed_at)
        SELECT DISTINCT household_id, 0, '{}'::jsonb, clock_timestamp() FROM changed_rows
        ON CONFLICT (household_id) DO UPDATE SET facts_changed_at = excluded.facts_changed_at;
    RETURN NULL;
END $$;
CREATE TRIGGER audits_facts_insert AFTER INSERT ON households_economiccheck REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audits_mark_economiccheck();
CREATE TRIGGER audits_facts_update AFTER UPDATE ON households_economiccheck REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audits_mark_economiccheck();
"""
UNMARK = """
DROP TRIGGER audits_facts_insert ON households_economiccheck;
DROP TRIGGER audits_facts_update ON households_economiccheck;
DROP FUNCTION audits_mark_economiccheck();
"""
# By its day, not by its facts: what people have confirmed still holds.
DUE = "UPDATE audits_clearstate SET due_on = CURRENT_DATE WHERE due_on IS NOT NULL;"


class Migration(migrations.Migration):
    dependencies = [("audits", "0010_guard_life"), ("households", "0008_entry")]
    operations = [migrations.RunSQL(MARK, UNMARK), migrations.RunSQL(DUE, migrations.RunSQL.noop)]
