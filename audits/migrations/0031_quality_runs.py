"""Runs of the rules that are kept step by step, faults with their place, and what demo data was given on purpose."""

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0030_ship_grievance_terms"),
        ("core", "0006_rights_of_jobs"),
        ("households", "0022_count_archives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlantedFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=40, verbose_name="规则")),
                ("what", models.CharField(max_length=200, verbose_name="植入的内容")),
                ("planted_at", models.DateTimeField(default=core.clock.now, verbose_name="植入时间")),
            ],
            options={
                "verbose_name": "演示植入的问题",
                "verbose_name_plural": "演示植入的问题",
                "ordering": ["rule", "household"],
            },
        ),
        migrations.AddField(
            model_name="fault",
            name="union_path",
            field=models.CharField(default="", editable=False, max_length=255),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="fault",
            name="waived_until",
            field=models.DateField(editable=False, null=True, verbose_name="例外至"),
        ),
        migrations.AddField(
            model_name="qualityrun",
            name="failed",
            field=models.JSONField(default=list, verbose_name="未能检查的规则"),
        ),
        migrations.AddField(
            model_name="qualityrun",
            name="is_nightly",
            field=models.BooleanField(default=False, verbose_name="每日自动检查"),
        ),
        migrations.AddField(
            model_name="qualityrun",
            name="job",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.job",
                verbose_name="任务",
            ),
        ),
        migrations.AddField(
            model_name="qualityrun",
            name="total",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="规则数"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="waiver",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤销人",
            ),
        ),
        migrations.AddIndex(
            model_name="fault",
            index=models.Index(
                condition=models.Q(("gone_on__isnull", True)),
                fields=["union_path", "rule"],
                include=("waived_until",),
                name="fault_place",
                opclasses=["text_pattern_ops", "varchar_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrun",
            constraint=models.UniqueConstraint(
                django.db.models.lookups.IsNull(models.F("ended_at"), True),
                condition=models.Q(("ended_at__isnull", True)),
                name="one_quality_run_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_nightly", True)), fields=("day",), name="one_nightly_quality_run"
            ),
        ),
        migrations.AddField(
            model_name="plantedfault",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="planted_faults",
                to="households.household",
                verbose_name="档案",
            ),
        ),
        migrations.AddConstraint(
            model_name="plantedfault",
            constraint=models.UniqueConstraint(fields=("rule", "household"), name="planted_once"),
        ),
    ]
