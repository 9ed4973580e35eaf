"""Questionnaires, and the interviews of a verification."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0019_plan_reading_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Interview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "round",
                    models.CharField(
                        choices=[("first", "首访"), ("blind", "复访"), ("phone", "电话回访")],
                        max_length=8,
                        verbose_name="轮次",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("assigned", "已分派"),
                            ("accepted", "已接收"),
                            ("in_field", "调查中"),
                            ("submitted", "已提交"),
                            ("returned", "已退回"),
                            ("agreed", "已认可"),
                            ("dropped", "已替换"),
                        ],
                        default="assigned",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="答案")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="保存次数")),
                ("on_day", models.DateField(blank=True, null=True, verbose_name="入户日期")),
                ("assigned_at", models.DateTimeField(verbose_name="分派时间")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="接收时间")),
                ("begun_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="认可时间")),
            ],
            options={
                "verbose_name": "入户核查",
                "verbose_name_plural": "入户核查",
                "ordering": ["verification", "id"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("section", models.CharField(max_length=40, verbose_name="部分")),
                ("code", models.SlugField(max_length=40, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yes_no", "是/否"),
                            ("choice", "单选"),
                            ("choices", "多选"),
                            ("money", "金额（元）"),
                            ("number", "整数"),
                            ("scale", "五级满意度"),
                            ("text", "文字"),
                            ("each_measure", "逐项帮扶措施"),
                            ("each_aid", "逐笔帮扶资金"),
                        ],
                        max_length=12,
                        verbose_name="题型",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="问题")),
                ("hint", models.CharField(blank=True, max_length=200, verbose_name="提示")),
                ("is_required", models.BooleanField(default=True, verbose_name="必答")),
                ("options", models.JSONField(blank=True, default=list, verbose_name="选项")),
                ("shown_if", models.JSONField(blank=True, default=list, verbose_name="出现条件")),
                (
                    "lowest",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="最小"),
                ),
                (
                    "highest",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="最大"),
                ),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("on_file", "在档"),
                                ("exited", "已脱困"),
                                ("cancelled", "已注销"),
                                ("not_filed", "未建档"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        help_text="不选为全部。",
                        size=None,
                        verbose_name="询问对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "verbose_name_plural": "问题",
                "ordering": ["questionnaire", "place"],
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
            ],
            options={
                "verbose_name": "调查问卷",
                "verbose_name_plural": "调查问卷",
                "ordering": ["name", "-version"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="verification",
            name="keep_draw",
        ),
        migrations.AddField(
            model_name="sampleunit",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="登记时间"),
        ),
        migrations.AddField(
            model_name="sampleunit",
            name="left_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="sampleunit",
            name="left_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="未访说明"),
        ),
        migrations.AddField(
            model_name="sampleunit",
            name="left_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "迁离本地"),
                    ("absent", "三次上门未遇"),
                    ("refused", "拒绝受访"),
                    ("not_found", "查无此户"),
                    ("deceased", "职工死亡且无共同生活家属"),
                ],
                max_length=12,
                verbose_name="未访原因",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verification",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_draw",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF OLD.status <> 'draft' AND (NEW.union_id, NEW.agency_id, NEW.exits_since, NEW.classes, NEW.confidence, NEW.margin, NEW.expected_rate, NEW.allocation, NEW.least, NEW.region, NEW.by_category, NEW.by_cause, NEW.questionnaire_id, NEW.seed, NEW.snapshot_sha256, NEW.drawn_at, NEW.drawn_by_id)\n       IS DISTINCT FROM (OLD.union_id, OLD.agency_id, OLD.exits_since, OLD.classes, OLD.confidence, OLD.margin, OLD.expected_rate, OLD.allocation, OLD.least, OLD.region, OLD.by_category, OLD.by_cause, OLD.questionnaire_id, OLD.seed, OLD.snapshot_sha256, OLD.drawn_at, OLD.drawn_by_id) THEN\n        RAISE EXCEPTION 'verification % keeps what its sample was drawn from', OLD.id;\n    END IF;\n    IF array_position(ARRAY['draft', 'drawn', 'running', 'judging', 'closed'], NEW.status::text)\n       < array_position(ARRAY['draft', 'drawn', 'running', 'judging', 'closed'], OLD.status::text) THEN\n        RAISE EXCEPTION 'verification % cannot go from % back to %', OLD.id, OLD.status, NEW.status;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="b8505c3a8cb4cbe1058854150aaf0217251d1409",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_draw_4e227",
                    table="audits_verification",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_at__isnull", True), ("left_reason", "")),
                    models.Q(
                        models.Q(("left_reason", ""), _negated=True),
                        models.Q(("left_note", ""), _negated=True),
                        ("left_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="left_with_reason_and_words",
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="认可人",
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="assessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interviews",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核查员",
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="assigned_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="分派人",
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="returned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="退回人",
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="sample",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interviews",
                to="audits.sampleunit",
                verbose_name="样本",
            ),
        ),
        migrations.AddField(
            model_name="interview",
            name="verification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="interviews",
                to="audits.verification",
                verbose_name="核查",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(fields=("name", "version"), name="questionnaire_version_once"),
        ),
        migrations.AddField(
            model_name="question",
            name="questionnaire",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="audits.questionnaire",
                verbose_name="调查问卷",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionnaire",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b5d19e8e06aa5c12702762d0e2cc11bdd0b9467",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_f084d",
                    table="audits_questionnaire",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="verification",
            name="questionnaire",
            field=models.ForeignKey(
                default=1,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.questionnaire",
                verbose_name="调查问卷",
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["assessor", "status"], name="interview_of_assessor"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(fields=("sample", "round"), name="one_interview_per_round"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "submitted"), _negated=True),
                    models.Q(("on_day__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="submitted_with_its_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interview",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_status",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{assigned:accepted,accepted:in_field,in_field:submitted,submitted:returned,submitted:agreed,returned:submitted,assigned:dropped,accepted:dropped,in_field:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="602a1b6880bdf76570e6a3732feab76ef51ab029",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_status_8b55a",
                    table="audits_interview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interview",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="00863aa211a8cf995c40ed3e33e8b4db0d1d5829",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_13c99",
                    table="audits_interview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("questionnaire", "code"), name="question_code_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("questionnaire", "place"), name="question_place_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lowest__isnull", True),
                    ("highest__isnull", True),
                    ("lowest__lte", models.F("highest")),
                    _connector="OR",
                ),
                name="question_bounds_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="question",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        PERFORM 1 FROM audits_questionnaire WHERE id = OLD.questionnaire_id AND published_at IS NOT NULL FOR SHARE;\n        IF FOUND THEN RAISE EXCEPTION 'a published questionnaire is frozen'; END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    END IF;\n    PERFORM 1 FROM audits_questionnaire WHERE id = NEW.questionnaire_id FOR SHARE;\n    PERFORM 1 FROM audits_questionnaire WHERE id = NEW.questionnaire_id AND published_at IS NOT NULL;\n    IF FOUND THEN RAISE EXCEPTION 'a published questionnaire is frozen'; END IF;\n    RETURN NEW;\n",
                    hash="f5d67be187af01de345233bb2c18c23b56bb79cf",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_1adde",
                    table="audits_question",
                    when="BEFORE",
                ),
            ),
        ),
    ]
