"""A re-verification marks the state of its household as stale; entries of campaigns follow archives that move."""

from django.db import migrations

STALE = """
CREATE FUNCTION audits_mark_reverification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audits_clearstate (household_id, mask, reasons, facts_changed_at)
        SELECT DISTINCT household_id, 0, '{}'::jsonb, clock_timestamp() FROM changed_rows
        ON CONFLICT (household_id) DO UPDATE SET facts_changed_at = excluded.facts_changed_at;
    RETURN NULL;
END $$;
CREATE TRIGGER audits_facts_insert AFTER INSERT ON audits_reverification REFERENCING NEW TABLE AS changed_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audits_mark_reverification();
"""
FOLLOW = """
CREATE FUNCTION audits_follow_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audits_recheckentry SET union_path = NEW.union_path WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER audits_follow_archive AFTER UPDATE OF union_id, union_path ON households_household
    FOR EACH ROW WHEN (OLD.union_path IS DISTINCT FROM NEW.union_path) EXECUTE FUNCTION audits_follow_archive();
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0006_rechecks")]
    operations = [
        migrations.RunSQL(
            STALE,
            "DROP TRIGGER audits_facts_insert ON audits_reverification; DROP FUNCTION audits_mark_reverification();",
        ),
        migrations.RunSQL(
            FOLLOW,
            "DROP TRIGGER audits_follow_archive ON households_household; DROP FUNCTION audits_follow_archive();",
        ),
    ]
