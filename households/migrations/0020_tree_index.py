from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Collate


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0019_lists_of_a_county"),
        ("organizations", "0006_aid_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="household",
            index=models.Index(Collate("union_path", "C"), models.F("archive_no"), name="household_in_tree"),
        ),
    ]
