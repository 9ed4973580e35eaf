"""What the tests of pairing share."""

import uuid

import pytest
from django.utils import timezone

from pairing.actions.pairings import sync_grants
from pairing.actions.rhythm import refresh_rhythm
from tests.support.factories import HouseholdFactory, PairingFactory


@pytest.fixture
def answers():
    """Return what the page sends for a plain home visit, changed by keywords."""

    def make(**changed):
        blank = {"found-TOTAL_FORMS": "0", "found-INITIAL_FORMS": "0"}
        told = {"on": timezone.localdate().isoformat(), "method": "home", "met": "worker", "situation": "病情平稳。"}
        return {"client_id": str(uuid.uuid4())} | blank | told | changed

    return make


@pytest.fixture
def more_households(cadre):
    """Pair the cadre with so many households more."""

    def make(count):
        households = HouseholdFactory.create_batch(count)
        for household in households:
            PairingFactory(household=household, cadre=cadre.cadre)
        ids = [pairing.household_id for pairing in cadre.cadre.pairings.all()]
        refresh_rhythm(ids)
        sync_grants(ids)
        return households

    return make
