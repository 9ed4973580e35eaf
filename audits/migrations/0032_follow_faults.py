"""Faults know the place of their archive, and follow archives that move."""

from django.db import migrations

FILL = """
UPDATE audits_fault AS fault SET union_path = household.union_path
FROM households_household AS household WHERE household.id = fault.household_id AND fault.union_path = '';
"""
FOLLOW = """
CREATE FUNCTION audits_move_faults() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audits_fault SET union_path = NEW.union_path WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER audits_move_faults AFTER UPDATE OF union_id, union_path ON households_household
    FOR EACH ROW WHEN (OLD.union_path IS DISTINCT FROM NEW.union_path) EXECUTE FUNCTION audits_move_faults();
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0031_quality_runs")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            FOLLOW, "DROP TRIGGER audits_move_faults ON households_household; DROP FUNCTION audits_move_faults();"
        ),
    ]
