"""Photos of interviews, what is asked by phone, and why a second visit was not made."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0024_data_quality"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="left_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="未访说明"),
        ),
        migrations.AddField(
            model_name="interview",
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
                help_text="首访已提交、复访人员登记未访时填写。",
                max_length=12,
                verbose_name="未访原因",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="by_phone",
            field=models.BooleanField(default=False, verbose_name="电话回访也问"),
        ),
        migrations.CreateModel(
            name="InterviewPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "照片"), ("signature", "签字")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="内容")),
                ("content_type", models.CharField(max_length=20, verbose_name="格式")),
                ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="移除时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="audits.interview",
                        verbose_name="入户核查",
                    ),
                ),
            ],
            options={
                "verbose_name": "入户核查照片",
                "verbose_name_plural": "入户核查照片",
                "ordering": ["interview", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "signature"), ("removed_at__isnull", True)),
                        fields=("interview",),
                        name="one_signature_of_interview",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("interview", "kind", "sha256"),
                        name="same_photo_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interviewphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="b80d17d1a7fa8e76d043aa0a7c97e9ce18be88b6",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_48dc8",
                    table="audits_interviewphoto",
                    when="BEFORE",
                ),
            ),
        ),
    ]
