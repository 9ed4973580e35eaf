"""Six-clear computed anew while somebody writes to the same archive."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from audits.actions.clear import refresh_clear
from audits.models import ClearState
from households.actions.locks import lock_household
from households.models import Household
from organizations.enums import Role
from tests.support.drive import visit
from tests.support.factories import HouseholdFactory, user_with
from tests.support.races import PATIENCE, on_own_connection, until_the_other_waits


@pytest.mark.django_db(transaction=True)
def test_a_visit_and_a_refresh_of_the_same_archive_do_not_wait_for_each_other(reference):
    officer, household = user_with(Role.OFFICER), HouseholdFactory()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_household(household)
            refreshed = pool.submit(on_own_connection, lambda: refresh_clear([household.pk]), raises=True)
            until_the_other_waits()
            visit(household, officer)  # marks the state, which the refresh must not hold by now
        assert refreshed.result(timeout=PATIENCE) == 1
    state = ClearState.objects.get(pk=household.pk)
    assert state.computed_at > state.facts_changed_at
    assert Household.objects.get(pk=household.pk).clear_mask == state.mask
