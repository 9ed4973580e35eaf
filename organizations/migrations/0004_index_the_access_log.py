"""Find rare acts and single days in a log of millions of lines."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_revoke_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["verb", "-id"], name="access_verb"),
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["at"], name="access_at"),
        ),
    ]
