"""The questionnaire that everybody has from the start."""

from django.db import migrations

from audits.verification.shipped import ship_questionnaire


def ship(apps, schema_editor):
    ship_questionnaire(apps.get_model("audits", "Questionnaire"), apps.get_model("audits", "Question"))


class Migration(migrations.Migration):
    dependencies = [("audits", "0020_interviews")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
