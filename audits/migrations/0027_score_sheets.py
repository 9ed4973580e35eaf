"""Score sheets, the cards of the unions that are scored, their marks and papers."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import audits.models.scores
import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0026_ship_phone_questions"),
        ("organizations", "0007_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoreCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "待自评"),
                            ("self_scored", "待核定"),
                            ("checked", "已核定"),
                            ("published", "已公布"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                ("counted_at", models.DateTimeField(blank=True, null=True, verbose_name="计量时间")),
                ("self_at", models.DateTimeField(blank=True, null=True, verbose_name="自评时间")),
                ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="核定时间")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="公布时间")),
                (
                    "total",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="总分",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="名次")),
                ("near_place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="同级名次")),
                ("near_of", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="同级单位数")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核定人",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="退回人",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="最近保存人",
                    ),
                ),
                (
                    "self_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="自评人",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_cards",
                        to="organizations.union",
                        verbose_name="被考核单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核评分表",
                "verbose_name_plural": "考核评分表",
                "ordering": ["sheet", "union"],
            },
        ),
        migrations.CreateModel(
            name="ScoreItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "code",
                    models.CharField(
                        default=audits.models.scores.new_code, editable=False, max_length=24, verbose_name="编号"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="项目")),
                (
                    "kind",
                    models.CharField(
                        choices=[("group", "考核类别"), ("indicator", "系统计量"), ("hand", "人工评分")],
                        max_length=10,
                        verbose_name="评分方式",
                    ),
                ),
                (
                    "sense",
                    models.CharField(
                        choices=[("base", "计分"), ("bonus", "加分"), ("malus", "扣分")],
                        default="base",
                        max_length=8,
                        verbose_name="计入方式",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="分值",
                    ),
                ),
                ("standard", models.CharField(blank=True, max_length=300, verbose_name="评分标准")),
                (
                    "evidence",
                    models.CharField(
                        blank=True, help_text="填写的，自评得分须附材料。", max_length=200, verbose_name="佐证材料"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=40, verbose_name="计量指标")),
                (
                    "scale",
                    models.CharField(
                        blank=True,
                        choices=[("linear", "按比例"), ("steps", "分档"), ("per_case", "按数量")],
                        max_length=10,
                        verbose_name="计分办法",
                    ),
                ),
                (
                    "full_at",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="得满分的值"
                    ),
                ),
                (
                    "zero_at",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="得零分的值"
                    ),
                ),
                ("steps", models.JSONField(blank=True, default=list, verbose_name="分档")),
                ("less_is_better", models.BooleanField(default=False, verbose_name="越小越好")),
                (
                    "each",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="每一例的分数"
                    ),
                ),
                ("full_if_nothing", models.BooleanField(default=True, verbose_name="没有对象的得满分")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="audits.scoreitem",
                        verbose_name="考核类别",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核项目",
                "verbose_name_plural": "考核项目",
                "ordering": ["sheet", "place", "id"],
            },
        ),
        migrations.CreateModel(
            name="MarkPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容校验值")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("content_type", models.CharField(max_length=40, verbose_name="内容类型")),
                ("at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="移除时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="移除人",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="audits.scorecard",
                        verbose_name="评分表",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.scoreitem",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料",
                "verbose_name_plural": "佐证材料",
                "ordering": ["card", "item", "id"],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("counted", "已计量"),
                            ("nothing", "没有对象"),
                            ("unknown", "没有数据"),
                            ("hand", "人工评分"),
                        ],
                        default="hand",
                        max_length=8,
                        verbose_name="依据",
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="分子"),
                ),
                (
                    "denominator",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="分母"),
                ),
                (
                    "measured",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="计量值"),
                ),
                ("counted_to", models.DateField(blank=True, null=True, verbose_name="计量截至日期")),
                ("basis_words", models.CharField(blank=True, max_length=200, verbose_name="计量说明")),
                (
                    "computed",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="计量得分",
                    ),
                ),
                (
                    "self_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="自评得分",
                    ),
                ),
                ("self_words", models.CharField(blank=True, max_length=500, verbose_name="自评说明")),
                (
                    "checked_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="核定得分",
                    ),
                ),
                ("checked_words", models.CharField(blank=True, max_length=500, verbose_name="核定说明")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="audits.scorecard",
                        verbose_name="评分表",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="audits.scoreitem",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "得分",
                "verbose_name_plural": "得分",
                "ordering": ["card", "item"],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="考核该年 1 月 1 日起的工作。",
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("province", "省级"),
                                ("prefecture", "州市"),
                                ("industry", "产业（系统）"),
                                ("county", "县（市、区）"),
                                ("township", "乡镇（街道）"),
                                ("grassroots", "基层工会"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="考核对象",
                    ),
                ),
                (
                    "full",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("100"),
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="满分",
                    ),
                ),
                (
                    "self_until",
                    models.DateField(
                        blank=True,
                        help_text="此日之后没有自评的，可以直接核定。",
                        null=True,
                        verbose_name="自评截止日期",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "编制中"), ("published", "考核中"), ("closed", "已公布结果")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("counted_to", models.DateField(blank=True, null=True, verbose_name="计量截至日期")),
                ("created_at", models.DateTimeField(default=core.clock.now, verbose_name="编制时间")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="结果公布时间")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="公布人",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编制人",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_sheets",
                        to="organizations.union",
                        verbose_name="考核单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核表",
                "verbose_name_plural": "考核表",
                "ordering": ["-year", "union", "id"],
            },
        ),
        migrations.AddField(
            model_name="scoreitem",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="audits.scoresheet",
                verbose_name="考核表",
            ),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cards",
                to="audits.scoresheet",
                verbose_name="考核表",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="markpaper",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        PERFORM 1 FROM audits_scorecard WHERE id = OLD.card_id AND published_at IS NOT NULL FOR SHARE;\n        IF FOUND THEN RAISE EXCEPTION 'a published score card is frozen'; END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    END IF;\n    PERFORM 1 FROM audits_scorecard WHERE id = NEW.card_id FOR SHARE;\n    PERFORM 1 FROM audits_scorecard WHERE id = NEW.card_id AND published_at IS NOT NULL;\n    IF FOUND THEN RAISE EXCEPTION 'a published score card is frozen'; END IF;\n    RETURN NEW;\n",
                    hash="f9bb5b3e0fa4e24b82c6b55134e6b869f6693d74",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_6ce1c",
                    table="audits_markpaper",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("card", "item"), name="one_mark_per_item"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mark",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        PERFORM 1 FROM audits_scorecard WHERE id = OLD.card_id AND published_at IS NOT NULL FOR SHARE;\n        IF FOUND THEN RAISE EXCEPTION 'a published score card is frozen'; END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    END IF;\n    PERFORM 1 FROM audits_scorecard WHERE id = NEW.card_id FOR SHARE;\n    PERFORM 1 FROM audits_scorecard WHERE id = NEW.card_id AND published_at IS NOT NULL;\n    IF FOUND THEN RAISE EXCEPTION 'a published score card is frozen'; END IF;\n    RETURN NEW;\n",
                    hash="ca1e17bbbd75216e08ae1d83261101189af5158f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_12b6b",
                    table="audits_mark",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.UniqueConstraint(
                fields=("union", "year", "name"),
                name="score_sheet_once",
                violation_error_message="该年度已有同名的考核表，请换一个名称。",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("status", "draft")),
                    models.Q(models.Q(("status", "draft"), _negated=True), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="score_sheet_published_with_its_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoresheet",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="752bca91bec2b57e16caf892dda474eb12579c5b",
                    operation="DELETE",
                    pgid="pgtrigger_published_is_kept_c84cf",
                    table="audits_scoresheet",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoresheet",
            trigger=pgtrigger.compiler.Trigger(
                name="one_way",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF array_position(ARRAY['draft', 'published', 'closed'], NEW.status::text)\n   < array_position(ARRAY['draft', 'published', 'closed'], OLD.status::text) THEN\n    RAISE EXCEPTION 'score sheet % cannot go from % back to %', OLD.id, OLD.status, NEW.status;\nEND IF;\nIF OLD.published_at IS NOT NULL AND (NEW.union_id, NEW.year, NEW.name, NEW.kinds, NEW.\"full\", NEW.note, NEW.created_by_id, NEW.published_at, NEW.published_by_id)\n   IS DISTINCT FROM (OLD.union_id, OLD.year, OLD.name, OLD.kinds, OLD.\"full\", OLD.note, OLD.created_by_id, OLD.published_at, OLD.published_by_id) THEN\n    RAISE EXCEPTION 'a published score sheet is frozen';\nEND IF;\nRETURN NEW;\n",
                    hash="1ece763fa1a88cd24cadecc931ee06b98a61657e",
                    operation="UPDATE",
                    pgid="pgtrigger_one_way_cd737",
                    table="audits_scoresheet",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoresheet",
            trigger=pgtrigger.compiler.Trigger(
                name="balanced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NEW.\"full\" IS DISTINCT FROM (\n    SELECT sum(weight) FROM audits_scoreitem WHERE sheet_id = NEW.id AND sense = 'base'\n) THEN\n    RAISE EXCEPTION 'the weights of score sheet % do not add up to its full mark', NEW.id;\nEND IF;\nRETURN NEW;\n",
                    hash="930cfff458f1a08884397bfbfbd3455ffc7070bb",
                    operation="UPDATE",
                    pgid="pgtrigger_balanced_00806",
                    table="audits_scoresheet",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreitem",
            constraint=models.UniqueConstraint(fields=("sheet", "code"), name="score_item_code_once"),
        ),
        migrations.AddConstraint(
            model_name="scoreitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "group"), ("parent__isnull", True), ("weight", 0)),
                    models.Q(models.Q(("kind", "group"), _negated=True), ("parent__isnull", False), ("weight__gt", 0)),
                    _connector="OR",
                ),
                name="score_item_below_a_heading",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "indicator"),
                        models.Q(("source", ""), _negated=True),
                        models.Q(("scale", ""), _negated=True),
                    ),
                    models.Q(models.Q(("kind", "indicator"), _negated=True), ("scale", ""), ("source", "")),
                    _connector="OR",
                ),
                name="score_item_measured_by_a_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scale", "linear"), _negated=True),
                    models.Q(
                        ("full_at__isnull", False),
                        ("zero_at__isnull", False),
                        models.Q(("full_at", models.F("zero_at")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="score_item_line_has_two_ends",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoreitem",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP <> 'INSERT' THEN\n        PERFORM 1 FROM audits_scoresheet WHERE id = OLD.sheet_id AND published_at IS NOT NULL FOR SHARE;\n        IF FOUND THEN RAISE EXCEPTION 'a published score sheet is frozen'; END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    END IF;\n    PERFORM 1 FROM audits_scoresheet WHERE id = NEW.sheet_id FOR SHARE;\n    PERFORM 1 FROM audits_scoresheet WHERE id = NEW.sheet_id AND published_at IS NOT NULL;\n    IF FOUND THEN RAISE EXCEPTION 'a published score sheet is frozen'; END IF;\n    RETURN NEW;\n",
                    hash="7749b415f966fd2bdf4dbb5a8fae4b0fec6e3522",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_ab9b0",
                    table="audits_scoreitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scoreitem",
            trigger=pgtrigger.compiler.Trigger(
                name="two_levels",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.parent_id IS NOT NULL AND NOT EXISTS (\n    SELECT 1 FROM audits_scoreitem WHERE id = NEW.parent_id AND sheet_id = NEW.sheet_id AND kind = 'group'\n) THEN\n    RAISE EXCEPTION 'a score item lies below a heading of its own sheet';\nEND IF;\nRETURN NEW;\n",
                    hash="1d0c4dc51b64915b18b13a6082ff0cb48e2b0150",
                    operation='INSERT OR UPDATE OF "parent_id", "sheet_id", "kind"',
                    pgid="pgtrigger_two_levels_a7203",
                    table="audits_scoreitem",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.UniqueConstraint(fields=("sheet", "union"), name="score_card_once"),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    models.Q(("place__isnull", False), ("published_at__isnull", False), ("total__isnull", False)),
                    _connector="OR",
                ),
                name="score_card_published_with_its_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["open", "self_scored"]), ("checked_by__isnull", False), _connector="OR"
                ),
                name="score_card_checked_by_somebody",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scorecard",
            trigger=pgtrigger.compiler.Trigger(
                name="published_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."published_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d3b9bafea28e2bea76ec448b9c281c22b9a482e1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_published_is_frozen_fbf38",
                    table="audits_scorecard",
                    when="BEFORE",
                ),
            ),
        ),
    ]
