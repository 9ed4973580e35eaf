"""The days of grievances that everybody has from the start."""

from django.db import migrations

from audits.grievances.shipped import ship_terms


def ship(apps, schema_editor):
    ship_terms(apps.get_model("organizations", "Union"), apps.get_model("audits", "GrievanceTerm"))


class Migration(migrations.Migration):
    dependencies = [("audits", "0029_grievances"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
