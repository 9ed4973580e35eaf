"""The pages of handing over: the one screen, the list, one hand-over with what is open, acknowledging on a phone."""

import datetime
import uuid

import pytest
from django.urls import reverse

from organizations.enums import Role
from pairing.actions.handovers import hand_over
from pairing.actions.visits import log_visit
from pairing.distributing import distribute, shares
from pairing.enums import Met, VisitMethod
from pairing.models import Handover
from tests.support.factories import (
    CadreFactory,
    DifficultyFactory,
    HouseholdFactory,
    MeasureFactory,
    PairingFactory,
    union,
    user_with,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def taker(db):
    return CadreFactory(name="王海燕", user=user_with(Role.CADRE, username="taker"))


@pytest.fixture
def second(db):
    return CadreFactory(name="周敏")


@pytest.fixture
def giver(cadre, more_households):
    """The cadre of the cast with four households."""
    more_households(3)
    return cadre.cadre


@pytest.fixture
def sent(giver):
    """Return what the screen sends, changed by keywords."""

    def make(*takers, **changed):
        ticked = [str(pairing.pk) for pairing in giver.pairings.active()]
        told = {"client_id": str(uuid.uuid4()), "on": DAY.isoformat(), "reason": "退休", "note": "家有老人"}
        return told | {"takers": [taker.pk for taker in takers], "pairing": ticked} | changed

    return make


@pytest.fixture
def done(giver, taker, officer):
    parts = {taker: list(giver.pairings.active())}
    (row,) = hand_over(giver, by=officer, parts=parts, on=DAY, reason="退休", client_id=uuid.uuid4())
    return row


def screen(person):
    return reverse("cadre_hand_over", args=[person.pk])


def test_one_taker_takes_all_without_more_clicks(as_user, officer, giver, taker, sent):
    response = as_user(officer).post(screen(giver), sent(taker))
    assert response.url == reverse("cadre", args=[giver.pk])
    assert taker.pairings.active().count() == 4


def test_the_screen_sent_twice_moves_once_and_says_so_twice(as_user, officer, giver, taker, sent):
    data = sent(taker)
    pages = [as_user(officer).post(screen(giver), data, follow=True).content.decode() for _press in range(2)]
    assert ["结对户已移交：王海燕 4 户" in page for page in pages] == [True, True]
    assert Handover.objects.count() == 1


def test_sharing_out_fills_the_takers_by_what_they_help(as_user, officer, giver, taker, second, sent):
    PairingFactory.create_batch(2, cadre=second)
    page = as_user(officer).post(reverse("cadre_hand_over_share", args=[giver.pk]), sent(taker, second) | {"share": 1})
    assert [(who, given, then) for who, given, then in page.context["takers"]] == [(taker, 3, 3), (second, 1, 3)]
    told = {f"to-{row.pairing.pk}": row.taker for row, _items in page.context["rows"]}
    as_user(officer).post(screen(giver), sent(taker, second) | told)
    assert (taker.pairings.active().count(), second.pairings.active().count()) == (3, 3)


def test_a_household_without_a_taker_is_asked_for_and_all_typed_is_kept(as_user, officer, giver, taker, second, sent):
    page = as_user(officer).post(screen(giver), sent(taker, second)).content.decode()
    assert "有 4 户没有选定接手人，请点“平均分配”" in page
    assert "家有老人" in page
    assert giver.pairings.active().count() == 4


def test_only_what_is_ticked_goes(as_user, officer, giver, taker, sent):
    first = giver.pairings.active().first()
    as_user(officer).post(screen(giver), sent(taker, pairing=[str(first.pk)]))
    assert [pairing.household for pairing in taker.pairings.active()] == [first.household]
    assert "请至少选择一户" in as_user(officer).post(screen(giver), sent(taker, pairing=[])).content.decode()


def test_leaving_office_goes_along(as_user, officer, giver, taker, sent):
    as_user(officer).post(screen(giver), sent(taker, leave="on"))
    giver.refresh_from_db()
    assert not giver.is_active


def test_the_screen_shows_what_is_open_at_each_household(as_user, officer, household, cadre):
    difficulty = DifficultyFactory(household=household, description="医药费自付部分高")
    MeasureFactory(difficulty=difficulty, text="协助报销")
    facts = {"method": VisitMethod.HOME, "met": Met.WORKER, "situation": "好"}
    day = datetime.date(2999, 1, 1)
    log_visit(household, by=officer, client_id=uuid.uuid4(), on=DAY, next_visit_on=day, **facts)
    page = as_user(officer).get(screen(cadre.cadre))
    ((_row, items),) = page.context["rows"]
    assert [item.label for item in items] == ["困难", "措施", "约定"]
    assert "2999-01-01 走访" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_take_the_same_queries_for_any_number(as_user, officer, taker, count, django_assert_num_queries):
    person = CadreFactory()
    for pairing in PairingFactory.create_batch(count, cadre=person):
        MeasureFactory(difficulty=DifficultyFactory(household=pairing.household))
    client = as_user(officer)
    with django_assert_num_queries(11):
        client.get(screen(person))
    parts = {taker: list(person.pairings.active())}
    (row,) = hand_over(person, by=officer, parts=parts, on=DAY, reason="退休", client_id=uuid.uuid4())
    with django_assert_num_queries(9):
        client.get(reverse("handover", args=[row.pk]))
    with django_assert_num_queries(5):
        client.get(reverse("handovers"))


def test_the_taker_is_told_at_home_and_among_the_own_households_and_acknowledges(as_user, taker, done):
    client = as_user(taker.user)
    assert "移交待我确认" in client.get(reverse("home")).content.decode()
    assert "移交给您 4 户（退休）" in client.get(reverse("my_households")).content.decode()
    page = reverse("handover", args=[done.pk])
    assert "确认接手" in client.get(page).content.decode()
    assert client.post(reverse("handover_acknowledge", args=[done.pk])).url == page
    assert "移交给您" not in client.get(reverse("my_households")).content.decode()


def test_officers_see_what_is_not_acknowledged(as_user, officer, taker, done):
    waiting = reverse("handovers") + "?state=waiting"
    assert "移交未确认接手" in as_user(officer).get(reverse("home")).content.decode()
    assert list(as_user(officer).get(waiting).context["page"]) == [done]
    as_user(taker.user).post(reverse("handover_acknowledge", args=[done.pk]))
    assert list(as_user(officer).get(waiting).context["page"]) == []
    assert list(as_user(officer).get(reverse("handovers"), {"state": "done", "q": "王海"}).context["page"]) == [done]


def test_who_has_handed_over_sees_that_and_no_household(as_user, giver, done):
    page = as_user(giver.user).get(reverse("handover", args=[done.pk]))
    assert (page.status_code, list(page.context["rows"])) == (200, [])


@pytest.mark.parametrize("name", ["handover", "handover_acknowledge"])
def test_another_region_finds_nothing(as_user, outsider, done, name):
    client = as_user(outsider)
    assert client.get(reverse("handovers")).context["page"] == []
    act = client.get if name == "handover" else client.post
    assert act(reverse(name, args=[done.pk])).status_code == 404


def test_the_household_tells_who_helped_it_and_by_which_handover(as_user, officer, household, giver, done):
    page = as_user(officer).get(reverse("household_visits", args=[household.archive_no])).content.decode()
    assert "2026-03-02 由 帮扶干部甲 移交（退休），尚未确认接手" in page
    line = as_user(officer).get(reverse("household_timeline", args=[household.archive_no])).content.decode()
    assert "由 帮扶干部甲 移交（退休）" in line


def test_what_hinders_names_the_household(as_user, officer, household, giver, taker, sent):
    PairingFactory(household=household, cadre=taker, kind="leader")
    page = as_user(officer).post(screen(giver), sent(taker))
    assert f"{household.archive_no} 赵小兰：王海燕 已是该户的挂包领导" in page.content.decode()


@pytest.mark.parametrize(
    ("count", "loads", "expected"),
    [
        (6, {1: 0, 2: 0, 3: 0}, {1: 2, 2: 2, 3: 2}),
        (6, {1: 5, 2: 2, 3: 0}, {1: 0, 2: 2, 3: 4}),
        (2, {1: 9, 2: 0}, {1: 0, 2: 2}),
        (5, {1: 1, 2: 1}, {1: 3, 2: 2}),
        (0, {1: 1}, {1: 0}),
    ],
)
def test_shares_even_out_what_each_then_helps(count, loads, expected):
    assert shares(count, loads) == expected


@pytest.mark.parametrize(
    ("count", "loads", "most", "expected"),
    [
        (6, {1: 0, 2: 0}, {1: 10, 2: 2}, {1: 4, 2: 2}),
        (3, {1: 8, 2: 1}, {1: 10, 2: 1}, {1: 3, 2: 0}),
        (4, {1: 9, 2: 9}, {1: 10, 2: 10}, {1: 2, 2: 2}),
        (3, {1: 9, 2: 1}, {1: 9, 2: 0}, {1: 3, 2: 0}),
        (2, {1: 0}, {1: 0}, {1: 2}),
    ],
)
def test_shares_fill_those_with_room_first(count, loads, most, expected):
    assert shares(count, loads, most) == expected


def test_who_cannot_take_one_leaves_it_to_who_has_room():
    found = distribute([11, 12, 13], {1: 0, 2: 0, 3: 1}, {(11, 1), (12, 1), (13, 1)}, {1: 9, 2: 1, 3: 9})
    assert found == {11: 2, 12: 3, 13: 3}


def test_neighbours_go_together_and_nobody_gets_what_cannot_be():
    assert distribute([11, 12, 13, 14], {1: 0, 2: 0}) == {11: 1, 12: 1, 13: 2, 14: 2}
    assert distribute([11, 12], {1: 0, 2: 0}, {(11, 1)}) == {11: 2, 12: 1}
    assert distribute([11], {1: 0}, {(11, 1)}) == {}
    assert distribute([11], {}) == {}


def test_a_household_of_the_same_cadre_elsewhere_is_only_counted(as_user, officer, cadre):
    PairingFactory(cadre=cadre.cadre, household=HouseholdFactory(union=union("532500")))
    page = as_user(officer).get(screen(cadre.cadre))
    assert (len(page.context["rows"]), page.context["elsewhere"]) == (1, 1)
