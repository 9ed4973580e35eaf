"""A role that is taken back before its day keeps its row, with who took it back and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_reference_unions"),
    ]

    operations = [
        migrations.AddField(
            model_name="roleassignment",
            name="revoked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="收回时间"),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="收回人",
            ),
        ),
    ]
