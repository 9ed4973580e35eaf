"""Archives without a cadre in the order of their list; the archives of a county read from an index alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0018_tell_of_difficulties"),
        ("organizations", "0006_aid_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="household",
            name="household_standing",
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=["union_path"],
                include=("status", "clear_mask", "main_cause", "cadre_names", "id"),
                name="household_in_scope",
                opclasses=["text_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                condition=models.Q(("cadre_names", ""), ("status__in", ("on_file", "tapering"))),
                fields=["union_path", "archive_no"],
                name="household_cadre_wanted",
            ),
        ),
    ]
