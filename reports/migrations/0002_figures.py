from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_saved_registers"),
        ("households", "0017_standing_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("life", "档案状态变动"),
                            ("visit", "走访记录"),
                            ("need", "困难问题"),
                            ("measure", "帮扶措施"),
                            ("task", "部门任务"),
                        ],
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("new", "新增入档"),
                            ("back", "返困入档"),
                            ("exited", "脱困"),
                            ("cancelled", "注销"),
                            ("put_in", "调入类别"),
                            ("taken_out", "调出类别"),
                            ("home_visit", "入户走访"),
                            ("call", "电话和其他联系"),
                            ("need", "梳理需求"),
                            ("struck_off", "销号"),
                            ("solved", "部门解决"),
                            ("measure", "制定措施"),
                            ("task", "交办部门任务"),
                            ("arrived", "任务到位"),
                        ],
                        max_length=12,
                        verbose_name="指标",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "全国级"),
                            ("province", "省级"),
                            ("prefecture", "地市级"),
                            ("county", "区县级"),
                            ("grassroots", "基层"),
                        ],
                        max_length=12,
                        verbose_name="建档标准",
                    ),
                ),
                (
                    "category",
                    models.CharField(
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
                ("dimension", models.CharField(max_length=200, verbose_name="分类")),
                ("key", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号")),
                ("union_path", models.CharField(max_length=255)),
                ("on", models.DateField(verbose_name="日期")),
            ],
            options={
                "verbose_name": "业务事件",
                "verbose_name_plural": "业务事件",
                "db_table": "reports_event",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="CountedSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("life", "档案状态变动"),
                            ("visit", "走访记录"),
                            ("need", "困难问题"),
                            ("measure", "帮扶措施"),
                            ("task", "部门任务"),
                        ],
                        max_length=8,
                        unique=True,
                        verbose_name="来源",
                    ),
                ),
                ("counted_at", models.DateTimeField(default=core.clock.now, verbose_name="首次统计时间")),
            ],
            options={
                "verbose_name": "已统计来源",
                "verbose_name_plural": "已统计来源",
                "ordering": ["source"],
            },
        ),
        migrations.CreateModel(
            name="StaleMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("life", "档案状态变动"),
                            ("visit", "走访记录"),
                            ("need", "困难问题"),
                            ("measure", "帮扶措施"),
                            ("task", "部门任务"),
                        ],
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                ("month", models.DateField(help_text="当月一日", verbose_name="月份")),
                ("place", models.CharField(max_length=255)),
            ],
            options={
                "verbose_name": "待重新统计月份",
                "verbose_name_plural": "待重新统计月份",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DailyFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("steps", models.PositiveSmallIntegerField(verbose_name="层级")),
                ("place", models.CharField(max_length=255)),
                ("figures", models.JSONField(default=dict, verbose_name="数字")),
            ],
            options={
                "verbose_name": "每日快照",
                "verbose_name_plural": "每日快照",
                "ordering": ["day", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "steps", "place"), name="one_snapshot_per_day_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("life", "档案状态变动"),
                            ("visit", "走访记录"),
                            ("need", "困难问题"),
                            ("measure", "帮扶措施"),
                            ("task", "部门任务"),
                        ],
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("new", "新增入档"),
                            ("back", "返困入档"),
                            ("exited", "脱困"),
                            ("cancelled", "注销"),
                            ("put_in", "调入类别"),
                            ("taken_out", "调出类别"),
                            ("home_visit", "入户走访"),
                            ("call", "电话和其他联系"),
                            ("need", "梳理需求"),
                            ("struck_off", "销号"),
                            ("solved", "部门解决"),
                            ("measure", "制定措施"),
                            ("task", "交办部门任务"),
                            ("arrived", "任务到位"),
                        ],
                        max_length=12,
                        verbose_name="指标",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "全国级"),
                            ("province", "省级"),
                            ("prefecture", "地市级"),
                            ("county", "区县级"),
                            ("grassroots", "基层"),
                        ],
                        max_length=12,
                        verbose_name="建档标准",
                    ),
                ),
                (
                    "category",
                    models.CharField(
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
                ("dimension", models.CharField(max_length=200, verbose_name="分类")),
                ("month", models.DateField(help_text="当月一日", verbose_name="月份")),
                ("steps", models.PositiveSmallIntegerField(verbose_name="层级")),
                ("place", models.CharField(max_length=255)),
                ("value", models.PositiveIntegerField(verbose_name="数量")),
            ],
            options={
                "verbose_name": "月度数字",
                "verbose_name_plural": "月度数字",
                "ordering": ["month", "place", "code"],
                "indexes": [
                    models.Index(
                        fields=["steps", "place", "month"],
                        name="month_figure_place",
                        opclasses=["int2_ops", "text_pattern_ops", "date_ops"],
                    ),
                    models.Index(fields=["source", "month", "steps"], name="month_figure_month"),
                ],
            },
        ),
    ]
