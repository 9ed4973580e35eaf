"""An agency with verifications to finish stays in use; another one goes on with what it cannot finish."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audits.actions.verification.adjusting import hand_over_errands
from audits.actions.verification.agencies import change_agency, open_work_of
from audits.models import AgencyChange, Interview, Verification
from audits.verification.enums import ProjectStatus
from core import clock
from core.errors import DomainError, NotAllowed
from organizations.actions.agencies import edit_agency
from organizations.models import User
from reports.verification.words import changes
from tests.support.factories import HouseholdFactory
from tests.support.verification import agency, assessors, in_the_field, verification

pytestmark = pytest.mark.django_db
WHY = "原机构停业，合同终止。"


@pytest.fixture
def people():
    return assessors(2)


@pytest.fixture
def running(provincial, people):
    HouseholdFactory.create_batch(4)
    return in_the_field(provincial, people, blind_share="0", phone_share="0")


@pytest.fixture
def other():
    return agency("昆明求实社会调查事务所")


def put_out_of_use(one, by):
    return edit_agency(one, by=by, name=one.name, is_active=False)


def test_an_agency_stays_in_use_while_it_has_something_to_finish(running, sysadmin, as_user):
    said = f"{running.union}“{running}”（入户核查，4 份问卷未完成）"
    with pytest.raises(DomainError) as refusal:
        put_out_of_use(running.agency, sysadmin)
    assert (refusal.value.field, said in refusal.value.message) == ("is_active", True)
    page = as_user(sysadmin).get(reverse("agency_edit", args=[running.agency_id])).content.decode()
    assert said in page
    Verification.objects.update(status=ProjectStatus.JUDGING)
    assert open_work_of(running.agency) == []
    assert not put_out_of_use(running.agency, sysadmin).is_active


def test_another_agency_goes_on_and_the_former_is_left_without_errands(running, people, other, provincial, sysadmin):
    taker, former = assessors(1)[0], running.agency
    User.objects.filter(pk=taker.pk).update(agency=other)
    taker.refresh_from_db()
    for _press in range(2):
        changed = change_agency(running, by=provincial, agency=other, reason=WHY)
    assert AgencyChange.objects.get().former == former
    assert not Interview.objects.in_hands_of(people[0]).exists()
    assert hand_over_errands(changed, by=provincial, giver=people[0], taker=taker) == 2
    assert Interview.objects.in_hands_of(taker).count() == 2
    assert not put_out_of_use(former, sysadmin).is_active
    day = clock.today()
    assert changes(changed) == f"（{day.year}年{day.month}月{day.day}日以前由{former}承担）"


def test_who_may_change_it_and_when(running, other, provincial, officer):
    with pytest.raises(NotAllowed):
        change_agency(running, by=officer, agency=other, reason=WHY)
    with pytest.raises(DomainError, match="请写明"):
        change_agency(running, by=provincial, agency=other, reason=" ")
    Verification.objects.filter(pk=running.pk).update(status=ProjectStatus.JUDGING)
    with pytest.raises(DomainError, match="才能改由"):
        change_agency(running, by=provincial, agency=other, reason=WHY)
    with pytest.raises(DatabaseError, match="keeps the agency"), transaction.atomic():
        Verification.objects.filter(pk=running.pk).update(agency=other)


def test_nothing_is_given_to_an_agency_out_of_use(running, other, provincial, sysadmin):
    put_out_of_use(other, sysadmin)
    with pytest.raises(DomainError, match="已停用"):
        change_agency(running, by=provincial, agency=other, reason=WHY)
    with pytest.raises(DomainError, match="已停用"):
        verification(provincial, name="另一次", agency=other)


def test_the_page_hands_it_to_another_agency_and_says_so(running, other, provincial, as_user):
    client, address = as_user(provincial), reverse("verification_field", args=[running.pk])
    page = client.post(address, {"act": "agency", "agency": "", "reason": ""})
    assert page.context["agency"].errors.keys() == {"agency", "reason"}
    assert client.post(address, {"act": "agency", "agency": other.pk, "reason": WHY}).status_code == 302
    told = client.get(running.get_absolute_url()).content.decode()
    assert f"改为{other}：{WHY}" in told
