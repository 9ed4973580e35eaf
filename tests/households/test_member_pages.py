"""Members on screen, and showing a number in full."""

import pytest
from django.urls import reverse

from households.actions.people import edit_member
from households.enums import Relation
from households.models import Household, Member
from organizations.enums import AccessVerb, Number
from organizations.models import AccessLog
from tests.support.factories import HouseholdFactory, MemberFactory, identity_no

pytestmark = pytest.mark.django_db


@pytest.fixture
def son(household):
    member = MemberFactory(household=household, name="赵一鸣", position_in_form=1)
    return Member.objects.select_related("household").get(pk=member.pk)


@pytest.fixture
def add_url(household):
    return reverse("member_add", args=[household.archive_no])


def edit_url(member):
    return reverse("member_edit", args=[member.household.archive_no, member.pk])


def reveal(client, household, number, member=None):
    data = {"number": number} | ({"member": member.pk} if member else {})
    return client.post(reverse("reveal_number", args=[household.archive_no]), data)


def test_a_member_is_added(as_user, officer, household, add_url):
    typed = {"relation": Relation.DAUGHTER, "name": "赵一诺", "identity_no": identity_no(), "monthly_income": "1,200"}
    response = as_user(officer).post(add_url, typed)
    assert response.url == household.get_absolute_url()
    assert household.members.get(name="赵一诺").monthly_income == 1200


def test_several_members_are_added_one_after_the_other(as_user, officer, add_url):
    typed = {"relation": Relation.SON, "name": "赵二", "another": "1"}
    assert as_user(officer).post(add_url, typed).url == add_url


def test_a_refused_member_keeps_what_was_typed(as_user, officer, household, add_url):
    number = MemberFactory(household=HouseholdFactory(worker="钱大力")).identity_no
    typed = {"relation": Relation.SON, "name": "赵二", "identity_no": number, "remark": "在外务工"}
    content = as_user(officer).post(add_url, typed).content.decode()
    assert "职工 钱大力，建水县总工会" in content
    assert "在外务工" in content
    assert household.members.count() == 1


def test_the_worker_is_no_relation_to_choose(as_user, officer, add_url):
    assert 'value="self"' not in as_user(officer).get(add_url).content.decode()


def test_a_member_is_changed(as_user, officer, son):
    client = as_user(officer)
    form = client.get(edit_url(son)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"seen_member": form.seen, "health": "残疾"}
    client.post(edit_url(son), typed)
    son.refresh_from_db()
    assert son.health == "残疾"


def test_a_conflict_on_a_member_is_shown(as_user, officer, provincial, son):
    client = as_user(officer)
    form = client.get(edit_url(son)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"seen_member": form.seen, "health": "残疾"}
    edit_member(son, by=provincial, facts={"health": "高血压病"})
    response = client.post(edit_url(son), typed)
    assert "省级经办 于" in response.content.decode()
    assert "健康状况。您填写的内容仍在下面" in response.content.decode()
    client.post(edit_url(son), typed | {"seen_member": response.context["form"].seen})
    son.refresh_from_db()
    assert son.health == "残疾"


def test_the_worker_is_changed_in_the_archive(as_user, officer, household):
    worker = Member.objects.select_related("household").get()
    assert as_user(officer).get(edit_url(worker)).url == reverse(
        "household_edit", args=[household.archive_no, "worker"]
    )


def test_a_member_is_moved_out_and_moving_out_twice_is_harmless(as_user, officer, household, son):
    client, url = as_user(officer), reverse("member_remove", args=[household.archive_no, son.pk])
    assert client.post(url).url == household.get_absolute_url()
    assert client.post(url).url == household.get_absolute_url()
    assert household.members.count() == 1


@pytest.mark.parametrize(
    ("who", "number", "status"),
    [
        ("officer", Number.IDENTITY, 200),
        ("officer", Number.PHONE, 200),
        ("officer", Number.CARD, 200),
        ("reviewer", Number.IDENTITY, 200),
        ("reviewer", Number.CARD, 403),
        ("registrar", Number.IDENTITY, 403),
        ("registrar", Number.PHONE, 200),
        ("cadre", Number.PHONE, 200),
        ("cadre", Number.IDENTITY, 403),
        ("outsider", Number.PHONE, 404),
        ("sysadmin", Number.PHONE, 404),
    ],
)
def test_who_may_see_which_number_in_full(who, number, status, request, as_user, household):
    worker = household.members.get()
    client = as_user(request.getfixturevalue(who))
    assert reveal(client, household, number, worker).status_code == status
    assert AccessLog.objects.filter(verb=AccessVerb.REVEAL).count() == (status == 200)


def test_a_number_in_full_is_written_down(as_user, officer, household):
    Household.objects.update(card_no="6228480402564890018")
    worker = household.members.get()
    client = as_user(officer)
    assert worker.identity_no in reveal(client, household, Number.IDENTITY, worker).content.decode()
    assert worker.phone in reveal(client, household, Number.PHONE, worker).content.decode()
    assert "6228480402564890018" in reveal(client, household, Number.CARD).content.decode()
    lines = AccessLog.objects.filter(verb=AccessVerb.REVEAL, user=officer, subject=household.archive_no)
    assert [line.detail for line in lines.order_by("id")] == ["赵小兰 身份证号", "赵小兰 手机号码", "赵小兰 银行卡号"]


def test_a_number_of_somebody_elses_household_is_not_found(as_user, officer, household):
    stranger = HouseholdFactory(worker="钱大力").members.get()
    assert reveal(as_user(officer), household, Number.PHONE, stranger).status_code == 404


@pytest.mark.parametrize("data", [{}, {"number": "password"}, {"number": "phone", "member": "x"}])
def test_nonsense_shows_nothing(as_user, officer, household, data):
    response = as_user(officer).post(reverse("reveal_number", args=[household.archive_no]), data)
    assert response.status_code == 400
