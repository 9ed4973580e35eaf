"""After exit: the end of a taper, the looks that are planned, what was found, and the list of them."""

import datetime
import uuid

import pytest
from django.urls import reverse

from audits.actions.monitoring import end_tapers, plan_monitoring, record_monitoring
from audits.models import Monitoring
from core import clock
from core.errors import DomainError, NotAllowed
from households.enums import Status
from households.models import Household
from organizations.enums import Role
from pairing.actions.pairings import end_pairings_of
from tests.support.factories import HouseholdFactory, user_with
from tests.support.life import put

pytestmark = pytest.mark.django_db
FOUND = {"method": "call", "situation": "在厂务工，收入稳定。", "handling": "none"}


@pytest.fixture
def left(household):
    return put(household, Status.EXITED)


def look(household, by, **facts):
    return record_monitoring(household, by=by, client_id=uuid.uuid4(), on_day=clock.today(), **FOUND | facts)


def test_a_taper_that_ran_out_ends_and_plans_the_looks(household):
    put(household, Status.TAPERING, taper_until=clock.today())
    assert (end_tapers(), end_tapers()) == (1, 0)
    household.refresh_from_db()
    last = household.status_changes.last()
    assert (household.status, last.cause, last.by, last.on) == (Status.EXITED, "渐退期满", None, clock.today())
    planned = [clock.months_after(clock.today(), months) for months in (3, 6, 12)]
    assert list(household.monitorings.values_list("due_on", flat=True)) == planned


def test_the_cadre_helps_until_the_taper_ends(household, cadre):
    put(household, Status.TAPERING, taper_until=clock.today())
    assert Household.objects.visible_to(cadre).filter(pk=household.pk).exists()
    end_tapers()
    ended = household.pairings.get()
    assert (ended.ended_on, ended.end_reason) == (clock.today(), "渐退期满，已脱困")
    assert not Household.objects.visible_to(type(cadre).objects.get(pk=cadre.pk)).filter(pk=household.pk).exists()


def test_a_taper_that_still_runs_goes_on(household):
    put(household, Status.TAPERING, taper_until=clock.today() + datetime.timedelta(days=1))
    assert end_tapers() == 0


def test_a_look_fulfils_its_plan(left, officer):
    plan_monitoring([left], on=clock.today())
    planned = left.monitorings.first()
    made = look(left, officer, planned=planned)
    assert (made.pk, made.by_name, left.monitorings.planned().count()) == (planned.pk, "经办员", 2)
    with pytest.raises(DomainError, match="已由经办员登记"):
        look(left, officer, planned=planned)


def test_a_look_out_of_plan_stands_for_itself_and_twice_is_once(left, officer):
    facts = {"client_id": uuid.uuid4(), "on_day": clock.today(), "by": officer, **FOUND}
    assert record_monitoring(left, **facts) == record_monitoring(left, **facts)
    assert Monitoring.objects.get().due_on is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"situation": " "}, "situation"),
        ({"method": ""}, "method"),
        ({"handling": "x"}, "handling"),
        ({"signs": ["job"]}, "handling"),
        ({"handling": "relapse"}, "signs"),
        ({"handling": "aid", "signs": ["job"]}, "note"),
    ],
)
def test_what_contradicts_itself_is_refused_beside_its_field(left, officer, facts, field):
    with pytest.raises(DomainError) as refusal:
        look(left, officer, **facts)
    assert refusal.value.field == field


def test_only_an_officer_there_looks_after_it(left, cadre, reviewer, outsider):
    for user in (cadre, reviewer, outsider):
        with pytest.raises(NotAllowed):
            look(left, user)


def test_a_household_in_care_is_visited_not_monitored(household, officer):
    with pytest.raises(NotAllowed):
        look(household, officer)


def test_the_list_shows_what_is_due_and_what_was_warned_of(left, officer, outsider, as_user):
    plan_monitoring([left], on=clock.today() - datetime.timedelta(days=100))
    url = reverse("monitorings")
    assert left.archive_no in as_user(officer).get(url).content.decode()
    assert left.archive_no not in as_user(outsider).get(url).content.decode()
    look(left, officer, signs=["job"], handling="watch")
    assert "失业或停工" in as_user(officer).get(f"{url}?state=warned").content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("state", ["due", "warned"])
def test_the_list_costs_the_same_for_any_number(count, state, officer, as_user, django_assert_max_num_queries):
    for _number in range(count):
        home = HouseholdFactory(status=Status.EXITED)
        plan_monitoring([home], on=clock.today() - datetime.timedelta(days=100))
        look(home, officer, signs=["job"], handling="watch")
    client = as_user(officer)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("monitorings"), {"state": state}).status_code == 200


def test_the_form_comes_back_filled_and_saves(left, officer, as_user):
    url, client = reverse("monitoring_record", args=[left.archive_no]), as_user(officer)
    facts = {"client_id": uuid.uuid4(), "on_day": clock.today(), **FOUND}
    refused = client.post(url, facts | {"signs": ["job"]}).content.decode()
    assert "有预警信号的" in refused
    assert FOUND["situation"] in refused
    assert client.post(url, facts).url == f"/households/{left.archive_no}/reviews/#monitoring"


def test_hardship_that_returned_is_opened_anew_and_offers_who_helped_before(left, cadre, officer, as_user):
    helper = left.pairings.get().cadre
    end_pairings_of([left], by=officer, on=clock.today(), reason="脱困退出")
    client = as_user(officer)
    answer = client.post(reverse("household_relapse", args=[left.archive_no]))
    new = Household.objects.get(previous=left)
    assert answer.url == new.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert "返困重新建档" in page
    assert f"原帮扶干部是{helper}" in page
    form = client.get(reverse("pair_household", args=[new.archive_no])).context["form"]
    assert form["cadre"].value() == helper.pk


def test_a_registrar_reads_the_list_and_records_nothing(left, as_user):
    registrar = user_with(Role.REGISTRAR, "532500", username="stat")
    assert as_user(registrar).get(reverse("monitorings")).status_code == 200
    assert as_user(registrar).get(reverse("monitoring_record", args=[left.archive_no])).status_code == 403
