"""Have every open archive that is on file already compared with the others once; the worker does it."""

from django.db import migrations

MARK_ALL = """
INSERT INTO households_duplicatestale (household_id)
    SELECT id FROM households_household WHERE status IN ('draft', 'under_review', 'on_file', 'tapering')
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0008_entry")]

    operations = [migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop)]
