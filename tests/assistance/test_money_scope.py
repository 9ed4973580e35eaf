"""Who may see what of money: every route of money, asked by those whose money it is not."""

import re
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import resolve, reverse

from assistance import (
    urls_bank,
    urls_ceilings,
    urls_drives,
    urls_flow,
    urls_funds,
    urls_payments,
    urls_requests,
    urls_services,
)
from assistance.models import (
    AidRecord,
    AidRequest,
    Batch,
    Bill,
    Budget,
    DriveTarget,
    Enrolment,
    Payment,
    Stop,
)
from assistance.payments.jobs import lines_for
from core import clock
from households.models import Member
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from reports import urls_payments as papers
from tests.support.access import PAGE_ROWS, PATHS, ways
from tests.support.countymoney import DRAFTED, FAILED, GIVEN, PAID, TITLES, county_money
from tests.support.factories import union, user_with
from tests.support.money import budget_with
from tests.support.oneworld import find_files, one_world
from tests.support.payments import batch_of
from tests.support.services import a_service
from tests.support.walking import text_of, watched
from tests.support.world import HEAD

pytestmark = pytest.mark.django_db
MODULES = (urls_bank, urls_ceilings, urls_drives, urls_flow, urls_funds, urls_payments, urls_requests, urls_services)
AID = {"household_aid", "aid_add", "aid_correct", "aid_remove", "no_aid_state", "no_aid_take_back"}
MONEY = {pattern.name for module in (*MODULES, papers) for pattern in module.urlpatterns} | AID
# Column of the access table for each who asks: "nei" is an officer of another county under the same prefecture.
ASKING = {
    "cad": "cad",
    "nei": "out",
    "out": "out",
    "lia": "lia",
    "ass": "ass",
    "sec": "sec",
    "sys": "sys",
    "aud": "aud",
}
REFUSED = (403, 404, 405)
# What is of a union above is used below as well: the neighbour sees the thing, and nothing of the county in it.
SHARED = {"drive", "layout"}
LOGGED = [AccessVerb.REVEAL, AccessVerb.EXPORT, AccessVerb.PRINT]
# Who of the county reads numbers in full, and where; the form that changes a line shows the account of a draft alone.
RECEIVED, REVEAL = "/households/{no}/received/", "/payments/{payment}/reveal/"
IN_FULL_ON = {"off": {RECEIVED, REVEAL}, "rev": {RECEIVED}, "reg": set()}
WORDS = ("暖心被褥包", "云岭技工学校", "晴川家政班", "晴川专户", "7,913.57", "4,321.09", "653.21")


def url_name(path):
    """Return the name of a route of the access table, whatever its names stand for."""
    return resolve(re.sub(r"{\w+}", "1", path)).url_name


MONEY_PATHS = [path for path in PATHS if url_name(path) in MONEY]
LISTS = [path for path in PAGE_ROWS if path in MONEY_PATHS and "{" not in path]
OBJECTS = [path for path in MONEY_PATHS if "{" in path]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything that the system has pages for, and money of 建水县 at every stage, once for all routes."""
    with one_world(django_db_blocker, tmp_path_factory.mktemp("money")) as made:
        made.money = county_money(made.users, drive=made.named["drive"])
        made.named |= made.money.named
        for role, of in (("nei", Role.OFFICER), ("nfi", Role.FINANCE)):
            made.admit(role, user_with(of, "532525", username=f"neighbour-{role}", password=None))
        yield made


@pytest.fixture(autouse=True)
def _files(_homes, settings, world):
    find_files(settings, world)


def asked(world, role, method, address, data=None):
    """Ask, and take back whatever that did; return the status, what can be read, and whether anything was written."""
    with transaction.atomic():
        with watched() as writes:
            response = getattr(world.client(role), method)(address, data)
            body = text_of(response) if response.status_code == 200 else ""
        changed = writes.done()
        transaction.set_rollback(True)
    return response.status_code, body, changed


def read(world, body):
    """Return the marks of the county's money in a text."""
    return sorted(mark for mark in world.money.marks if mark in body)


def test_every_route_of_money_is_walked():
    assert {url_name(path) for path in MONEY_PATHS} == MONEY


@pytest.mark.parametrize("path", OBJECTS)
def test_nothing_of_the_county_is_found_by_those_whose_it_is_not(world, path):
    shared = set(re.findall(r"{(\w+)}", path)) & SHARED
    for role in ASKING:
        for method in ways(path):
            status, body, changed = asked(world, role, method, world.path(path))
            allowed = (*REFUSED, 200, 302) if shared and role == "nei" else REFUSED
            assert status in allowed, (role, method, status)
            assert (read(world, body), changed) == ([], False), (role, method)


@pytest.mark.parametrize("name", ["draft", "goods"])
@pytest.mark.parametrize("path", [path for path in OBJECTS if "{batch}" in path])
def test_nor_of_batches_at_another_stage(world, path, name):
    address = path.replace("{batch}", str(world.money.batches[name].pk))
    for role in ("cad", "nei"):
        assert {asked(world, role, method, address)[0] for method in ways(path)} <= {*REFUSED}


@pytest.mark.parametrize("path", LISTS)
def test_lists_counts_and_exports_tell_nothing_however_they_are_asked(world, path):
    for role, column in ASKING.items():
        for query in ({}, everything(world)):
            status, body, _changed = asked(world, role, "get", world.path(path), query)
            assert status == PAGE_ROWS[path][column] or (query and status in REFUSED), (role, status)
            assert read(world, body) == [], (role, query)


def everything(world):
    """Return a query that names the county and its money in every way that a list knows."""
    asked_for = {name: world.named[name] for name in ("batch", "budget", "fund", "drive", "service")}
    batch = world.money.batches["paid"]
    asked_for |= {"union": "532524", "year": batch.year, "item": batch.item_id, "own": "1", "status": "paid"}
    return asked_for | {"month": f"{clock.today():%Y-%m}", "project": "living", "kind": "training"}


@pytest.mark.parametrize("name", ["service", "service_outcomes", "service_enrol", "service_counts"])
def test_of_a_course_of_the_prefecture_a_county_reads_its_own_people(world, name):
    address = reverse(name, args=[] if name == "service_counts" else [world.named["above"]])
    status, body, _changed = asked(world, "nei", "get", address)
    assert (status, read(world, body)) == (200, [])


def test_an_export_holds_no_line_of_another_county(world):
    paid = world.money.batches["paid"]
    asked_for = {"union": "532524", "year": paid.year, "item": paid.item_id, "fund": world.named["fund"]}
    query = QueryDict(urlencode(asked_for | {"status": "paid"}))
    for role, lines in (("nei", 0), ("out", 0), ("off", 1)):
        assert lines_for(query, world.users[role]).count() == lines
    assert lines_for(QueryDict("union=532524"), world.users["nei"]).count() == 0


def of_the_county(world):
    """Return how the county's money stands."""
    homes = {"household__in": world.money.homes.values()}
    kinds = (Payment, AidRequest, DriveTarget, Enrolment, Bill, AidRecord)
    rows = [list(kind.objects.filter(**homes).order_by("pk").values()) for kind in kinds]
    budgets = Budget.objects.filter(union__code="532524").order_by("pk")
    return rows, list(budgets.values()), list(Batch.objects.filter(union__code="532524").order_by("pk").values())


def handed_in(world):
    """Return a form that names the county's money in every field that names something."""
    named, line = world.named, world.named["payment"]
    household = world.money.homes[PAID]
    worker, target = household.members.workers().get(), household.drive_targets.get()
    keys = {"line": line, "household": household.pk, "member": worker.pk, "person": [worker.pk, named["enrolment"]]}
    keys |= {
        "request": named["aid_request"],
        "target": target.pk,
        "chosen": f"{household.pk}-",
        "drive": named["drive"],
    }
    keys |= {"budget": named["budget"], "fund": named["fund"], "union": household.union_id, "shown": named["session"]}
    keys |= {"to_union": "532524", "amount": "1", "reason": "测试", "on": f"{clock.today()}", "doc_no": "测字1号"}
    return keys | {"stop": list(Stop.objects.values_list("pk", flat=True)[:50]), "date": f"{clock.today()}"}


@pytest.mark.parametrize("role", ["nei", "nfi"])
def test_keys_of_another_county_in_own_forms_do_nothing(world, role):
    officer, stood = world.users["nei"], of_the_county(world)
    with transaction.atomic():
        own = {"batch": batch_of(officer, homes=1, code="532525").pk}
        own |= {"service": a_service(officer, union=union("532525")).pk, "budget": budget_with(500, "532525").pk}
        form, client = handed_in(world), world.client(role)
        for path in MONEY_PATHS:
            if not set(re.findall(r"{(\w+)}", path)) <= {*own, "drive"}:
                continue
            response = client.post(path.format(**world.named | own), form, follow=True)
            body = text_of(response) if response.status_code == 200 else ""
            assert read(world, body) == [], path
        assert of_the_county(world) == stood
        transaction.set_rollback(True)


def test_a_cadre_reads_what_the_own_household_received_and_no_page_of_money(world):
    number = world.household.archive_no
    for name in ("household_aid", "household_received"):
        status, body, _changed = asked(world, "cad", "get", reverse(name, args=[number]))
        assert (status, read(world, body), HEAD in body) == (200, [], True)
    pages = [asked(world, "cad", "get", world.path(path))[0] for path in LISTS if path != "/services/follow-ups/"]
    assert set(pages) == {403}


def test_a_cadre_sees_where_a_payment_stands_but_neither_its_batch_nor_an_application(world):
    body = asked(world, "cad", "get", reverse("household_aid", args=[world.household.archive_no]))[1]
    assert ("发放未成" in body, "单户帮扶申请" in body, 'href="/payments/' in body) == (True, False, False)
    card = reverse("reveal_number", args=[world.household.archive_no])
    assert asked(world, "cad", "post", card, {"number": "card"})[0] == 403


@pytest.mark.parametrize("role", IN_FULL_ON)
def test_the_county_reads_it_all_and_numbers_in_full_only_with_a_line_in_the_log(world, role):
    people = Member.objects.filter(household__in=world.money.homes.values())
    full = {*people.values_list("identity_no", flat=True)} | {one.card_no for one in world.money.homes.values()}
    shown, told = set(), ""
    for path in [path for path in MONEY_PATHS if path in PAGE_ROWS] + [REVEAL]:
        with transaction.atomic():
            seen = AccessLog.objects.filter(verb__in=LOGGED).count()
            response = getattr(world.client(role), "post" if "reveal" in path else "get")(world.path(path))
            body = text_of(response) if response.status_code == 200 else ""
            if any(number in body for number in full):
                shown.add(path)
                assert AccessLog.objects.filter(verb__in=LOGGED).count() > seen, path
            transaction.set_rollback(True)
        told += body
    told += text_of(world.client(role).get(reverse("batch", args=[world.money.batches["goods"].pk])))
    assert shown == IN_FULL_ON[role]
    assert {PAID, DRAFTED, FAILED, GIVEN, *TITLES.values(), *WORDS} <= set(read(world, told))
