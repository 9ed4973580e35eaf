"""The identification rules that every installation begins with."""

from django.db import migrations

from households.eligibility.shipped import load_rules


def load(apps, schema_editor):
    models = (
        ("organizations", "Union"),
        ("households", "RuleSet"),
        ("households", "RuleCase"),
        ("households", "VetoRule"),
    )
    load_rules(*(apps.get_model(*model) for model in models))


class Migration(migrations.Migration):
    dependencies = [("households", "0012_eligibility_rules"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
