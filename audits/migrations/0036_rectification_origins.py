"""Let what is mended come of grievances and of faults too; a lost code of a grievance may be replaced."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0035_former_assessors"),
        ("households", "0022_count_archives"),
        ("organizations", "0007_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="grievance",
            name="said_is_kept",
        ),
        migrations.AddField(
            model_name="rectification",
            name="fault",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rectifications",
                to="audits.fault",
                verbose_name="数据问题",
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="grievance",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rectification",
                to="audits.grievance",
                verbose_name="信访件",
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="sender",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.union",
                verbose_name="下发单位",
            ),
        ),
        migrations.AlterField(
            model_name="findingpaper",
            name="finding",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="audits.verificationfinding",
                verbose_name="核查认定",
            ),
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
                ],
                max_length=10,
                verbose_name="事项",
            ),
        ),
        migrations.AlterField(
            model_name="rectification",
            name="finding",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rectification",
                to="audits.verificationfinding",
                verbose_name="核查认定",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="said_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."is_secret" IS DISTINCT FROM (NEW."is_secret") OR OLD."is_anonymous" IS DISTINCT FROM (NEW."is_anonymous") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."sent_digest" IS DISTINCT FROM (NEW."sent_digest"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="9e154d1b65cda3dfc1333d74106777c60b480eb9",
                    operation="UPDATE",
                    pgid="pgtrigger_said_is_kept_8587a",
                    table="audits_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="code_of_nobody_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code_digest" IS DISTINCT FROM (NEW."code_digest") AND OLD."is_anonymous")',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="4b2bc654a81ef8467b0254905c2d8c6b9d6e2fc4",
                    operation="UPDATE",
                    pgid="pgtrigger_code_of_nobody_is_kept_99931",
                    table="audits_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="findingpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("contest__isnull", True), ("finding__isnull", False), _connector="OR"),
                name="paper_of_contest_has_its_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fault__isnull", True), ("finding__isnull", False), ("grievance__isnull", True)),
                    models.Q(("fault__isnull", True), ("finding__isnull", True), ("grievance__isnull", False)),
                    models.Q(("fault__isnull", False), ("finding__isnull", True), ("grievance__isnull", True)),
                    _connector="OR",
                ),
                name="rectification_of_one_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "verified"), _negated=True),
                fields=("fault",),
                name="one_open_rectification_per_fault",
            ),
        ),
    ]
