"""The scope path of an archive is read under a lock of its union, so that a move at the same time cannot leave an old one."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0003_list_indexes"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="scope_path",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="scope_path",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="SELECT path INTO NEW.union_path FROM organizations_union WHERE id = NEW.union_id FOR KEY SHARE; RETURN NEW;",
                    hash="d73d6c2516fd7c449a7d74236b7069069c165faa",
                    operation='INSERT OR UPDATE OF "union_id"',
                    pgid="pgtrigger_scope_path_cb761",
                    table="households_household",
                    when="BEFORE",
                ),
            ),
        ),
    ]
