"""Two presses, two browsers, two guesses at the same moment."""

import pytest

from core.errors import Conflict
from core.throttle import TooManyAttempts, begin_attempt
from households.actions.applications import issue_code
from households.actions.applying import Application, enter_code, keep_answers, submit_application
from households.enums import Category, Cause, Level
from households.models import ApplicationCode, Household
from organizations.enums import Role
from tests.support.factories import identity_no, union, user_with
from tests.support.races import at_once, one_before_the_other, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


def issue(officer):
    facts = {"level": Level.NATIONAL, "category": Category.DEEP}
    return issue_code(by=officer, union=union("532524"), name="孙立春", phone_tail="7358", **facts)


def said() -> Application:
    return Application({"main_cause": Cause.ILLNESS}, {"identity_no": identity_no()})


def test_two_presses_hand_in_once(officer):
    _code, plain = issue(officer)
    code, stated = enter_code(plain, "7358", address="203.0.113.7"), said()
    results = at_once(*[lambda: submit_application(code, holder=code.holder, said=stated)[0].pk] * 2)
    assert len(set(results)) == 1
    assert Household.objects.count() == 1


def test_two_presses_hand_out_one_code(officer):
    made, refusals = told_apart(at_once(*[lambda: issue(officer)[0].pk] * 2))
    assert len(set(made)) == 1
    assert ApplicationCode.objects.count() == 1
    assert all("刚刚有人" in refusal.message for refusal in refusals)


def test_guesses_sent_all_at_once_count_each_other():
    results = at_once(*[lambda: begin_attempt({"code": 2})] * 8)
    assert len([result for result in results if not isinstance(result, TooManyAttempts)]) <= 2


def test_two_browsers_enter_and_one_of_them_writes(officer):
    _code, plain = issue(officer)
    entered = at_once(*[lambda: enter_code(plain, "7358", address="203.0.113.7")] * 2)
    acts = [lambda code=code: submit_application(code, holder=code.holder, said=said()) for code in entered]
    done, refusals = told_apart(at_once(*acts))
    assert (len(done), len(refusals)) == (1, 1)
    assert "另一台设备" in refusals[0].message


def test_who_writes_while_another_officer_hands_out_a_new_code_is_told(officer):
    code = enter_code(issue(officer)[1], "7358", address="203.0.113.7")
    other = user_with(Role.OFFICER, "532524", username="second-officer")
    with pytest.raises(Conflict, match="另一台设备"):
        one_before_the_other(
            lambda: issue(other), lambda: keep_answers(code, holder=code.holder, step="worker", answers={})
        )
