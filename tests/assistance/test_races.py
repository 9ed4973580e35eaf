"""One says that there was no aid, the other records some, at the same moment: the record stays, never both."""

import pytest

from assistance.actions.aid import record_aid, state_no_aid
from core.errors import DomainError
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, user_with
from tests.support.races import one_before_the_other

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def acts(reference, aid_facts):
    """Return the household, the act that records aid for 2019, and the one that states none."""
    household, officer = HouseholdFactory(), user_with(Role.OFFICER)
    return (
        household,
        lambda: record_aid(household, by=officer, facts=aid_facts()),
        lambda: state_no_aid(household, by=officer, years=[2019]),
    )


def test_a_record_that_was_faster_refuses_the_statement(acts):
    household, record, state = acts
    with pytest.raises(DomainError, match="2019 年已有帮扶记录"):
        one_before_the_other(record, state)
    assert household.aid_records.count() == 1
    assert not household.years_without_aid.exists()


def test_a_statement_that_was_faster_is_withdrawn_by_the_record(acts):
    household, record, state = acts
    one_before_the_other(state, record)
    assert household.aid_records.count() == 1
    assert not household.years_without_aid.exists()
