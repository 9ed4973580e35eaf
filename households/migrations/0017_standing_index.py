from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0016_feed_of_changes"),
        ("organizations", "0004_index_the_access_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["union_path"],
                include=("status", "clear_mask", "main_cause", "cadre_names"),
                name="household_standing",
                opclasses=["text_pattern_ops"],
            ),
        ),
    ]
