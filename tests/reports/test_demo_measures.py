"""The frequent measures of the demo province."""

import pytest

from assistance.models import MeasureTemplate
from organizations.enums import Department
from reports.demo.accounts import ensure_accounts
from reports.demo.measures import FREQUENT, ensure_templates

pytestmark = pytest.mark.django_db


def test_every_department_of_the_report_leads_on_one_and_twice_makes_no_more(settings, tmp_path):
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, ""
    ensure_accounts()
    for _start in range(2):
        ensure_templates()
    leads = set(MeasureTemplate.objects.values_list("lead_department", flat=True))
    assert leads == set(Department) - {Department.FINANCE}
    assert MeasureTemplate.objects.count() == len(FREQUENT) == 17
