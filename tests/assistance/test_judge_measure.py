"""Judging what came of a measure, and taking a judgement back."""

import datetime

import pytest
from django.utils import timezone

from assistance.actions.measures import edit_measure, judge_measure, remove_measure
from assistance.enums import MeasureProgress, Outcome
from core.errors import Conflict, DomainError
from households.actions.difficulties import strike_off_difficulty

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 7, 1)
FACTS = {
    "progress": MeasureProgress.RESOLVED,
    "outcome": Outcome.RELIEVED,
    "outcome_note": "报销 1.2 万元",
    "judged_on": DAY,
}
TYPED = FACTS | {"judged_on": "2026-07-01"}
BACK = FACTS | {"outcome": ""}


def test_a_judgement_is_kept_with_its_day_and_who_made_it(measure, cadre):
    judged = judge_measure(measure, by=cadre, facts=FACTS)
    assert (judged.outcome, judged.judged_on, judged.progress) == ("relieved", DAY, "resolved")
    assert judged.events.select_related("pgh_context").get().pgh_context.metadata["user"] == cadre.pk


def test_judging_again_the_same_way_leaves_no_history(measure, cadre):
    for _press in range(2):
        judge_measure(measure, by=cadre, facts=FACTS)
    assert measure.events.count() == 1


def test_a_judgement_is_taken_back_with_its_day_and_words(measure, cadre):
    judge_measure(measure, by=cadre, facts=FACTS)
    back = judge_measure(measure, by=cadre, facts=BACK)
    assert (back.outcome, back.outcome_note, back.judged_on) == ("", "", None)


def test_also_a_measure_of_what_is_struck_off_is_judged(measure, difficulty, cadre):
    strike_off_difficulty(difficulty, by=cadre, on=timezone.localdate(), reason="已报销")
    assert judge_measure(measure, by=cadre, facts=FACTS).outcome == Outcome.RELIEVED


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "请填写评价日期"),
        (datetime.date(2999, 1, 1), "评价日期不能晚于今天"),
        (datetime.date(2026, 1, 4), "评价日期不能早于困难的发现日期 2026-01-05"),
    ],
)
def test_what_is_refused(measure, cadre, day, words):
    with pytest.raises(DomainError, match=words) as refusal:
        judge_measure(measure, by=cadre, facts=FACTS | {"judged_on": day})
    assert refusal.value.field == "judged_on"


def test_what_was_removed_meanwhile_is_not_judged(measure, cadre):
    remove_measure(measure, by=cadre)
    with pytest.raises(Conflict, match="移除了这项措施"):
        judge_measure(measure, by=cadre, facts=FACTS)


def test_a_closed_archive_is_not_judged(closed, measure, officer, as_user, address):
    with pytest.raises(DomainError, match="不能再修改"):
        judge_measure(measure, by=officer, facts=FACTS)
    assert as_user(officer).get(address("measure_judge", measure.pk)).status_code == 403


def test_the_form_begins_with_today_and_asks_for_an_outcome(as_user, cadre, measure, address):
    client, page = as_user(cadre), address("measure_judge", measure.pk)
    form = client.get(page).context["form"]
    assert form["judged_on"].value() == timezone.localdate()
    assert list(client.post(page, TYPED | {"outcome": ""}).context["form"].errors) == ["outcome"]


def test_it_is_judged_and_taken_back_on_screen(as_user, cadre, measure, address):
    client, page = as_user(cadre), address("measure_judge", measure.pk)
    for sent, words in ((TYPED, "已评价成效：困难已缓解。"), (TYPED | {"outcome": ""}, "已撤回成效评价。")):
        seen = client.get(page).context["form"].seen
        assert words in client.post(page, sent | {"seen_judgement": seen}, follow=True).content.decode()
    measure.refresh_from_db()
    assert measure.outcome == ""


def test_somebody_elses_change_in_between_is_shown_and_then_overruled(as_user, officer, provincial, measure, address):
    client, page = as_user(officer), address("measure_judge", measure.pk)
    mine = TYPED | {"seen_judgement": client.get(page).context["form"].seen}
    edit_measure(measure, by=provincial, facts={"progress": MeasureProgress.UNRESOLVED})
    refused = client.post(page, mine)
    assert "省级经办 于" in refused.content.decode()
    client.post(page, mine | {"seen_judgement": refused.context["form"].seen})
    measure.refresh_from_db()
    assert (measure.outcome, measure.progress) == ("relieved", "resolved")
