"""Two presses, two people, at the same moment."""

import datetime
import uuid

import pytest

from organizations.enums import Role
from pairing.actions.cadres import edit_cadre, register_cadre
from pairing.actions.pairings import pair_household
from pairing.actions.units import register_unit
from pairing.actions.visits import log_visit
from pairing.enums import Met, VisitMethod
from pairing.models import Visit
from tests.support.factories import CadreFactory, HelpingUnitFactory, HouseholdFactory, union, user_with
from tests.support.races import at_once, one_before_the_other, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]
DAY = datetime.date(2026, 3, 2)


def test_a_button_pressed_twice_at_the_same_moment_logs_one_visit():
    household, officer, pressed = HouseholdFactory(), user_with(Role.OFFICER), uuid.uuid4()
    found = [{"need": "medical", "description": "透析费用"}]

    def press():
        facts = {"on": DAY, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "好"}
        return log_visit(household, by=officer, client_id=pressed, difficulties=found, **facts)

    first, second = at_once(press, press)
    assert first == second == Visit.objects.get()
    assert household.difficulties.count() == 1


def test_of_two_who_pair_a_household_at_once_one_wins_and_the_other_is_told():
    household, officer = HouseholdFactory(), user_with(Role.OFFICER)

    def pair(cadre):
        return lambda: pair_household(household, by=officer, cadre=cadre, started_on=DAY)

    results = at_once(pair(CadreFactory()), pair(CadreFactory()))
    assert household.pairings.count() == 1
    assert [type(result).__name__ for result in sorted(results, key=lambda r: type(r).__name__)] == [
        "Conflict",
        "Pairing",
    ]


@pytest.mark.parametrize("register", [register_cadre, register_unit])
def test_a_cadre_or_unit_sent_twice_at_the_same_moment_is_there_once(register):
    officer, facts = user_with(Role.OFFICER), {"union": union("532524"), "name": "李建国"}
    made, refused = told_apart(at_once(*[lambda: register(by=officer, facts=facts)] * 2))
    assert (len(made), [refusal.field for refusal in refused]) == (1, ["name"])


def test_a_pairing_that_waited_for_a_change_of_its_cadre_is_with_the_unit_of_now():
    household, officer, cadre = HouseholdFactory(), user_with(Role.OFFICER), CadreFactory()
    unit = HelpingUnitFactory()
    one_before_the_other(
        lambda: edit_cadre(cadre, by=officer, facts={"unit": unit}),
        lambda: pair_household(household, by=officer, cadre=cadre, started_on=DAY),
    )
    assert household.pairings.get().unit == unit
