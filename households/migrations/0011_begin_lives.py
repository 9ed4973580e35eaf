"""Each archive that is there already begins its life with the status that it has."""

from django.db import migrations

BEGIN = """
INSERT INTO households_statuschange
    (household_id, union_path, level, category, from_status, to_status, "on", cause, channel, review_no, by_id, at)
    SELECT id, union_path, level, category, '', status,
        coalesce(filed_on, (created_at AT TIME ZONE 'Asia/Shanghai')::date), '', '', '', created_by_id, created_at
    FROM households_household WHERE status <> 'draft';
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0010_life_of_archives")]
    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
