"""What the rates of a verification are held against."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0022_findings"),
        ("organizations", "0007_agencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="RateStandard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("wrongly_filed", "错评率"),
                            ("missed", "漏评率"),
                            ("wrongly_exited", "错退率"),
                            ("overdue", "漏退率"),
                            ("precision", "综合精准率"),
                            ("coverage", "结对帮扶覆盖率"),
                            ("measures", "帮扶方式精准率"),
                            ("satisfaction", "满意度"),
                        ],
                        max_length=20,
                        verbose_name="指标",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="执行日期")),
                (
                    "limit",
                    models.DecimalField(
                        decimal_places=5,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="标准",
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rate_standards",
                        to="organizations.union",
                        verbose_name="适用地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "核查标准",
                "verbose_name_plural": "核查标准",
                "ordering": ["union", "code", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("union", "code", "valid_from"),
                        name="one_rate_standard_per_day",
                        violation_error_message="该地区当日已有这项标准。",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ratestandard",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a85a4705e42455895d9f12b433b9c7ec718ee704",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64458",
                    table="audits_ratestandard",
                    when="BEFORE",
                ),
            ),
        ),
    ]
