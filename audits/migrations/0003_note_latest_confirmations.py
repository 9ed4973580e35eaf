"""The times of the latest confirmations beside the state, kept by trigger and filled from what was confirmed."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILL = """
UPDATE audits_clearstate state SET cadre_confirmed_at = latest.cadre, county_checked_at = latest.county FROM (
    SELECT household_id, max(at) FILTER (WHERE kind = 'cadre') AS cadre, max(at) FILTER (WHERE kind = 'county') AS county
    FROM audits_clearconfirmation GROUP BY household_id
) latest WHERE latest.household_id = state.household_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0002_facts_triggers"),
    ]

    operations = [
        migrations.AddField(
            model_name="clearstate",
            name="cadre_confirmed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="干部最近确认时间"),
        ),
        migrations.AddField(
            model_name="clearstate",
            name="county_checked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="县级最近核查时间"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clearconfirmation",
            trigger=pgtrigger.compiler.Trigger(
                name="note_on_state",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nUPDATE audits_clearstate SET\n    cadre_confirmed_at = CASE NEW.kind WHEN 'cadre' THEN NEW.at ELSE cadre_confirmed_at END,\n    county_checked_at = CASE NEW.kind WHEN 'county' THEN NEW.at ELSE county_checked_at END\n    WHERE household_id = NEW.household_id;\nRETURN NULL;\n",
                    hash="27e75946932b461098fcb221120ed0fceb717176",
                    operation="INSERT",
                    pgid="pgtrigger_note_on_state_dc0d1",
                    table="audits_clearconfirmation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
