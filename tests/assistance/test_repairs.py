"""The six-clear is repaired by the pages that its reasons link to: 不清 before the form is sent, 清 after it."""

import pytest
from django.utils import timezone

from assistance.actions.aid import remove_aid, state_no_aid
from audits.actions.clear import refresh_clear
from audits.models import ClearState
from audits.repairs import REPAIRS
from tests.support.factories import AidRecordFactory, DifficultyFactory

pytestmark = pytest.mark.django_db
PAST = {"text": "协助报销", "lead_department": "medical_insurance", "deadline": "2026-02-01", "progress": "planned"}
PAST |= {"planned_on": "2026-01-05"}


def reasons(household):
    """Return the codes of the reasons as the last request left them, of what assistance repairs."""
    state = ClearState.objects.get(household=household)
    found = {code for item in state.reasons.values() for code, *_text in item}
    return found & {"years", "advice", "measure", "outcome"}


def test_years_are_repaired_by_a_record_and_by_statements(as_user, cadre, household, address):
    past = list(range(2017, timezone.localdate().year))
    state_no_aid(household, by=cadre, years=past[2:])
    refresh_clear([household.pk])
    assert reasons(household) == {"years"}
    client = as_user(cadre)
    client.post(address("no_aid_state"), {"years": past[:1]})
    assert reasons(household) == {"years"}
    sent = {"client_id": "00000000-0000-4000-8000-000000000001", "year": past[1], "project": "living"}
    client.post(address("aid_add"), sent | {"source": "union", "department": "union", "amount": "500"})
    assert reasons(household) == set()


def test_a_year_is_unclear_again_once_its_record_or_statement_has_gone(as_user, cadre, household, address):
    past = list(range(2017, timezone.localdate().year))
    state_no_aid(household, by=cadre, years=past[1:])
    record = AidRecordFactory(household=household, year=past[0], received_on=None)
    client = as_user(cadre)
    client.post(address("no_aid_take_back", past[1]))
    assert reasons(household) == {"years"}
    client.post(address("no_aid_state"), {"years": past[1:2]})
    assert reasons(household) == set()
    remove_aid(record, by=cadre)
    refresh_clear([household.pk])
    assert reasons(household) == {"years"}


def test_advice_measure_and_outcome_are_repaired_one_after_the_other(as_user, cadre, household, address):
    state_no_aid(household, by=cadre, years=range(2017, timezone.localdate().year))
    difficulty, client = DifficultyFactory(household=household, advice="", found_on=None), as_user(cadre)
    refresh_clear([household.pk])
    assert reasons(household) == {"advice", "measure"}
    client.post(address("difficulty_edit", difficulty.pk), {"need": "medical", "description": "药费", "advice": "报销"})
    assert reasons(household) == {"measure"}
    client.post(address("measure_add", difficulty.pk), PAST)
    assert reasons(household) == {"outcome"}
    judged = {"progress": "resolved", "outcome": "relieved", "judged_on": "2026-02-01"}
    client.post(address("measure_judge", difficulty.measures.get().pk), judged)
    assert reasons(household) == set()


def test_striking_off_takes_the_gaps_of_a_difficulty_away(as_user, cadre, household, address):
    state_no_aid(household, by=cadre, years=range(2017, timezone.localdate().year))
    difficulty = DifficultyFactory(household=household, advice="")
    sent = {"closed_on": f"{timezone.localdate()}", "closed_reason": "登记有误"}
    as_user(cadre).post(address("difficulty_strike_off", difficulty.pk), sent)
    assert reasons(household) == set()
    as_user(cadre).post(address("difficulty_reopen", difficulty.pk))
    assert reasons(household) == {"advice", "measure"}


def test_the_tab_of_the_six_clear_leads_to_the_pages(as_user, cadre, household, measure, address):
    page = as_user(cadre).get(address("household_clear")).content.decode()
    assert f'href="{address("household_aid")}">登记帮扶或确认为无' in page
    assert f'href="{address("household_difficulties")}#difficulty-{measure.difficulty_id}">评价成效' in page
    assert f'href="{address("visit_log")}?method=call">登记联系' in page


def test_what_is_missing_of_one_difficulty_is_repaired_at_that_one(as_user, cadre, household, address):
    DifficultyFactory(household=household, number=1)
    second = DifficultyFactory(household=household, number=2, advice="")
    page = as_user(cadre).get(address("household_clear")).content.decode()
    assert f'href="{address("difficulty_edit", second.pk)}">填写帮扶建议' in page
    assert f'href="{address("household_difficulties")}#difficulty-{second.pk}">添加措施' in page


def test_a_cadre_is_not_sent_to_what_only_an_officer_may_repair(as_user, cadre, officer, household, address):
    pages = [as_user(user).get(address("household_clear")).content.decode() for user in (cadre, officer)]
    assert [f'href="{address("survey_add")}"' in page for page in pages] == [False, True]
    assert ["由建档单位经办人员办理。" in page for page in pages] == [True, False]


def test_a_reason_of_a_state_computed_earlier_keeps_its_link(as_user, cadre, household, address):
    DifficultyFactory(household=household, number=1, advice="")
    client = as_user(cadre)
    client.get(address("household_clear"))
    ClearState.objects.filter(household=household).update(reasons={"3": [["advice", "第 1 号困难没有帮扶建议。"]]})
    page = client.get(address("household_clear")).content.decode()
    assert f'href="{address("household_difficulties")}">填写帮扶建议' in page


def test_every_reason_has_a_page_that_repairs_it():
    codes = "fields survey basics_visit years advice none_visit measure outcome pairing home_visit contact"
    assert set(REPAIRS) == set(codes.split())
