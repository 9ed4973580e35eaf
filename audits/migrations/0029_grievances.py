"""Grievances with their log, files and days."""

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import audits.models.grievances
import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0028_rectifications"),
        ("households", "0022_count_archives"),
        ("organizations", "0007_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Grievance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        default=audits.models.grievances.new_number,
                        editable=False,
                        max_length=10,
                        unique=True,
                        verbose_name="编号",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("page", "网上"), ("phone", "来电"), ("visit", "来访"), ("letter", "来信")],
                        max_length=8,
                        verbose_name="渠道",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("result", "认定结果"),
                            ("funds", "资金发放"),
                            ("help", "帮扶不到位"),
                            ("conduct", "工作作风"),
                            ("notice", "公示异议"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("text", models.CharField(max_length=2000, verbose_name="反映内容")),
                ("is_secret", models.BooleanField(default=False, verbose_name="保密")),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="反映人")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                ("about", models.CharField(blank=True, max_length=60, verbose_name="涉及的工作人员")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("entered_at", models.DateTimeField(default=core.clock.now, verbose_name="登记时间")),
                ("code_digest", models.CharField(editable=False, max_length=64)),
                ("sent_digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("appeal_until", models.DateField(blank=True, null=True, verbose_name="可申请复查至")),
                ("appeal", models.CharField(blank=True, max_length=2000, verbose_name="复查理由")),
                ("appealed_at", models.DateTimeField(blank=True, null=True, verbose_name="申请复查时间")),
                ("reanswer_due_on", models.DateField(blank=True, null=True, verbose_name="复查期限")),
                ("appeal_upheld", models.BooleanField(blank=True, null=True, verbose_name="复查改变原答复")),
                ("reanswer", models.CharField(blank=True, max_length=2000, verbose_name="复查答复")),
                ("reanswered_at", models.DateTimeField(blank=True, null=True, verbose_name="复查时间")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "待受理"),
                            ("assigned", "办理中"),
                            ("answered", "已答复"),
                            ("declined", "不予受理"),
                            ("appealed", "复查中"),
                            ("reanswered", "已复查"),
                            ("closed", "已办结"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="答复期限")),
                ("extended_at", models.DateTimeField(blank=True, null=True, verbose_name="延期时间")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[("founded", "属实"), ("partly", "部分属实"), ("unfounded", "不属实")],
                        max_length=10,
                        verbose_name="核实结论",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "avoided",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="回避人员"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grievances",
                        to="households.household",
                        verbose_name="档案",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grievances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="承办人",
                    ),
                ),
                (
                    "reanswered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复查人",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grievances",
                        to="organizations.union",
                        verbose_name="受理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "信访件",
                "verbose_name_plural": "信访件",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="GrievanceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("said", "反映时"),
                            ("answered", "答复时"),
                            ("appealed", "申请复查时"),
                            ("reanswered", "复查时"),
                        ],
                        max_length=10,
                        verbose_name="环节",
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容校验值")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("content_type", models.CharField(max_length=40, verbose_name="内容类型")),
                ("uploaded_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                (
                    "grievance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="audits.grievance",
                        verbose_name="信访件",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={
                "verbose_name": "信访附件",
                "verbose_name_plural": "信访附件",
                "ordering": ["grievance", "id"],
            },
        ),
        migrations.CreateModel(
            name="GrievanceStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                        ],
                        max_length=10,
                        verbose_name="事项",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="内容")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "grievance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="audits.grievance",
                        verbose_name="信访件",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="承办人",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="所在单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "信访办理记录",
                "verbose_name_plural": "信访办理记录",
                "ordering": ["grievance", "id"],
            },
        ),
        migrations.CreateModel(
            name="GrievanceTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("result", "认定结果"),
                            ("funds", "资金发放"),
                            ("help", "帮扶不到位"),
                            ("conduct", "工作作风"),
                            ("notice", "公示异议"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="执行日期")),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="答复期限（工作日）",
                    ),
                ),
                (
                    "extension_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="可延长（工作日）",
                    ),
                ),
                (
                    "appeal_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="申请复查期限（工作日）",
                    ),
                ),
                (
                    "reanswer_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="复查期限（工作日）",
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grievance_terms",
                        to="organizations.union",
                        verbose_name="适用地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "信访办理期限",
                "verbose_name_plural": "信访办理期限",
                "ordering": ["union", "category", "-valid_from"],
            },
        ),
        migrations.AddIndex(
            model_name="grievance",
            index=models.Index(fields=["union", "status"], name="grievance_of_union"),
        ),
        migrations.AddIndex(
            model_name="grievance",
            index=models.Index(fields=["owner", "status"], name="grievance_of_owner"),
        ),
        migrations.AddConstraint(
            model_name="grievance",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_anonymous", False), models.Q(("name", ""), ("phone", "")), _connector="OR"),
                name="anonymous_keeps_no_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="grievance",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_anonymous", True), models.Q(("name", ""), _negated=True), _connector="OR"),
                name="named_grievance_has_a_name",
                violation_error_message="实名反映须填写姓名。",
            ),
        ),
        migrations.AddConstraint(
            model_name="grievance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("status__in", ("received", "assigned"))),
                    models.Q(
                        models.Q(("status__in", ("received", "assigned")), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="grievance_answered_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="grievance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reanswered_by__isnull", True),
                    models.Q(
                        models.Q(("reanswered_by", models.F("answered_by")), _negated=True),
                        models.Q(
                            ("owner__isnull", True),
                            models.Q(("reanswered_by", models.F("owner")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="appeal_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="grievance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reanswered_at__isnull", True),
                    models.Q(
                        ("appeal_upheld__isnull", False),
                        ("reanswered_by__isnull", False),
                        models.Q(("reanswer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appeal_decided_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_status",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{received:assigned,received:declined,assigned:received,assigned:answered,answered:appealed,answered:closed,declined:appealed,declined:closed,appealed:reanswered,reanswered:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="0d7e5d78b502e92f5929180e9ae738ceb6d885a9",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_status_47432",
                    table="audits_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8aaec9e79b46383f5cb97e0b1a99365e1b7be376",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_bd33c",
                    table="audits_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="said_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."is_secret" IS DISTINCT FROM (NEW."is_secret") OR OLD."is_anonymous" IS DISTINCT FROM (NEW."is_anonymous") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."code_digest" IS DISTINCT FROM (NEW."code_digest") OR OLD."sent_digest" IS DISTINCT FROM (NEW."sent_digest"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="97154c80662a218de5aa88d30007aa64b8231675",
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
                name="answer_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answered_at" IS NOT NULL AND (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."finding" IS DISTINCT FROM (NEW."finding") OR OLD."answer" IS DISTINCT FROM (NEW."answer")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="23036b505543f5011e54c13dfe3b3e98b573020a",
                    operation="UPDATE",
                    pgid="pgtrigger_answer_is_kept_04517",
                    table="audits_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievance",
            trigger=pgtrigger.compiler.Trigger(
                name="reanswer_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."reanswered_at" IS NOT NULL AND (OLD."reanswered_at" IS DISTINCT FROM (NEW."reanswered_at") OR OLD."reanswered_by_id" IS DISTINCT FROM (NEW."reanswered_by_id") OR OLD."appeal_upheld" IS DISTINCT FROM (NEW."appeal_upheld") OR OLD."reanswer" IS DISTINCT FROM (NEW."reanswer")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c08c4510213d240bd8bd7ca5edbaa22b5ed8c676",
                    operation="UPDATE",
                    pgid="pgtrigger_reanswer_is_kept_29f33",
                    table="audits_grievance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievancefile",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7fa8cc4a5a2d030577bdf1d3cddaf464bb08d86e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a44b3",
                    table="audits_grievancefile",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievancestep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="15887139b05663b36725ea1ec7baf33048f3ea66",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_828f5",
                    table="audits_grievancestep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="grievanceterm",
            constraint=models.UniqueConstraint(
                fields=("union", "category", "valid_from"),
                name="one_grievance_term_per_day",
                violation_error_message="该地区这一类当日已有办理期限。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="grievanceterm",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8108d07f04bd029d46b57f48fcf4f22391e91121",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f4253",
                    table="audits_grievanceterm",
                    when="BEFORE",
                ),
            ),
        ),
    ]
