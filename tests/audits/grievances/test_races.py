"""Two at the same moment: one form pressed twice, two who decide one appeal."""

import uuid

import pytest

from audits.actions.grievances.appealing import decide_appeal
from audits.actions.grievances.receiving import Came
from audits.models import Grievance
from organizations.enums import Role
from tests.support.factories import user_with
from tests.support.grievances import appealed, sent
from tests.support.races import at_once, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def test_a_form_that_is_pressed_twice_at_once_is_one_grievance_with_one_code():
    came = Came(uuid.uuid4())
    first, second = at_once(*[lambda: sent(came=came)] * 2)
    assert first == second
    assert Grievance.objects.count() == 1


def test_of_two_who_decide_one_appeal_at_once_one_is_told_that_it_is_decided():
    made = appealed(user_with(Role.OFFICER), user_with(Role.REVIEWER))
    deciders = [user_with(Role.REVIEWER), user_with(Role.APPROVER)]
    acts = [lambda by=by: decide_appeal(made, by=by, upheld=True, text="应予补发。") for by in deciders]
    done, refused = told_apart(at_once(*acts))
    assert [str(refusal) for refusal in refused] == ["这件信访件已复查，没有复查须办理。"]
    assert done[0].reanswered_by in deciders
