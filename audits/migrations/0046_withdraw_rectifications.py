"""Let what was sent out to be mended be withdrawn; of a finding and of a grievance one is in force."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0045_agency_changes"),
        ("households", "0024_lift_decisions"),
        ("organizations", "0008_api_scopes_of_proof"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="rectification",
            name="legal_status",
        ),
        migrations.RemoveConstraint(
            model_name="rectification",
            name="rectification_done_by_somebody",
        ),
        migrations.RemoveConstraint(
            model_name="rectification",
            name="one_open_rectification_per_fault",
        ),
        migrations.AddField(
            model_name="rectification",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="withdrawn_words",
            field=models.CharField(blank=True, max_length=300, verbose_name="撤回原因"),
        ),
        migrations.AlterField(
            model_name="grievancestep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "收到"),
                    ("assigned", "受理分派"),
                    ("handed", "转办"),
                    ("extended", "延期"),
                    ("declined", "不予受理"),
                    ("answered", "答复"),
                    ("appealed", "申请复查"),
                    ("reanswered", "复查答复"),
                    ("closed", "办结"),
                    ("avoided", "回避"),
                    ("linked", "关联档案"),
                    ("recoded", "补发查询码"),
                    ("sent", "下发整改"),
                    ("mended", "整改完成"),
                    ("unsent", "撤回整改"),
                ],
                max_length=10,
                verbose_name="事项",
            ),
        ),
        migrations.AlterField(
            model_name="rectification",
            name="finding",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rectifications",
                to="audits.verificationfinding",
                verbose_name="核查认定",
            ),
        ),
        migrations.AlterField(
            model_name="rectification",
            name="grievance",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rectifications",
                to="audits.grievance",
                verbose_name="信访件",
            ),
        ),
        migrations.AlterField(
            model_name="rectification",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "待整改"),
                    ("done", "待验收"),
                    ("returned", "退回整改"),
                    ("verified", "已验收"),
                    ("withdrawn", "已撤回"),
                ],
                default="open",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="rectificationstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "下发整改"),
                    ("assigned", "调整责任人、验收人或期限"),
                    ("done", "报告整改完成"),
                    ("returned", "退回"),
                    ("verified", "验收通过"),
                    ("withdrawn", "撤回整改"),
                ],
                max_length=10,
                verbose_name="办理",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rectification",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_status",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:done,done:returned,returned:done,done:verified,open:withdrawn,done:withdrawn,returned:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="3c527aa8f897e2a3d058630e7ccada01e92497f3",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_status_a6fa3",
                    table="audits_rectification",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "withdrawn"), _negated=True),
                fields=("finding",),
                name="one_rectification_per_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "withdrawn"), _negated=True),
                fields=("grievance",),
                name="one_rectification_per_grievance",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("verified", "withdrawn")), _negated=True),
                fields=("fault",),
                name="one_open_rectification_per_fault",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["open", "withdrawn"]),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        ("owner__isnull", False),
                        models.Q(("done_words", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="rectification_done_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_words", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "withdrawn"), _negated=True),
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                        ("withdrawn_words", ""),
                    ),
                    _connector="OR",
                ),
                name="rectification_withdrawn_for_a_reason",
            ),
        ),
    ]
