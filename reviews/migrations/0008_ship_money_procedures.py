"""The shipped procedures of money, by amount, which everybody has from the start."""

from django.db import migrations

from reviews.shipped import ship_money_procedures


def ship(apps, schema_editor):
    models = [apps.get_model("organizations", "Union"), *map(apps.get_model, ["reviews.Procedure", "reviews.Step"])]
    ship_money_procedures(*models)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_amounts_and_lines")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
