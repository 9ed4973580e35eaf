"""The unions that exist everywhere in the province."""

from django.db import migrations

from organizations.reference import load_reference


def load(apps, schema_editor):
    load_reference(apps.get_model("organizations", "Union"), apps.get_model("organizations", "DivisionCode"))


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
