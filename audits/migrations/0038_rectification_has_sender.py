"""No rectification without the union that sent it out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0037_fill_rectification_senders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rectification",
            name="sender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.union",
                verbose_name="下发单位",
            ),
        ),
    ]
