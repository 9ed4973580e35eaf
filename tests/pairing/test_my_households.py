"""我的结对户: my own households, what is due, one tap to call, one to log."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.enums import AccessVerb
from organizations.models import AccessLog
from pairing.models import Pairing
from tests.support.factories import PairingFactory

pytestmark = pytest.mark.django_db
URL = "/mine/"


def due_in(household, *, home, call):
    today = timezone.localdate()
    dates = {"home_due_on": home, "call_due_on": call}
    Pairing.objects.filter(household=household).update(
        **{name: today + datetime.timedelta(days=days) for name, days in dates.items()}
    )


def names(response):
    return [pairing.household.archive_no for pairing in response.context["page"]]


def test_the_most_urgent_comes_first(as_user, cadre, household, more_households):
    (other,) = more_households(1)
    due_in(household, home=60, call=20)
    due_in(other, home=60, call=-2)
    assert names(as_user(cadre).get(URL)) == [other.archive_no, household.archive_no]


def test_the_page_says_what_is_due_in_words(as_user, cadre, household):
    due_in(household, home=-12, call=3)
    page = as_user(cadre).get(URL).content.decode()
    assert "逾期 12 天" in page
    assert "3 天内到期" in page


@pytest.mark.parametrize(("state", "expected"), [("all", 3), ("overdue", 1), ("soon", 1)])
def test_filters_tell_how_many_and_show_them(as_user, cadre, household, more_households, state, expected):
    calm, soon = more_households(2)
    due_in(household, home=-1, call=5)
    due_in(soon, home=90, call=14)
    due_in(calm, home=90, call=15)
    response = as_user(cadre).get(URL, {"state": state})
    assert len(response.context["page"]) == expected
    assert [entry["count"] for entry in response.context["states"]] == [3, 1, 1]


def test_only_my_own_households_are_there(as_user, cadre, household):
    PairingFactory()
    assert names(as_user(cadre).get(URL)) == [household.archive_no]


def test_a_pairing_that_ended_is_gone(as_user, cadre, household):
    Pairing.objects.update(ended_on=timezone.localdate())
    assert names(as_user(cadre).get(URL)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    as_user, cadre, more_households, count, django_assert_num_queries
):
    more_households(count - 1)
    client = as_user(cadre)
    with django_assert_num_queries(6):
        assert len(client.get(URL).context["page"]) == count


def test_officers_are_sent_to_the_archives(as_user, officer):
    assert as_user(officer).get(URL).status_code == 403


def test_no_number_stands_in_the_page(as_user, cadre, household):
    number = household.members.get().phone
    assert number not in as_user(cadre).get(URL).content.decode()


def test_a_call_is_written_down_and_goes_to_the_telephone(as_user, cadre, household):
    response = as_user(cadre).get(reverse("call", args=[household.archive_no]))
    line = AccessLog.objects.get(verb=AccessVerb.CALL)
    assert response.url == "tel:13987300001"
    assert (line.user, line.subject, line.detail) == (cadre, household.archive_no, "赵小兰 139****0001")


def test_without_a_number_there_is_nothing_to_call(as_user, cadre, household):
    household.members.update(phone="")
    assert "未登记电话" in as_user(cadre).get(URL).content.decode()
    response = as_user(cadre).get(reverse("call", args=[household.archive_no]))
    assert response.status_code == 400
    assert "没有登记职工的手机号码" in response.content.decode()


def test_an_outsider_cannot_call(as_user, outsider, sysadmin, household):
    url = reverse("call", args=[household.archive_no])
    assert as_user(outsider).get(url).status_code == 404
    assert as_user(sysadmin).get(url).status_code == 404
    assert not AccessLog.objects.filter(verb=AccessVerb.CALL).exists()
