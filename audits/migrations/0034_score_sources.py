"""From which verification a rate of a mark comes, for its list to be opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0033_causes_of_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="mark",
            name="basis_ref",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="计量来源编号"),
        ),
    ]
