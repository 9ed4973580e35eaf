"""Verifications by third parties: the population, its strata and the sample."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import audits.models.verification
import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0016_money_subjects"),
        ("households", "0020_tree_index"),
        ("organizations", "0007_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideHousehold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, verbose_name="编号")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                ("identity_no", models.CharField(blank=True, max_length=18, verbose_name="身份证号")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="住址")),
                ("source", models.CharField(max_length=60, verbose_name="名单来源")),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="所在地工会",
                    ),
                ),
            ],
            options={
                "verbose_name": "未建档名单",
                "verbose_name_plural": "未建档名单",
                "ordering": ["verification", "number"],
            },
        ),
        migrations.CreateModel(
            name="Stratum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "population_class",
                    models.CharField(
                        choices=[
                            ("on_file", "在档"),
                            ("exited", "已脱困"),
                            ("cancelled", "已注销"),
                            ("not_filed", "未建档"),
                        ],
                        max_length=12,
                        verbose_name="核查对象",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low_income", "低保户"),
                            ("near_low_income", "低保边缘户"),
                            ("mishap_a", "意外致困户"),
                            ("deep", "深度困难职工"),
                            ("relative", "相对困难职工"),
                            ("mishap_b", "意外致困职工"),
                        ],
                        max_length=16,
                        verbose_name="困难类别",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_capacity", "无劳动能力"),
                            ("unemployed", "有劳动能力而未就业"),
                            ("laid_off", "下岗失业"),
                            ("uninsured", "未参加社会保险"),
                            ("underinsured", "社会保险待遇落实不到位"),
                            ("illness", "患重特大疾病"),
                            ("disaster", "遭受自然灾害"),
                            ("accident", "遭受意外事故"),
                            ("schooling", "子女上学"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="主要致困原因",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="户数")),
                ("sampled", models.PositiveIntegerField(verbose_name="抽取户数")),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "层",
                "verbose_name_plural": "层",
                "ordering": ["verification", "id"],
            },
        ),
        migrations.CreateModel(
            name="PopulationUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=20, verbose_name="编号")),
                ("line", models.CharField(max_length=200, verbose_name="登记内容")),
                ("place", models.PositiveIntegerField(verbose_name="抽样次序")),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="households.household",
                        verbose_name="档案",
                    ),
                ),
                (
                    "outside",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.outsidehousehold",
                        verbose_name="未建档户",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.union",
                        verbose_name="建档单位",
                    ),
                ),
                (
                    "stratum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="audits.stratum",
                        verbose_name="层",
                    ),
                ),
            ],
            options={
                "verbose_name": "核查总体",
                "verbose_name_plural": "核查总体",
                "ordering": ["stratum", "place"],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("starts_on", models.DateField(verbose_name="入户开始")),
                ("ends_on", models.DateField(verbose_name="入户截止")),
                (
                    "exits_since",
                    models.DateField(help_text="此日起脱困、注销的户列入核查总体。", verbose_name="脱困、注销起始日"),
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
                        default=audits.models.verification.every_class,
                        size=None,
                        verbose_name="核查对象",
                    ),
                ),
                (
                    "confidence",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.95",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="置信水平",
                    ),
                ),
                (
                    "margin",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.05",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="允许误差",
                    ),
                ),
                (
                    "expected_rate",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.5",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="预计比例",
                    ),
                ),
                (
                    "allocation",
                    models.CharField(
                        choices=[("proportional", "按户数比例"), ("equal", "各层相等"), ("census", "全部核查")],
                        default="proportional",
                        max_length=12,
                        verbose_name="样本分配",
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(default=1, verbose_name="每层至少户数")),
                (
                    "region",
                    models.CharField(
                        choices=[("whole", "不分地区"), ("prefecture", "按州市（产业）"), ("county", "按县（市、区）")],
                        default="prefecture",
                        max_length=12,
                        verbose_name="地区分层",
                    ),
                ),
                ("by_category", models.BooleanField(default=False, verbose_name="按困难类别分层")),
                ("by_cause", models.BooleanField(default=False, verbose_name="按主要致困原因分层")),
                (
                    "blind_share",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.05",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="复访比例",
                    ),
                ),
                (
                    "phone_share",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.10",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="电话回访比例",
                    ),
                ),
                (
                    "contest_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="申辩期（工作日）",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "筹备"),
                            ("drawn", "已抽样"),
                            ("running", "入户核查"),
                            ("judging", "认定"),
                            ("closed", "已结束"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="随机种子")),
                (
                    "snapshot_sha256",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        validators=[django.core.validators.RegexValidator("^[0-9a-f]{64}$")],
                        verbose_name="总体指纹",
                    ),
                ),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽样时间")),
                ("created_at", models.DateTimeField(default=core.clock.now, verbose_name="发起时间")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="organizations.agency",
                        verbose_name="核查机构",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽样人",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="organizations.union",
                        verbose_name="组织单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "第三方核查",
                "verbose_name_plural": "第三方核查",
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.AddField(
            model_name="stratum",
            name="verification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="strata",
                to="audits.verification",
                verbose_name="核查",
            ),
        ),
        migrations.CreateModel(
            name="SampleUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="audits.sampleunit",
                        verbose_name="替换",
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sampled",
                        to="audits.populationunit",
                        verbose_name="户",
                    ),
                ),
                (
                    "stratum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sample",
                        to="audits.stratum",
                        verbose_name="层",
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sample",
                        to="audits.verification",
                        verbose_name="核查",
                    ),
                ),
            ],
            options={
                "verbose_name": "样本",
                "verbose_name_plural": "样本",
                "ordering": ["verification", "stratum", "unit__place"],
            },
        ),
        migrations.AddField(
            model_name="populationunit",
            name="verification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="population",
                to="audits.verification",
                verbose_name="核查",
            ),
        ),
        migrations.AddField(
            model_name="outsidehousehold",
            name="verification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="outside",
                to="audits.verification",
                verbose_name="核查",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="verification_ends_after_start",
                violation_error_message="入户截止日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.UniqueConstraint(
                fields=("union", "name"), name="verification_name_once", violation_error_message="已有同名的核查。"
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"),
                    models.Q(
                        models.Q(("seed", ""), _negated=True),
                        models.Q(("snapshot_sha256", ""), _negated=True),
                        ("drawn_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="drawn_with_seed_and_hash",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verification",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_draw",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF OLD.status <> 'draft' AND (NEW.union_id, NEW.agency_id, NEW.exits_since, NEW.classes, NEW.confidence, NEW.margin, NEW.expected_rate, NEW.allocation, NEW.least, NEW.region, NEW.by_category, NEW.by_cause, NEW.seed, NEW.snapshot_sha256, NEW.drawn_at, NEW.drawn_by_id)\n       IS DISTINCT FROM (OLD.union_id, OLD.agency_id, OLD.exits_since, OLD.classes, OLD.confidence, OLD.margin, OLD.expected_rate, OLD.allocation, OLD.least, OLD.region, OLD.by_category, OLD.by_cause, OLD.seed, OLD.snapshot_sha256, OLD.drawn_at, OLD.drawn_by_id) THEN\n        RAISE EXCEPTION 'verification % keeps what its sample was drawn from', OLD.id;\n    END IF;\n    IF array_position(ARRAY['draft', 'drawn', 'running', 'judging', 'closed'], NEW.status::text)\n       < array_position(ARRAY['draft', 'drawn', 'running', 'judging', 'closed'], OLD.status::text) THEN\n        RAISE EXCEPTION 'verification % cannot go from % back to %', OLD.id, OLD.status, NEW.status;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="4555540d4138c56075c14569db32ce5094ff8278",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_draw_4e227",
                    table="audits_verification",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="stratum",
            constraint=models.UniqueConstraint(
                fields=("verification", "population_class", "union", "category", "cause"), name="stratum_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stratum",
            constraint=models.CheckConstraint(
                condition=models.Q(("sampled__lte", models.F("size"))), name="sampled_within_stratum"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stratum",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="834902e5ebbd618ee6bd8930c2d2799bb0805ea8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ce169",
                    table="audits_stratum",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sampleunit",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1c36bbcb38d7cca26836a61830b0406caed117ff",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_0eaba",
                    table="audits_sampleunit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="populationunit",
            constraint=models.UniqueConstraint(fields=("verification", "key"), name="population_key_once"),
        ),
        migrations.AddConstraint(
            model_name="populationunit",
            constraint=models.UniqueConstraint(fields=("stratum", "place"), name="population_place_once"),
        ),
        migrations.AddConstraint(
            model_name="populationunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("household__isnull", True), ("outside__isnull", True), _connector="XOR"),
                name="unit_of_archive_or_list",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="populationunit",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d40de2c0d2a858b2152c1969ec29534b51defd4e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_82bdc",
                    table="audits_populationunit",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidehousehold",
            constraint=models.UniqueConstraint(
                fields=("verification", "number"), name="outside_number_once", violation_error_message="编号重复。"
            ),
        ),
    ]
