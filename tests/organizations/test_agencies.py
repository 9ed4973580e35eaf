"""Agencies that verify: kept by the system administrator; who works for one is asked of assessors alone."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from organizations.actions.accounts import edit_account
from organizations.actions.agencies import create_agency, edit_agency
from organizations.actions.roles import assign_role
from organizations.enums import Role
from organizations.models import AccessLog, Agency
from tests.support.factories import UserFactory, union, user_with

pytestmark = pytest.mark.django_db
NAME = "云南诚信社会调查有限公司"
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def keeper():
    return user_with(Role.SYSTEM_ADMIN, "530000")


@pytest.fixture
def granter():
    return user_with(Role.SECURITY_ADMIN, "530000")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def assessor(granter, account, **more):
    place = {"union": union("532500"), "expires_on": timezone.localdate() + YEAR}
    return assign_role(account, by=granter, role=Role.ASSESSOR, **place, **more)


def test_an_agency_is_entered_once_and_changed_with_a_line_in_the_log(keeper):
    made = create_agency(by=keeper, name=f" {NAME} ", contact="和志强")
    assert create_agency(by=keeper, name=NAME, contact="和志强") == made
    with pytest.raises(DomainError, match="同名"):
        create_agency(by=keeper, name=NAME)
    assert not edit_agency(made, by=keeper, name=NAME, is_active=False).is_active
    assert AccessLog.objects.filter(subject=NAME).count() == 2


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.OFFICER])
def test_nobody_else_keeps_agencies(role):
    with pytest.raises(NotAllowed):
        create_agency(by=user_with(role, "530000"), name=NAME)


def test_an_assessor_is_of_an_agency(keeper, granter):
    account = UserFactory(union=union("532500"))
    with pytest.raises(DomainError, match="核查机构") as refusal:
        assessor(granter, account)
    assert refusal.value.field == "agency"
    assessor(granter, account, agency=create_agency(by=keeper, name=NAME))
    account.refresh_from_db()
    assert account.agency.name == NAME
    other = create_agency(by=keeper, name="另一家机构")
    assert edit_account(account, by=keeper, name=account.name, agency=other).agency == other
    assert edit_account(account, by=keeper, name=account.name).agency == other


def test_an_agency_out_of_use_takes_no_new_assessor(keeper, granter):
    closed = edit_agency(create_agency(by=keeper, name=NAME), by=keeper, name=NAME, is_active=False)
    with pytest.raises(DomainError, match="停用"):
        assessor(granter, UserFactory(union=union("532500")), agency=closed)


@pytest.mark.parametrize(("role", "asked"), [(Role.ASSESSOR, True), (Role.OFFICER, False)])
def test_the_agency_is_asked_of_assessors_alone(keeper, granter, role, asked):
    account = user_with(role, "532500")
    given = browser(granter).get(reverse("role_assign", args=[account.username]), {"role": role})
    edited = browser(keeper).get(reverse("account_edit", args=[account.username]))
    assert ["agency" in page.context["form"].fields for page in (given, edited)] == [asked, asked]


def test_the_list_asks_as_often_for_three_as_for_one(keeper):
    client, counts = browser(keeper), []
    for names in (["甲"], ["乙", "丙"]):
        Agency.objects.bulk_create(Agency(name=name) for name in names)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("agencies")).context["page"]
        counts.append((len(page), len(queries)))
    assert counts == [(1, 4), (3, 4)]


def test_the_pages_enter_and_change(keeper):
    client = browser(keeper)
    client.post(reverse("agency_create"), {"name": NAME, "contact": "", "phone": "0871-６０００００１"})
    made = Agency.objects.get()
    assert made.phone == "0871-6000001"
    client.post(reverse("agency_edit", args=[made.pk]), {"name": NAME, "contact": "和志强"})
    made.refresh_from_db()
    assert (made.contact, made.is_active) == ("和志强", False)
