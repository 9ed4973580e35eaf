"""The rule of exit that everybody has from the start."""

from django.db import migrations

from audits.shipped import ship_exit_rule


def ship(apps, schema_editor):
    ship_exit_rule(apps.get_model("organizations", "Union"), apps.get_model("audits", "ExitRule"))


class Migration(migrations.Migration):
    dependencies = [("audits", "0008_exits"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
