"""The days of notices counted anew after objections, and the guards of notices, lines and objections.

No notice exists before this: nothing drew one up, so that new columns need no filling.
"""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_shipped_procedures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="结束办理人",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="counted_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="起算后工作日"),
        ),
        migrations.AddField(
            model_name="notice",
            name="counted_from",
            field=models.DateField(blank=True, null=True, verbose_name="起算日期"),
        ),
        migrations.AddField(
            model_name="notice",
            name="role",
            field=models.CharField(
                choices=[
                    ("cadre", "帮扶干部"),
                    ("officer", "经办"),
                    ("reviewer", "审核"),
                    ("approver", "审批"),
                    ("finance", "财务"),
                    ("registrar", "档案统计"),
                    ("liaison", "部门联络员"),
                    ("assessor", "第三方核查员"),
                    ("sysadmin", "系统管理员"),
                    ("secadmin", "安全管理员"),
                    ("auditadmin", "审计管理员"),
                ],
                default="officer",
                max_length=12,
                verbose_name="办理角色",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="撤下原因"),
        ),
        migrations.AddField(
            model_name="noticeline",
            name="round",
            field=models.PositiveSmallIntegerField(verbose_name="轮次"),
        ),
        migrations.AddField(
            model_name="noticeline",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.step", verbose_name="环节"
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="received_on",
            field=models.DateField(default=core.clock.today, verbose_name="收到日期"),
        ),
        migrations.AddField(
            model_name="objection",
            name="sent_key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="objection",
            name="received_at",
            field=models.DateTimeField(default=core.clock.now, verbose_name="登记时间"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="drawn_up_first",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF NEW.status <> 'draft' THEN RAISE EXCEPTION 'a notice begins as a draft'; END IF;\n    RETURN NEW;\nEND;\n",
                    hash="ff741fe9ace835fa486d81c56d0a6590595a10f8",
                    operation="INSERT",
                    pgid="pgtrigger_drawn_up_first_6645e",
                    table="reviews_notice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_notice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF OLD.status IN ('closed', 'withdrawn') THEN RAISE EXCEPTION 'notice % has ended', OLD.id; END IF;\n    IF (NEW.token, NEW.created_at, NEW.days, NEW.union_id, NEW.subject, NEW.level, NEW.step_name)\n       IS DISTINCT FROM (OLD.token, OLD.created_at, OLD.days, OLD.union_id, OLD.subject, OLD.level, OLD.step_name) THEN\n        RAISE EXCEPTION 'notice % keeps what it is about', OLD.id;\n    END IF;\n    IF OLD.status = 'draft' AND NEW.status = 'closed' OR OLD.status = 'running' AND NEW.status = 'draft' THEN\n        RAISE EXCEPTION 'notice % cannot go from % to %', OLD.id, OLD.status, NEW.status;\n    END IF;\n    IF NEW.status IN ('running', 'closed') AND NEW.ends_on < NEW.starts_on + NEW.days THEN\n        RAISE EXCEPTION 'notice % would run fewer than % days', OLD.id, NEW.days;\n    END IF;\n    IF OLD.status = 'running' THEN\n        IF NEW.starts_on <> OLD.starts_on OR NEW.ends_on < OLD.ends_on OR NEW.title <> OLD.title THEN\n            RAISE EXCEPTION 'the days of the running notice % are not shortened, nor its title changed', OLD.id;\n        END IF;\n        IF NEW.paused_on IS NULL AND EXISTS (SELECT 1 FROM reviews_objection WHERE notice_id = OLD.id AND answered_at IS NULL) THEN\n            RAISE EXCEPTION 'an objection against notice % is open', OLD.id;\n        END IF;\n    END IF;\n    IF NEW.status = 'closed' THEN\n        IF NEW.paused_on IS NOT NULL OR EXISTS (SELECT 1 FROM reviews_objection WHERE notice_id = OLD.id AND line_id IS NULL AND upheld) THEN\n            RAISE EXCEPTION 'an objection against notice % is open or upheld', OLD.id;\n        END IF;\n        IF NEW.photo_sha256 = '' THEN RAISE EXCEPTION 'nothing shows that notice % was posted', OLD.id; END IF;\n        IF NEW.closed_at IS NULL OR (NEW.closed_at AT TIME ZONE 'Asia/Shanghai')::date <= NEW.ends_on\n           OR (NEW.closed_at > now() + interval '1 day' AND OLD.created_at <= now()) THEN\n            RAISE EXCEPTION 'notice % has not ended', OLD.id;\n        END IF;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="53c74e06a6c16d57151b430606a2cd8aa94e8a28",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_notice_f4aa2",
                    table="reviews_notice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="noticeline",
            trigger=pgtrigger.compiler.Trigger(
                name="on_one_notice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nDECLARE\n    found reviews_review;\nBEGIN\n    SELECT * INTO found FROM reviews_review WHERE id = NEW.review_id FOR NO KEY UPDATE;\n    IF found.step_id IS DISTINCT FROM NEW.step_id OR found.round <> NEW.round THEN\n        RAISE EXCEPTION 'review % does not wait for this step', NEW.review_id;\n    END IF;\n    IF NOT EXISTS (SELECT 1 FROM reviews_notice WHERE id = NEW.notice_id AND status = 'draft') THEN\n        RAISE EXCEPTION 'notice % has been posted', NEW.notice_id;\n    END IF;\n    IF EXISTS (SELECT 1 FROM reviews_noticeline l JOIN reviews_notice n ON n.id = l.notice_id\n               WHERE l.review_id = NEW.review_id AND l.step_id = NEW.step_id AND l.round = NEW.round\n               AND n.id <> NEW.notice_id AND n.status IN ('draft', 'running')) THEN\n        RAISE EXCEPTION 'review % stands on another notice', NEW.review_id;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="bd56a7c37fc5e9d8f7c08c83a7516d110dc4e5c7",
                    operation="INSERT",
                    pgid="pgtrigger_on_one_notice_9ae12",
                    table="reviews_noticeline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="objection_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="ccf2d4ab9988a6f4d94dfcc44d7ca3ab45f67d1a",
                    operation="DELETE",
                    pgid="pgtrigger_objection_is_kept_27b7a",
                    table="reviews_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="said_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."notice_id" IS DISTINCT FROM (NEW."notice_id") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."sent_key" IS DISTINCT FROM (NEW."sent_key"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c06f9ac5cac7e39f452c1730504ddb41f35d6d66",
                    operation="UPDATE",
                    pgid="pgtrigger_said_is_kept_6c4b8",
                    table="reviews_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="objection",
            trigger=pgtrigger.compiler.Trigger(
                name="while_it_runs",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nDECLARE\n    found reviews_notice;\nBEGIN\n    SELECT * INTO found FROM reviews_notice WHERE id = NEW.notice_id FOR NO KEY UPDATE;\n    IF found.status <> 'running' THEN RAISE EXCEPTION 'notice % does not run', NEW.notice_id; END IF;\n    RETURN NEW;\nEND;\n",
                    hash="b61c2343de45e42c088f7c0b5787c8a3242a030e",
                    operation="INSERT",
                    pgid="pgtrigger_while_it_runs_7e763",
                    table="reviews_objection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="passed_by_its_notice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM reviews_step WHERE id = NEW.step_id AND kind = 'notice')\n       AND NOT EXISTS (\n           SELECT 1 FROM reviews_noticeline l JOIN reviews_notice n ON n.id = l.notice_id\n           WHERE l.review_id = NEW.review_id AND l.step_id = NEW.step_id AND l.round = NEW.round\n           AND n.status = 'closed'\n           AND NOT EXISTS (SELECT 1 FROM reviews_objection o WHERE o.line_id = l.id AND o.upheld)) THEN\n        RAISE EXCEPTION 'no notice over review % has run to its end', NEW.review_id;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="d2a4209f6e94b6fb7e99dc822cc550d5bef13954",
                    operation="INSERT",
                    pgid="pgtrigger_passed_by_its_notice_14251",
                    table="reviews_record",
                    when="BEFORE",
                ),
            ),
        ),
    ]
