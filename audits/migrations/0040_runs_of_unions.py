"""Runs of one union alone, and who cancelled a run."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0039_tell_of_reviews"),
        ("core", "0006_rights_of_jobs"),
        ("organizations", "0007_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="qualityrun",
            name="one_quality_run_at_a_time",
        ),
        migrations.AddField(
            model_name="qualityrun",
            name="stopped_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="取消人",
            ),
        ),
        migrations.AddField(
            model_name="qualityrun",
            name="union",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.union",
                verbose_name="检查范围",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualityrun",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Coalesce(models.F("union"), 0),
                condition=models.Q(("ended_at__isnull", True)),
                name="one_quality_run_of_a_place",
            ),
        ),
    ]
