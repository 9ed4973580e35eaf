"""What a seasonal action asks of each of the unions below: households and amount (任务分解)."""

from decimal import Decimal

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0013_follow_moved_money"),
        ("organizations", "0004_index_the_access_log"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="DriveQuota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("households", models.PositiveIntegerField(default=0, verbose_name="计划帮扶（户次）")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="计划金额（元）"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="assistance.aiddrive",
                        verbose_name="活动",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="工会",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务分解",
                "verbose_name_plural": "任务分解",
                "ordering": ["drive", "union__path"],
            },
        ),
        migrations.CreateModel(
            name="DriveQuotaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("households", models.PositiveIntegerField(default=0, verbose_name="计划帮扶（户次）")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="计划金额（元）"
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="assistance.aiddrive",
                        verbose_name="活动",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="assistance.drivequota",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organizations.union",
                        verbose_name="工会",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="drivequota",
            constraint=models.UniqueConstraint(fields=("drive", "union"), name="quota_once"),
        ),
        migrations.AddConstraint(
            model_name="drivequota",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0)),
                name="quota_not_negative",
                violation_error_message="计划金额不能是负数。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drivequota",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assistance_drivequotaevent" ("amount", "drive_id", "households", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (OLD."amount", OLD."drive_id", OLD."households", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."union_id"); RETURN NULL;',
                    hash="b5f0c2c1433d2bd0ee8f660994d6759db0243f72",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14598",
                    table="assistance_drivequota",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="drivequota",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assistance_drivequotaevent" ("amount", "drive_id", "households", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (OLD."amount", OLD."drive_id", OLD."households", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."union_id"); RETURN NULL;',
                    hash="c9c1bbec410004c1b9edb3cedbb553fa4bf82c96",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2e8a3",
                    table="assistance_drivequota",
                    when="AFTER",
                ),
            ),
        ),
    ]
