"""What a verification found of each household, and what unions say against it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0021_ship_questionnaire"),
        ("households", "0021_keep_changes_for_a_time"),
        ("organizations", "0007_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VerificationFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correct", "正确"),
                            ("wrongly_filed", "错评"),
                            ("missed", "漏评"),
                            ("wrongly_exited", "错退"),
                            ("overdue", "漏退"),
                            ("wrong_facts", "信息错误"),
                        ],
                        max_length=16,
                        verbose_name="系统建议",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="理由")),
                ("lines", models.JSONField(default=list, verbose_name="测算过程")),
                ("facts", models.JSONField(default=dict, verbose_name="测算依据")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "待认定"),
                            ("first", "待第二人认定"),
                            ("split", "两人意见不一"),
                            ("decided", "已认定"),
                            ("contested", "申辩中"),
                            ("settled", "已裁定"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "first_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correct", "正确"),
                            ("wrongly_filed", "错评"),
                            ("missed", "漏评"),
                            ("wrongly_exited", "错退"),
                            ("overdue", "漏退"),
                            ("wrong_facts", "信息错误"),
                        ],
                        max_length=16,
                        verbose_name="第一人认定",
                    ),
                ),
                ("first_words", models.CharField(blank=True, max_length=300, verbose_name="认定理由")),
                ("first_at", models.DateTimeField(null=True, verbose_name="认定时间")),
                (
                    "second_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correct", "正确"),
                            ("wrongly_filed", "错评"),
                            ("missed", "漏评"),
                            ("wrongly_exited", "错退"),
                            ("overdue", "漏退"),
                            ("wrong_facts", "信息错误"),
                        ],
                        max_length=16,
                        verbose_name="第二人认定",
                    ),
                ),
                ("second_words", models.CharField(blank=True, max_length=300, verbose_name="认定理由")),
                ("second_at", models.DateTimeField(null=True, verbose_name="认定时间")),
                ("third_words", models.CharField(blank=True, max_length=300, verbose_name="裁定理由")),
                ("third_at", models.DateTimeField(null=True, verbose_name="裁定时间")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correct", "正确"),
                            ("wrongly_filed", "错评"),
                            ("missed", "漏评"),
                            ("wrongly_exited", "错退"),
                            ("overdue", "漏退"),
                            ("wrong_facts", "信息错误"),
                        ],
                        max_length=16,
                        verbose_name="认定结论",
                    ),
                ),
                ("contest_until", models.DateField(null=True, verbose_name="申辩截止")),
                (
                    "exit_rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.exitrule",
                        verbose_name="退出规则",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第一认定人",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.interview",
                        verbose_name="所依据的问卷",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="households.ruleset",
                        verbose_name="认定规则",
                    ),
                ),
                (
                    "sample",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding",
                        to="audits.sampleunit",
                        verbose_name="样本",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第二认定人",
                    ),
                ),
                (
                    "third_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="裁定人",
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="audits.verification",
                        verbose_name="核查",
                    ),
                ),
            ],
            options={
                "verbose_name": "核查认定",
                "verbose_name_plural": "核查认定",
                "ordering": ["verification", "sample"],
            },
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="申辩理由")),
                ("at", models.DateTimeField(verbose_name="申辩时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申辩人",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="申辩单位",
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contest",
                        to="audits.verificationfinding",
                        verbose_name="核查认定",
                    ),
                ),
            ],
            options={
                "verbose_name": "申辩",
                "verbose_name_plural": "申辩",
            },
        ),
        migrations.AddIndex(
            model_name="verificationfinding",
            index=models.Index(fields=["verification", "status", "outcome"], name="finding_outcome"),
        ),
        migrations.AddConstraint(
            model_name="verificationfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second_by__isnull", True),
                    models.Q(("first_by__isnull", False), models.Q(("second_by", models.F("first_by")), _negated=True)),
                    _connector="OR",
                ),
                name="finding_decided_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("third_by__isnull", True),
                    models.Q(
                        models.Q(("third_by", models.F("first_by")), _negated=True),
                        models.Q(("third_by", models.F("second_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="finding_settled_by_a_third",
            ),
        ),
        migrations.AddConstraint(
            model_name="verificationfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ("decided", "contested", "settled")), models.Q(("outcome", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("status__in", ("decided", "contested", "settled")), _negated=True), ("outcome", "")
                    ),
                    _connector="OR",
                ),
                name="final_finding_has_its_outcome",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verificationfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_status",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{proposed:first,first:decided,first:split,split:settled,decided:contested,contested:settled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="cc7ae4d653440777f475743f0cd4e1ee99226594",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_status_b304a",
                    table="audits_verificationfinding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verificationfinding",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9bdaa2593bd2bfe441067050480b8c996a0a949a",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_f835e",
                    table="audits_verificationfinding",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contest",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6b7a4a9d6f165cff79c9487f4ebbec4a33b83987",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_96e6e",
                    table="audits_contest",
                    when="BEFORE",
                ),
            ),
        ),
    ]
