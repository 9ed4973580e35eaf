"""Faults that the rules of data quality find, waivers and trend."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0023_rate_standards"),
        ("households", "0022_count_archives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=40, verbose_name="规则")),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="对象")),
                ("detail", models.CharField(max_length=300, verbose_name="情况")),
                ("found_on", models.DateField(verbose_name="发现日期")),
                ("gone_on", models.DateField(null=True, verbose_name="消除日期")),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="faults",
                        to="households.household",
                        verbose_name="档案",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据问题",
                "verbose_name_plural": "数据问题",
                "ordering": ["rule", "household", "subject"],
            },
        ),
        migrations.CreateModel(
            name="FaultDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("rule", models.CharField(max_length=40, verbose_name="规则")),
                ("union_path", models.CharField(editable=False, max_length=255)),
                ("faults", models.PositiveIntegerField(verbose_name="问题数")),
            ],
            options={
                "verbose_name": "数据问题逐日数",
                "verbose_name_plural": "数据问题逐日数",
                "ordering": ["day", "rule", "union_path"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "rule", "union_path"), name="one_row_per_fault_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("began_at", models.DateTimeField(verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="问题数")),
                ("seconds", models.JSONField(default=dict, verbose_name="各规则用时（秒）")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据质量检查",
                "verbose_name_plural": "数据质量检查",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("until", models.DateField(verbose_name="有效期至")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "fault",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="audits.fault",
                        verbose_name="数据问题",
                    ),
                ),
            ],
            options={
                "verbose_name": "例外",
                "verbose_name_plural": "例外",
                "ordering": ["-at"],
            },
        ),
        migrations.AddIndex(
            model_name="fault",
            index=models.Index(
                condition=models.Q(("gone_on__isnull", True)), fields=["household"], name="fault_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="fault",
            constraint=models.UniqueConstraint(fields=("rule", "household", "subject"), name="one_fault_per_subject"),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("fault",), name="one_waiver_per_fault"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="waiver_with_a_reason"
            ),
        ),
    ]
