"""Jobs that ended before there was a bell ring none, and their files stay as long as was said then."""

from datetime import timedelta

from django.db import migrations
from django.db.models import F

DAYS = 30


def note_past_jobs(apps, schema_editor) -> None:
    ended = apps.get_model("core", "Job").objects.filter(finished_at__isnull=False)
    ended.update(seen_at=F("finished_at"))
    ended.filter(status="done").exclude(file_name="").update(expires_at=F("finished_at") + timedelta(days=DAYS), size=0)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_turns_and_expiry"),
    ]

    operations = [
        migrations.RunPython(note_past_jobs, migrations.RunPython.noop),
    ]
