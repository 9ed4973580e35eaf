"""Before an archive is reviewed somebody visits the household: a draft takes visits and income surveys."""

import datetime
import uuid

import pytest
from django.urls import reverse

from core import clock
from households.enums import Status
from households.models import IncomeSurvey
from pairing.enums import Met, VisitMethod
from pairing.models import Visit
from tests.support.factories import HouseholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    return HouseholdFactory(status=Status.DRAFT, filed_on=None)


def test_an_officer_logs_the_visit_of_the_survey(draft, officer, as_user):
    said = {
        "client_id": uuid.uuid4(),
        "on": clock.today() - datetime.timedelta(days=1),
        "method": VisitMethod.HOME,
        "met": Met.WORKER,
        "situation": "入户调查：核实家庭人口、住房和收入，与申请一致。",
        "basics_confirmed": "on",
        "found-TOTAL_FORMS": "0",
        "found-INITIAL_FORMS": "0",
    }
    page = as_user(officer).post(reverse("visit_log", args=[draft.archive_no]), said)
    assert page.status_code == 302
    visit = Visit.objects.get(household=draft)
    assert (visit.method, visit.basics_confirmed, visit.visitor_name) == (VisitMethod.HOME, True, "经办员")


def test_an_officer_records_the_income_survey(draft, officer, as_user):
    url = reverse("survey_add", args=[draft.archive_no])
    client = as_user(officer)
    form = client.get(url).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"amount_wages": "12000", "seen": ""}
    assert client.post(url, said).status_code == 302
    assert IncomeSurvey.objects.get(household=draft).per_head == 1000


def test_the_pages_of_a_draft_offer_both(draft, officer, as_user):
    client = as_user(officer)
    visits = client.get(reverse("household_visits", args=[draft.archive_no])).content.decode()
    income = client.get(reverse("household_income", args=[draft.archive_no])).content.decode()
    assert reverse("visit_log", args=[draft.archive_no]) in visits
    assert reverse("survey_add", args=[draft.archive_no]) in income


def test_a_rejected_application_takes_none(officer, as_user):
    rejected = HouseholdFactory(status=Status.REJECTED)
    client = as_user(officer)
    for name in ("visit_log", "survey_add"):
        assert client.get(reverse(name, args=[rejected.archive_no])).status_code == 403
