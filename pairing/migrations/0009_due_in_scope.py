"""What is due in a county, read in the order of its days from one index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0022_count_archives"),
        ("pairing", "0008_plan_dates_once"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="carerhythm",
            name="care_scope",
        ),
        migrations.AddIndex(
            model_name="carerhythm",
            index=models.Index(
                fields=["union_path", "due_on"],
                include=("household",),
                name="care_due_in_scope",
                opclasses=["text_pattern_ops", "date_ops"],
            ),
        ),
    ]
