"""From open cards to results: counted, claimed, checked, returned, ranked, and then frozen."""

import datetime
from decimal import Decimal

import pytest
from django.db import InternalError, transaction

from audits.actions.scores.cards import open_cards, publish_results
from audits.actions.scores.checking import finish_check, reopen_check, return_card, save_checked
from audits.actions.scores.marks import attach_paper, remove_paper, save_self_scores, submit_self_scores
from audits.actions.scores.sheets import publish_sheet
from audits.models import Mark, ScoreCard
from audits.scores.measuring import NOT_KEPT
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from organizations.models import Union
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.files import photo, upload
from tests.support.races import at_once, told_apart
from tests.support.scores import (
    card_of,
    checked,
    closed,
    item,
    leave_counties,
    opened,
    over,
    published,
    self_scored,
    sheet,
)

pytestmark = pytest.mark.django_db


def hand(card):
    return card.marks.get(item__kind="hand")


def counted(card):
    return card.marks.get(item__kind="indicator")


def test_every_county_gets_a_card_with_what_was_counted(household, cadre, provincial):
    HouseholdFactory()
    HouseholdFactory(union=union("532501"))
    found = opened(provincial)
    assert found.cards.count() == Union.objects.filter(kind="county", path__startswith=found.union.path).count()
    said = [counted(card_of(found, code)) for code in ("532524", "532501", "532502")]
    facts = [(mark.basis, str(mark.measured), str(mark.computed)) for mark in said]
    assert facts == [("counted", "50.00", "30.00"), ("counted", "0.00", "0.00"), ("nothing", "None", "60.00")]
    assert (said[0].numerator, said[0].denominator, said[0].counted_to) == (1, 2, found.counted_to)


def test_counting_again_leaves_what_was_handed_in(household, cadre, provincial, officer):
    found = opened(provincial)
    self_scored(card_of(found), officer)
    HouseholdFactory()
    HouseholdFactory(union=union("532501"))
    open_cards(found, by=provincial)
    assert [str(counted(card_of(found, code)).computed) for code in ("532524", "532501")] == ["60.00", "0.00"]


def test_of_a_past_day_without_records_the_day_of_counting_stands_in_and_stays(household, cadre, provincial):
    day = clock.today()
    found = opened(provincial)
    for days, archives in ((20, 1), (40, 2)):
        HouseholdFactory(union=union("532501"))
        Mark.objects.filter(card=card_of(found, "532501")).update(basis="unknown")
        with clock.at(day + datetime.timedelta(days=days)):
            open_cards(found, by=provincial, day=day)
        first, later = counted(card_of(found)), counted(card_of(found, "532501"))
        assert (str(first.measured), first.basis_words) == ("100.00", f"{NOT_KEPT}，按 {day:%Y-%m-%d} 计量的结果")
        assert (later.denominator, later.counted_to, "按计量当天" in later.basis_words) == (archives, day, True)


@pytest.mark.parametrize("kinds", [["county"], ["county", "industry"]])
def test_counting_takes_as_many_queries_for_one_as_for_all(provincial, kinds, django_assert_num_queries):
    if kinds == ["county"]:
        leave_counties("532524")
    found = published(provincial, code="530000", kinds=kinds)
    with django_assert_num_queries(18):
        open_cards(found, by=provincial)


def test_a_union_scores_itself_and_what_differs_needs_words(household, cadre, provincial, officer):
    card = card_of(opened(provincial))
    with pytest.raises(DomainError, match="没有自评得分：“专题研究” 1 项"):
        submit_self_scores(card, by=officer)
    said = {hand(card).pk: (Decimal(38), ""), counted(card).pk: (Decimal(50), "")}
    card = save_self_scores(card, by=officer, seen=0, said=said)
    with pytest.raises(DomainError, match="须写明理由：“结对覆盖率”"):
        submit_self_scores(card, by=officer)
    card = save_self_scores(card, by=officer, seen=1, said={counted(card).pk: (None, "")})
    done = submit_self_scores(card, by=officer)
    assert (done.status, counted(done).self_score) == ("self_scored", 60)
    assert submit_self_scores(card, by=officer).self_at == done.self_at
    with pytest.raises(DomainError, match="不能再改自评"):
        save_self_scores(done, by=officer, seen=done.version, said={hand(card).pk: (Decimal(1), "")})


def test_points_beyond_the_weight_are_refused(provincial, officer):
    card = card_of(opened(provincial))
    with pytest.raises(DomainError, match="0 到 40.00 分") as refused:
        save_self_scores(card, by=officer, seen=0, said={hand(card).pk: (Decimal("40.01"), "")})
    assert refused.value.field == f"score_{hand(card).pk}"


def test_a_claim_by_hand_needs_the_papers_that_are_asked_for(provincial, officer):
    found = sheet(provincial)
    item(found, provincial, weight=Decimal(100), evidence="会议纪要")
    card = card_of(open_cards(publish_sheet(found, by=provincial), by=provincial))
    with pytest.raises(DomainError, match="须附佐证材料"):
        self_scored(card, officer)
    card.refresh_from_db()
    paper = attach_paper(card, hand(card), by=officer, upload=upload(photo()))
    assert attach_paper(card, hand(card), by=officer, upload=upload(photo())) == paper
    assert remove_paper(remove_paper(paper, by=officer), by=officer).removed_by == officer
    attach_paper(card, hand(card), by=officer, upload=upload(photo()))
    assert submit_self_scores(card, by=officer).status == "self_scored"


def test_two_windows_do_not_overwrite_each_other(provincial, officer):
    card = card_of(opened(provincial))
    key = hand(card).pk
    save_self_scores(card, by=officer, seen=0, said={key: (Decimal(30), "")})
    assert save_self_scores(card, by=officer, seen=0, said={key: (Decimal(30), "")}).version == 1
    with pytest.raises(Conflict, match="经办员保存过"):
        save_self_scores(card, by=officer, seen=0, said={key: (Decimal(20), "")})


def test_nobody_of_the_union_nor_above_scores_or_checks_for_the_other(provincial, officer, reviewer, checker, outsider):
    card = card_of(opened(provincial))
    for by in (provincial, reviewer, checker, outsider):
        with pytest.raises(NotAllowed):
            save_self_scores(card, by=by, seen=0, said={})
    card = self_scored(card, officer)
    both = user_with(Role.APPROVER, "532500", username="both")
    both.union = card.union
    both.save()
    for by in (provincial, officer, reviewer, outsider, both):
        for act in (save_checked, finish_check, return_card, reopen_check):
            more = {"seen": 0, "said": {}} if act is save_checked else {"reason": "x"} if act is return_card else {}
            with pytest.raises(NotAllowed):
                act(card, by=by, **more)


def test_a_checked_score_that_differs_needs_words(household, cadre, provincial, officer, checker):
    card = self_scored(card_of(opened(provincial)), officer)
    with pytest.raises(DomainError, match="或没有计量得分的，须写明理由：“专题研究”"):
        checked(card, checker, words="")
    card.refresh_from_db()
    assert checked(card, checker).checked_by == checker
    assert finish_check(card, by=checker).status == "checked"


def test_a_card_is_sent_back_and_comes_again(provincial, officer, checker):
    card = self_scored(card_of(opened(provincial)), officer)
    with pytest.raises(DomainError, match="退回原因"):
        return_card(card, by=checker, reason=" ")
    card = return_card(card, by=checker, reason="请附会议纪要。")
    assert return_card(card, by=checker, reason="请附会议纪要。").version == card.version
    card = checked(self_scored(card, officer, "36"), checker)
    with pytest.raises(Conflict, match="州审批已核定"):
        save_checked(card, by=checker, seen=card.version, said={})
    assert reopen_check(card, by=checker).status == "self_scored"


def test_who_did_not_score_itself_is_checked_when_the_time_is_over(provincial, checker):
    found = opened(provincial)
    with pytest.raises(DomainError, match="现在不能核定"):
        checked(card_of(found), checker)
    over(found)
    assert checked(card_of(found), checker).status == "checked"


def test_results_have_places_and_stand_for_good(household, provincial, checker):
    found = opened(provincial)
    with pytest.raises(DomainError, match="13 个单位还没有核定"):
        publish_results(found, by=provincial)
    done = closed(found, provincial, checker, {"532501": "40", "532524": "38"})
    assert publish_results(found, by=provincial).closed_at == done.closed_at
    rows = done.cards.order_by("place", "union__path").values_list("union__code", "total", "place", "near_of")
    assert list(rows)[0] == ("532501", Decimal(100), 1, 13)
    assert list(rows)[-1] == ("532524", Decimal(38), 13, 13)
    assert {place for _code, _total, place, _of in list(rows)[1:-1]} == {2}
    for rows in (ScoreCard.objects.filter(sheet=found), Mark.objects.filter(card__sheet=found)):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(**({"total": 1} if rows.model is ScoreCard else {"checked_score": 1}))


@pytest.mark.usefixtures("reference")
def test_of_two_checkers_at_once_one_is_told_of_the_other(provincial, officer, checker, other_checker):
    card = self_scored(card_of(opened(provincial)), officer)
    key = hand(card).pk

    def give(by, points):
        return lambda: save_checked(card, by=by, seen=card.version, said={key: (Decimal(points), "核对。")})

    done, refused = told_apart(at_once(give(checker, 30), give(other_checker, 20)))
    assert (len(done), [type(one) for one in refused]) == (1, [Conflict])
    kept = Mark.objects.get(pk=key).checked_score
    assert done[0].saved_by.name in refused[0].message
    assert kept == {checker: 30, other_checker: 20}[done[0].saved_by]


def test_a_check_taken_back_leaves_a_returned_card_with_its_union(provincial, officer, checker):
    found = opened(provincial)
    card = return_card(self_scored(card_of(found), officer), by=checker, reason="缺材料")
    over(found)
    assert reopen_check(checked(card_of(found), checker), by=checker).status == "open"
    with pytest.raises(DomainError, match="最多 300 字"):
        return_card(self_scored(card, officer), by=checker, reason="长" * 301)


def test_a_closed_union_that_said_nothing_leaves_the_sheet(provincial, officer):
    leave_counties("532501", "532524")
    found = opened(provincial)
    self_scored(card_of(found), officer)
    Union.objects.filter(code__in=["532501", "532524"]).update(is_active=False)
    open_cards(found, by=provincial)
    assert [card.union.code for card in found.cards.select_related("union")] == ["532524"]
