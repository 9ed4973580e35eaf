"""Say of the rectifications so far which union sent them out: the one whose verification found what is wrong."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    rectification = apps.get_model("audits", "Rectification")
    finding = apps.get_model("audits", "VerificationFinding")
    sender = finding.objects.filter(pk=OuterRef("finding")).values("verification__union")
    rectification.objects.filter(sender=None).update(sender=Subquery(sender))


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0036_rectification_origins"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
