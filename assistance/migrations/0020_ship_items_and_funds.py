"""The items of aid with their rules, and the sources of money, that every installation begins with."""

from django.db import migrations

from assistance.ceilings.shipped import ship_items
from assistance.funds.shipped import ship_funds


def ship(apps, schema_editor):
    union = apps.get_model("organizations", "Union")
    ship_items(union, *(apps.get_model("assistance", name) for name in ("AidItem", "ItemRule", "RuleLine")))
    ship_funds(union, apps.get_model("assistance", "Fund"))


class Migration(migrations.Migration):
    dependencies = [("assistance", "0019_amounts_of_the_year"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
