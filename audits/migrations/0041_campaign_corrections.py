"""Keep what was corrected of an open campaign, by whom and why."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0040_runs_of_unions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="更正时间")),
                ("reason", models.CharField(max_length=200, verbose_name="更正原因")),
                ("changes", models.JSONField(verbose_name="更正内容")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更正人",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="audits.campaign",
                        verbose_name="专项行动",
                    ),
                ),
            ],
            options={
                "verbose_name": "专项行动更正",
                "verbose_name_plural": "专项行动更正",
                "ordering": ["-at", "-id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="campaigncorrection",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1cc1d05a42b9d3ac6a17a4fee5db64573c34eaa9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_85599",
                    table="audits_campaigncorrection",
                    when="BEFORE",
                ),
            ),
        ),
    ]
