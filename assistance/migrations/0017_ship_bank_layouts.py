"""The two general layouts of bank files, which everybody has from the start."""

from django.db import migrations

from assistance.bank.shipped import ship_layouts


def ship(apps, schema_editor):
    ship_layouts(apps.get_model("organizations", "Union"), apps.get_model("assistance", "BankLayout"))


class Migration(migrations.Migration):
    dependencies = [("assistance", "0016_bank_layouts"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
