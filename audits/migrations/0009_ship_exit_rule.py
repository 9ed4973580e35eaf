"""The rule of exit that holds for the whole province until a union enters its own.

Only "the 低保 standard, six months running" is seen in a source (domain reference 5.1); the rest are working values.
"""

import datetime

from django.db import migrations

RULE = {
    "valid_from": datetime.date(2016, 1, 1),
    "level": "",
    "multiple": 1,
    "months": 6,
    "survey_age": 12,
    "check_days": 90,
    "taper_months": 6,
    "monitor_months": [3, 6, 12],
    "source": "系统默认值，各地可按文件另行登记",
}


def ship(apps, schema_editor):
    province = apps.get_model("organizations", "Union").objects.filter(depth=1).first()
    if province:
        apps.get_model("audits", "ExitRule").objects.get_or_create(union=province, **RULE)


class Migration(migrations.Migration):
    dependencies = [("audits", "0008_exits"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
