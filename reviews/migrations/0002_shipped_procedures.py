"""The shipped procedure 12231, which everybody has from the start."""

from django.db import migrations

from reviews.shipped import ship_procedures


def ship(apps, schema_editor):
    models = [apps.get_model("organizations", "Union"), *map(apps.get_model, ["reviews.Procedure", "reviews.Step"])]
    ship_procedures(*models)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
