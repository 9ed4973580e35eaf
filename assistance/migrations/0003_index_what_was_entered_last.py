"""An index for what somebody entered last, whose source and department the form of aid proposes."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0002_keep_who_takes_back_statements"),
        ("households", "0004_lock_the_union_for_its_path"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="aidrecord",
            index=models.Index(
                condition=models.Q(("import_key", "")), fields=["created_by", "-id"], name="aid_entered_last"
            ),
        ),
    ]
