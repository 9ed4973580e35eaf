"""The tab 走访 of a household, one visit, and correcting it."""

import datetime

import pytest
from django.urls import reverse

from organizations.enums import Role
from organizations.models import AccessLog
from pairing.actions.pairings import sync_grants
from pairing.actions.visits import log_visit
from pairing.enums import Met, VisitMethod
from pairing.models import Pairing
from tests.support.factories import CadreFactory, PairingFactory, user_with
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def log(household, cadre):
    def make(number=1, **facts):
        plain = {"on": DAY + datetime.timedelta(days=number), "method": VisitMethod.HOME, "met": Met.WORKER}
        return log_visit(
            household,
            by=cadre,
            client_id=f"00000000-0000-4000-8000-{number:012d}",
            situation=f"第{number}次",
            **plain | facts,
        )

    return make


@pytest.fixture
def url(household):
    return reverse("household_visits", args=[household.archive_no])


def test_visits_stand_newest_first_with_photos_and_difficulties(as_user, officer, household, log, url):
    log(1)
    log(2, photos=[upload(photo())], difficulties=[{"need": "medical", "description": "透析费用"}])
    response = as_user(officer).get(url)
    assert [visit.situation for visit in response.context["page"]] == ["第2次", "第1次"]
    page = response.content.decode()
    assert "透析费用" in page
    assert 'alt="走访照片 2026-03-04 第 1 张"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_takes_the_same_queries_for_any_number(as_user, officer, log, url, count, django_assert_num_queries):
    for number in range(count):
        log(number, photos=[upload(photo())], difficulties=[{"need": "medical", "description": "透析费用"}])
    client = as_user(officer)
    with django_assert_num_queries(9):
        assert len(client.get(url).context["page"]) == count


def test_the_look_is_logged(as_user, reviewer, household, url):
    as_user(reviewer).get(url)
    assert AccessLog.objects.get().detail == "走访记录"


def test_who_helped_the_household_stands_beside_the_active_pairing(as_user, officer, household, cadre, url):
    former = PairingFactory(
        household=household, cadre=CadreFactory(name="前任"), kind="leader", ended_on=DAY, end_reason="退休"
    )
    response = as_user(officer).get(url)
    assert list(response.context["pairings"]) == [Pairing.objects.get(cadre=cadre.cadre), former]
    assert "退休" in response.content.decode()


def test_readers_see_no_buttons_of_officers(as_user, reviewer, officer, household, cadre, url):
    new = reverse("pair_household", args=[household.archive_no])
    assert new in as_user(officer).get(url).content.decode()
    assert new not in as_user(reviewer).get(url).content.decode()


def test_one_visit_says_who_logged_it(as_user, officer, household, cadre, log):
    visit = log()
    response = as_user(officer).get(reverse("visit", args=[household.archive_no, visit.pk]))
    assert "帮扶干部甲" in response.content.decode()
    assert response.context["can_correct"]


def test_a_visit_of_another_household_is_not_found(as_user, officer, household, log):
    other = PairingFactory().household
    visit = log()
    for name in ("visit", "visit_correct"):
        assert as_user(officer).get(reverse(name, args=[other.archive_no, visit.pk])).status_code == 404


def correction(**changed):
    return {
        "on": "2026-03-05",
        "method": "call",
        "met": "spouse",
        "situation": "改过",
        "policies_other": "其他",
    } | changed


def test_correcting_starts_from_what_was_logged_and_keeps_it_in_the_history(as_user, cadre, household, log):
    visit = log(policies="城市低保、临时救助", health_kit_contents="口罩")
    url = reverse("visit_correct", args=[household.archive_no, visit.pk])
    form = as_user(cadre).get(url).context["form"]
    assert (form.initial["policies"], form.initial["policies_other"]) == (["城市低保"], "临时救助")
    assert as_user(cadre).post(url, correction()).url == reverse("visit", args=[household.archive_no, visit.pk])
    visit.refresh_from_db()
    assert (visit.situation, visit.method, visit.policies, visit.health_kit) == ("改过", "call", "其他", False)
    assert visit.events.get().situation == "第1次"


def test_what_is_wrong_in_a_correction_comes_back_filled(as_user, cadre, household, log):
    visit = log()
    url = reverse("visit_correct", args=[household.archive_no, visit.pk])
    page = as_user(cadre).post(url, correction(on="2099-01-01")).content.decode()
    assert "走访日期不能晚于今天" in page
    assert "改过" in page


def test_a_correction_over_somebody_elses_is_told_by_whom_and_then_counts(as_user, officer, cadre, household, log):
    visit = log()
    url = reverse("visit_correct", args=[household.archive_no, visit.pk])
    seen = as_user(cadre).get(url).context["form"].seen
    as_user(officer).post(url, correction(situation="经办改过"))
    refused = as_user(cadre).post(url, correction(seen=seen))
    assert "经办员 于" in refused.content.decode()
    as_user(cadre).post(url, correction(seen=refused.context["form"].seen))
    visit.refresh_from_db()
    assert visit.situation == "改过"


def test_another_cadre_of_the_household_does_not_correct_my_visit(as_user, household, log):
    visit = log()
    url = reverse("visit_correct", args=[household.archive_no, visit.pk])
    leader = CadreFactory(name="领导", user=user_with(Role.CADRE, username="leader"))
    PairingFactory(household=household, cadre=leader, kind="leader")
    sync_grants([household.pk])
    assert as_user(leader.user).get(url).status_code == 403


def test_readers_are_refused_and_outsiders_find_nothing(as_user, reviewer, outsider, household, log, url):
    visit = log()
    correct = reverse("visit_correct", args=[household.archive_no, visit.pk])
    assert as_user(reviewer).get(correct).status_code == 403
    for address in (url, correct, reverse("visit", args=[household.archive_no, visit.pk])):
        assert as_user(outsider).get(address).status_code == 404
