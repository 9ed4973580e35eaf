"""Difficulties on screen: recording, advice, striking off, opening again."""

import pytest
from django.utils import timezone

from households.actions.difficulties import edit_difficulty, strike_off_difficulty
from households.models import Difficulty
from organizations.models import AccessLog
from tests.support.factories import DifficultyFactory, HouseholdFactory

pytestmark = pytest.mark.django_db
TYPED = {"need": "medical", "found_on": "2026-03-02", "description": "透析费用高", "advice": "办理大病保险"}


def test_a_cadre_records_a_difficulty_and_comes_back_to_it(as_user, cadre, household, address):
    response = as_user(cadre).post(address("difficulty_add"), TYPED)
    made = household.difficulties.get()
    assert response.url == f"{address('household_difficulties')}#difficulty-{made.pk}"
    assert (made.number, made.need, made.advice, made.created_by) == (1, "medical", "办理大病保险", cadre)


def test_the_measure_may_follow_at_once(as_user, cadre, household, address):
    response = as_user(cadre).post(address("difficulty_add"), TYPED | {"measure": "1"})
    assert response.url == address("measure_add", household.difficulties.get().pk)


def test_pressing_twice_records_once(as_user, cadre, household, address):
    client = as_user(cadre)
    assert client.post(address("difficulty_add"), TYPED).url == client.post(address("difficulty_add"), TYPED).url
    assert household.difficulties.count() == 1


def test_the_day_is_today_unless_another_is_typed(as_user, cadre, address):
    form = as_user(cadre).get(address("difficulty_add")).context["form"]
    assert form["found_on"].value() == timezone.localdate()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"need": ""}, "请选择类别"), ({"found_on": "2099-01-01"}, "发现日期不能晚于今天")],
)
def test_what_is_wrong_is_said_and_the_typed_is_kept(as_user, cadre, address, change, words):
    page = as_user(cadre).post(address("difficulty_add"), TYPED | change).content.decode()
    assert words in page
    assert "透析费用高" in page
    assert not Difficulty.objects.exists()


def test_advice_is_written_later(as_user, cadre, difficulty, address):
    page = address("difficulty_edit", difficulty.pk)
    seen = as_user(cadre).get(page).context["form"].seen
    as_user(cadre).post(page, TYPED | {"advice": "申请医疗互助", "seen_difficulty": seen})
    difficulty.refresh_from_db()
    assert difficulty.advice == "申请医疗互助"


def test_somebody_elses_change_in_between_is_shown_and_then_overruled(
    as_user, officer, provincial, difficulty, address
):
    client, page = as_user(officer), address("difficulty_edit", difficulty.pk)
    mine = TYPED | {"seen_difficulty": client.get(page).context["form"].seen}
    edit_difficulty(difficulty, by=provincial, facts={"advice": "州里的建议"})
    refused = client.post(page, mine)
    assert "省级经办 于" in refused.content.decode()
    client.post(page, mine | {"seen_difficulty": refused.context["form"].seen})
    difficulty.refresh_from_db()
    assert difficulty.advice == "办理大病保险"


def test_striking_off_names_the_measures_without_an_outcome(as_user, cadre, difficulty, measure, address):
    client, page = as_user(cadre), address("difficulty_strike_off", difficulty.pk)
    assert "协助报销" in client.get(page).content.decode()
    client.post(page, {"closed_on": "2026-03-02", "closed_reason": "已报销"})
    difficulty.refresh_from_db()
    assert (f"{difficulty.closed_on}", difficulty.closed_reason) == ("2026-03-02", "已报销")


def test_without_grounds_nothing_is_struck_off(as_user, cadre, difficulty, address):
    page = as_user(cadre).post(address("difficulty_strike_off", difficulty.pk), {"closed_on": "2026-03-02"})
    assert "销号依据" in page.content.decode()
    difficulty.refresh_from_db()
    assert difficulty.is_open


def test_opening_again_is_posted(as_user, cadre, difficulty, address):
    client, page = as_user(cadre), address("difficulty_reopen", difficulty.pk)
    strike_off_difficulty(difficulty, by=cadre, on=timezone.localdate(), reason="已报销")
    assert client.get(page).status_code == 405
    assert client.post(page).url.endswith(f"#difficulty-{difficulty.pk}")
    difficulty.refresh_from_db()
    assert difficulty.is_open


@pytest.mark.parametrize("name", ["difficulty_edit", "difficulty_strike_off", "measure_add"])
def test_a_difficulty_of_another_household_is_not_found(as_user, officer, address, name):
    other = DifficultyFactory(household=HouseholdFactory())
    assert as_user(officer).get(address(name, other.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "words"),
    [("difficulty_edit", "修改困难"), ("difficulty_strike_off", "销号困难"), ("measure_add", "添加措施")],
)
def test_a_look_at_a_form_leaves_a_line(as_user, officer, difficulty, address, name, words):
    as_user(officer).get(address(name, difficulty.pk))
    assert [line.detail for line in AccessLog.objects.all()] == [words]


@pytest.mark.parametrize("name", ["difficulty_edit", "difficulty_strike_off", "difficulty_reopen"])
def test_readers_are_refused_outsiders_find_nothing_and_a_closed_archive_is_left(
    as_user, officer, difficulty, statuses, closed, address, name
):
    page = address(name, difficulty.pk)
    assert [*statuses(page), as_user(officer).post(page).status_code] == [403, 404, 403]
