"""Indexes of what the list of archives is narrowed to and sorted by, each in the order of the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("households", "0002_follow_moved_unions")]
    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(fields=[column, "head_sort", "id"], name=f"household_{column}"),
        )
        for column in ("status", "level", "category", "main_cause")
    ] + [
        migrations.AddIndex("household", models.Index(fields=["per_head", "id"], name="household_per_head")),
        migrations.AddIndex(
            "household",
            models.Index(models.F("per_head").desc(nulls_last=True), "id", name="household_per_head_down"),
        ),
    ]
