"""Difficulties: recording, changing, striking off and taking that back."""

import datetime

import pytest

from core.errors import Conflict, DomainError
from households.actions.difficulties import (
    edit_difficulty,
    record_difficulty,
    reopen_difficulty,
    strike_off_difficulty,
)
from households.enums import Need
from households.history import values_of, version_of
from organizations.enums import Role
from tests.support.factories import DifficultyFactory, HouseholdFactory, user_with
from tests.support.life import put
from tests.support.races import at_once

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
FUTURE = datetime.date(2999, 1, 1)
FACTS = {"need": Need.MEDICAL, "description": "透析费用高", "advice": "办理大病保险", "found_on": DAY}


@pytest.fixture
def difficulty(household, officer):
    return record_difficulty(household, by=officer, **FACTS)


def test_difficulties_are_numbered_and_carry_who_recorded_them(household, officer, difficulty):
    second = record_difficulty(household, by=officer, need=Need.EDUCATION, description="学费")
    assert [(d.number, d.created_by) for d in (difficulty, second)] == [(1, officer), (2, officer)]


def test_the_same_again_is_returned_until_it_is_struck_off(household, officer, difficulty):
    assert record_difficulty(household, by=officer, **FACTS) == difficulty
    strike_off_difficulty(difficulty, by=officer, on=DAY, reason="已报销")
    assert record_difficulty(household, by=officer, **FACTS).number == 2


def test_no_difficulty_is_found_in_the_future(household, officer):
    with pytest.raises(DomainError, match="发现日期不能晚于今天") as refusal:
        record_difficulty(household, by=officer, **FACTS | {"found_on": FUTURE})
    assert refusal.value.field == "found_on"


def test_changing_keeps_the_former_words_and_who_changed_them(difficulty, officer, provincial):
    edit_difficulty(difficulty, by=provincial, facts={"advice": "申请医疗互助"})
    difficulty.refresh_from_db()
    event = difficulty.events.select_related("pgh_context").get()
    assert (difficulty.advice, event.advice) == ("申请医疗互助", "办理大病保险")
    assert event.pgh_context.metadata["user"] == provincial.pk


def test_changing_nothing_leaves_no_history(difficulty, officer):
    assert edit_difficulty(difficulty, by=officer, facts=FACTS).events.count() == 0


def test_what_somebody_else_changed_meanwhile_is_a_conflict(difficulty, officer, provincial):
    seen = version_of(values_of(difficulty, ["advice"]))
    edit_difficulty(difficulty, by=provincial, facts={"advice": "申请医疗互助"})
    with pytest.raises(Conflict, match="省级经办 于"):
        edit_difficulty(difficulty, by=officer, facts={"advice": "其他"}, seen=seen)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"found_on": FUTURE}, "发现日期不能晚于今天"),
        ({"description": ""}, "此字段不能为空|不能为空白|必填"),
        ({"need": "luck"}, "luck"),
    ],
)
def test_what_changing_refuses(difficulty, officer, facts, words):
    with pytest.raises(DomainError, match=words):
        edit_difficulty(difficulty, by=officer, facts=facts)


def test_striking_off_states_day_and_grounds(difficulty, officer):
    struck = strike_off_difficulty(difficulty, by=officer, on=DAY, reason=" 已报销 ")
    assert (struck.closed_on, struck.closed_reason, struck.is_open) == (DAY, "已报销", False)


@pytest.mark.parametrize(
    ("on", "reason", "field"),
    [
        (DAY, " ", "closed_reason"),
        (FUTURE, "已报销", "closed_on"),
        (DAY - datetime.timedelta(days=1), "已报销", "closed_on"),
    ],
)
def test_what_striking_off_refuses(difficulty, officer, on, reason, field):
    with pytest.raises(DomainError) as refusal:
        strike_off_difficulty(difficulty, by=officer, on=on, reason=reason)
    assert refusal.value.field == field


def test_striking_off_twice_keeps_the_first_grounds(difficulty, officer):
    strike_off_difficulty(difficulty, by=officer, on=DAY, reason="已报销")
    assert strike_off_difficulty(difficulty, by=officer, on=DAY, reason="另一依据").closed_reason == "已报销"


def test_what_is_struck_off_is_not_changed_before_it_is_open_again(difficulty, officer):
    strike_off_difficulty(difficulty, by=officer, on=DAY, reason="已报销")
    with pytest.raises(DomainError, match="第 1 号困难已销号"):
        edit_difficulty(difficulty, by=officer, facts={"advice": "其他"})
    assert reopen_difficulty(difficulty, by=officer).is_open
    assert edit_difficulty(difficulty, by=officer, facts={"advice": "其他"}).advice == "其他"


def test_opening_again_keeps_the_grounds_in_the_history_and_twice_changes_nothing(difficulty, officer):
    strike_off_difficulty(difficulty, by=officer, on=DAY, reason="已报销")
    for _press in range(2):
        reopen_difficulty(difficulty, by=officer)
    assert list(difficulty.events.order_by("pgh_id").values_list("closed_reason", flat=True)) == ["", "已报销"]


def test_a_closed_archive_takes_nothing(difficulty, officer, household):
    put(household, "exited")
    for act in (
        lambda: record_difficulty(household, by=officer, **FACTS),
        lambda: edit_difficulty(difficulty, by=officer, facts={"advice": "其他"}),
        lambda: strike_off_difficulty(difficulty, by=officer, on=DAY, reason="已报销"),
        lambda: reopen_difficulty(difficulty, by=officer),
    ):
        with pytest.raises(DomainError, match="不能再修改"):
            act()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_two_who_record_at_the_same_moment_get_two_numbers_and_the_same_words_one():
    household, officer = HouseholdFactory(), user_with(Role.OFFICER)
    DifficultyFactory(household=household, number=1)

    def record(words):
        return lambda: record_difficulty(household, by=officer, **FACTS | {"description": words})

    results = at_once(record("学费"), record("学费"), record("房租"))
    assert sorted({d.number for d in results}) == [2, 3]
    assert household.difficulties.count() == 3
