"""Let a union have mended what it saw itself; what a rectification comes of stays as it is."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0046_withdraw_rectifications"),
        ("households", "0024_lift_decisions"),
        ("organizations", "0008_api_scopes_of_proof"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rectification",
            name="rectification_of_one_origin",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rectification",
            trigger=pgtrigger.compiler.Trigger(
                name="origin_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."finding_id" IS DISTINCT FROM (NEW."finding_id") OR OLD."grievance_id" IS DISTINCT FROM (NEW."grievance_id") OR OLD."fault_id" IS DISTINCT FROM (NEW."fault_id"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="60ee8ecfdae57edd7e9816baed42f1ecbec4523a",
                    operation="UPDATE",
                    pgid="pgtrigger_origin_is_kept_c62b8",
                    table="audits_rectification",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fault__isnull", True), ("grievance__isnull", True)),
                    models.Q(("fault__isnull", True), ("finding__isnull", True)),
                    models.Q(("finding__isnull", True), ("grievance__isnull", True)),
                    _connector="OR",
                ),
                name="rectification_of_one_origin_at_most",
            ),
        ),
    ]
