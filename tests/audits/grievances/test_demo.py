"""The first start leaves the demo county with grievances at every stage."""

import pytest

from audits.grievances.enums import GrievanceStatus
from audits.models import Grievance, Rectification
from organizations.models import User
from reports.demo.accounts import ensure_accounts
from reports.demo.grievances import CASES, Grievances
from tests.support.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_there_is_one_in_each_state_and_a_secret_one_about_the_officer(settings, tmp_path):
    settings.APP_HOME, settings.DEMO_PASSWORD = tmp_path, PASSWORD
    ensure_accounts()
    Grievances().make()
    seen = {
        name: Grievance.objects.visible_to(User.objects.get(username=name))
        for name in ("county-officer", "county-second")
    }
    assert set(seen["county-second"].values_list("status", flat=True)) == set(GrievanceStatus.values)
    assert Grievance.objects.count() == len(CASES)
    assert seen["county-second"].filter(is_secret=True).count() == 1
    assert not seen["county-officer"].filter(is_secret=True).exists()
    assert seen["county-second"].overdue().count() == 1
    assert Rectification.objects.get().grievance.status == GrievanceStatus.ANSWERED
