"""Which of the shipped questions are asked again on the telephone."""

import pgtrigger
from django.db import migrations

from audits.verification.shipped import ship_phone_questions


def ship(apps, schema_editor):
    # The shipped version is published, and its rows are frozen; this column is younger than it.
    with pgtrigger.ignore("audits.Question:published_is_frozen"):
        ship_phone_questions(apps.get_model("audits", "Question"))


class Migration(migrations.Migration):
    dependencies = [("audits", "0025_interview_photos")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
