"""Measures: planning, keeping up to date and taking out."""

import datetime

import pytest
from django.utils import timezone

from assistance.actions.measures import add_measure, edit_measure, remove_measure
from assistance.enums import MeasureProgress, Outcome
from assistance.models import Measure
from core.errors import Conflict, DomainError
from households.actions.difficulties import strike_off_difficulty
from organizations.enums import Department, Role
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, user_with
from tests.support.races import at_once

pytestmark = pytest.mark.django_db
FACTS = {
    "text": "协助办理大病保险报销",
    "lead_department": Department.MEDICAL_INSURANCE,
    "deadline": datetime.date(2026, 6, 30),
    "progress": MeasureProgress.PLANNED,
    "progress_note": "",
}
TYPED = FACTS | {"deadline": "2026-06-30"}


@pytest.fixture
def struck_off(difficulty, officer):
    return strike_off_difficulty(difficulty, by=officer, on=timezone.localdate(), reason="已报销")


def test_a_measure_carries_who_added_it(difficulty, cadre):
    measure = add_measure(difficulty, by=cadre, facts=FACTS)
    assert (measure.text, measure.created_by) == ("协助办理大病保险报销", cadre)


def test_the_same_again_is_returned(difficulty, cadre):
    assert add_measure(difficulty, by=cadre, facts=FACTS) == add_measure(difficulty, by=cadre, facts=FACTS)
    assert add_measure(difficulty, by=cadre, facts=FACTS | {"text": "申请医疗互助"}).pk
    assert difficulty.measures.count() == 2


def test_a_deadline_lies_not_before_the_difficulty_was_found(difficulty, cadre):
    with pytest.raises(DomainError, match="不能早于困难的发现日期 2026-01-05") as refusal:
        add_measure(difficulty, by=cadre, facts=FACTS | {"deadline": datetime.date(2026, 1, 4)})
    assert refusal.value.field == "deadline"


def test_what_is_struck_off_takes_no_measure(struck_off, measure, cadre):
    for act in (
        lambda: add_measure(struck_off, by=cadre, facts=FACTS),
        lambda: edit_measure(measure, by=cadre, facts=FACTS),
    ):
        with pytest.raises(DomainError, match="第 1 号困难已销号，不能再增改措施"):
            act()


def test_changing_keeps_the_former_state(measure, officer):
    edit_measure(measure, by=officer, facts={"progress": MeasureProgress.UNDER_WAY, "progress_note": "材料已交"})
    event = measure.events.select_related("pgh_context").get()
    assert (event.progress, event.pgh_context.metadata["user"]) == (MeasureProgress.PLANNED, officer.pk)
    edit_measure(measure, by=officer, facts={"progress": MeasureProgress.UNDER_WAY})
    assert measure.events.count() == 1


def test_removing_keeps_the_history_and_twice_changes_nothing(measure, officer):
    for _press in range(2):
        remove_measure(measure, by=officer)
    assert [event.text for event in Measure.pgh_event_model.objects.all()] == ["协助报销"]
    with pytest.raises(Conflict, match="移除了这项措施"):
        edit_measure(measure, by=officer, facts=FACTS)


def test_a_judged_measure_is_not_removed(difficulty, officer):
    judged = MeasureFactory(difficulty=difficulty, outcome=Outcome.RELIEVED)
    with pytest.raises(DomainError, match="请先撤回评价"):
        remove_measure(judged, by=officer)


def test_a_closed_archive_takes_nothing(closed, difficulty, measure, officer, as_user, address):
    for act in (
        lambda: add_measure(difficulty, by=officer, facts=FACTS),
        lambda: edit_measure(measure, by=officer, facts=FACTS),
        lambda: remove_measure(measure, by=officer),
    ):
        with pytest.raises(DomainError, match="不能再修改"):
            act()
    assert as_user(officer).post(address("measure_remove", measure.pk)).status_code == 403


@pytest.mark.parametrize("deadline", ["0001-01-01", "9999-12-31"])
def test_a_mistyped_year_is_refused_in_words(as_user, cadre, difficulty, address, deadline):
    page = as_user(cadre).post(address("measure_add", difficulty.pk), TYPED | {"deadline": deadline})
    assert "年份应在 1900 到 2100 之间" in page.content.decode()


def test_the_form_begins_with_advice_leading_department_and_a_usual_deadline(as_user, cadre, difficulty, address):
    form = as_user(cadre).get(address("measure_add", difficulty.pk)).context["form"]
    assert [form[name].value() for name in ("text", "lead_department", "progress")] == [
        "协助办理大病保险报销",
        "medical_insurance",
        "planned",
    ]
    assert form["deadline"].value() == timezone.localdate() + datetime.timedelta(days=90)


def test_one_tap_makes_a_measure_of_the_advice(as_user, cadre, difficulty, address):
    usual = dict(as_user(cadre).get(address("household_difficulties")).context["rows"])[difficulty]
    sent = usual | {"deadline": f"{usual['deadline']}"}
    for _press in range(2):
        as_user(cadre).post(address("measure_add", difficulty.pk), sent)
    measure = difficulty.measures.get()
    assert (measure.text, measure.lead_department) == (difficulty.advice, "medical_insurance")
    assert dict(as_user(cadre).get(address("household_difficulties")).context["rows"])[difficulty] is None


@pytest.mark.parametrize("missing", ["text", "lead_department", "deadline"])
def test_the_page_asks_for_what_the_six_clear_asks(as_user, cadre, difficulty, address, missing):
    response = as_user(cadre).post(address("measure_add", difficulty.pk), TYPED | {missing: ""})
    assert list(response.context["form"].errors) == [missing]
    assert not difficulty.measures.exists()


def test_somebody_elses_change_in_between_is_shown(as_user, officer, provincial, measure, address):
    client, page = as_user(officer), address("measure_edit", measure.pk)
    mine = TYPED | {"seen_measure": client.get(page).context["form"].seen}
    edit_measure(measure, by=provincial, facts={"progress_note": "已催办"})
    refused = client.post(page, mine)
    assert "省级经办 于" in refused.content.decode()
    response = client.post(page, mine | {"seen_measure": refused.context["form"].seen})
    assert response.url == f"{address('household_difficulties')}#difficulty-{measure.difficulty_id}"


def test_removing_on_screen_is_posted_and_twice_no_fault(as_user, cadre, measure, address):
    client, page = as_user(cadre), address("measure_remove", measure.pk)
    assert client.get(page).status_code == 405
    assert "已移除措施“协助报销”" in client.post(page, follow=True).content.decode()
    assert client.post(page).url == address("household_difficulties")


@pytest.mark.parametrize("name", ["measure_edit", "measure_judge"])
def test_a_measure_of_another_household_is_not_found(as_user, officer, address, name):
    other = MeasureFactory(difficulty=DifficultyFactory(household=HouseholdFactory()))
    assert as_user(officer).get(address(name, other.pk)).status_code == 404
    as_user(officer).post(address("measure_remove", other.pk))
    assert Measure.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("name", ["measure_edit", "measure_judge", "measure_remove"])
def test_a_reader_is_refused_and_an_outsider_finds_nothing(statuses, measure, address, name):
    assert statuses(address(name, measure.pk)) == [403, 404]


def test_nobody_but_those_who_work_there_plans_a_measure(statuses, difficulty, address):
    assert statuses(address("measure_add", difficulty.pk)) == [403, 404]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_a_button_pressed_twice_at_the_same_moment_adds_one_measure():
    difficulty, officer = DifficultyFactory(), user_with(Role.OFFICER)
    first, second = at_once(*[lambda: add_measure(difficulty, by=officer, facts=FACTS)] * 2)
    assert first == second == Measure.objects.get()
