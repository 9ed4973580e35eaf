"""Keep the history of bank layouts, say where the control total stands and which words mean a failure."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0015_sum_columns_by_budget"),
        ("organizations", "0004_index_the_access_log"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankLayoutEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=24, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("bank", models.CharField(blank=True, max_length=40, verbose_name="银行")),
                (
                    "kind",
                    models.CharField(
                        choices=[("text", "文本文件"), ("workbook", "Excel 表格")], max_length=10, verbose_name="格式"
                    ),
                ),
                ("encoding", models.CharField(default="gb18030", max_length=10, verbose_name="编码")),
                ("separator", models.CharField(blank=True, default="|", max_length=4, verbose_name="分隔符")),
                (
                    "total_at",
                    models.CharField(
                        choices=[("none", "不写在文件内"), ("first", "第一行"), ("last", "最后一行")],
                        default="none",
                        max_length=6,
                        verbose_name="控制总数",
                    ),
                ),
                ("has_head", models.BooleanField(default=True, verbose_name="首行为列名")),
                ("columns", models.JSONField(default=list, verbose_name="代发文件各列")),
                ("result_columns", models.JSONField(default=dict, verbose_name="回盘文件各列")),
                ("paid_words", models.JSONField(default=list, verbose_name="表示成功的字样")),
                ("failed_words", models.JSONField(blank=True, default=list, verbose_name="表示失败的字样")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="banklayout",
            name="failed_words",
            field=models.JSONField(blank=True, default=list, verbose_name="表示失败的字样"),
        ),
        migrations.AddField(
            model_name="banklayout",
            name="note",
            field=models.CharField(blank=True, max_length=200, verbose_name="说明"),
        ),
        migrations.AddField(
            model_name="banklayout",
            name="total_at",
            field=models.CharField(
                choices=[("none", "不写在文件内"), ("first", "第一行"), ("last", "最后一行")],
                default="none",
                max_length=6,
                verbose_name="控制总数",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banklayout",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "assistance_banklayoutevent" ("bank", "code", "columns", "encoding", "failed_words", "has_head", "id", "is_active", "kind", "name", "note", "paid_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result_columns", "separator", "total_at", "union_id") VALUES (OLD."bank", OLD."code", OLD."columns", OLD."encoding", OLD."failed_words", OLD."has_head", OLD."id", OLD."is_active", OLD."kind", OLD."name", OLD."note", OLD."paid_words", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."result_columns", OLD."separator", OLD."total_at", OLD."union_id"); RETURN NULL;',
                    hash="812435d5c5724ce103ef393967bf66cce9724e88",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f0789",
                    table="assistance_banklayout",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="banklayout",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "assistance_banklayoutevent" ("bank", "code", "columns", "encoding", "failed_words", "has_head", "id", "is_active", "kind", "name", "note", "paid_words", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result_columns", "separator", "total_at", "union_id") VALUES (OLD."bank", OLD."code", OLD."columns", OLD."encoding", OLD."failed_words", OLD."has_head", OLD."id", OLD."is_active", OLD."kind", OLD."name", OLD."note", OLD."paid_words", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."result_columns", OLD."separator", OLD."total_at", OLD."union_id"); RETURN NULL;',
                    hash="ff12fab77797beb4d9741b3ed869aa9879764b0e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_187ae",
                    table="assistance_banklayout",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="banklayoutevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="banklayoutevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="assistance.banklayout",
            ),
        ),
        migrations.AddField(
            model_name="banklayoutevent",
            name="union",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organizations.union",
                verbose_name="适用范围",
            ),
        ),
    ]
