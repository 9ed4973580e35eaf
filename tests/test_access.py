"""Every page of the system × every role: who gets which answer. A route without a row fails, and a row without one.

The table is tests/support/access.py.
"""

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from core.models import Job
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.access import ACT_ROWS, PAGE_ROWS, PATHS, ROLES
from tests.support.oneworld import find_files, one_world
from tests.support.places import PLACES
from tests.support.walking import watched
from tests.support.world import CADRE, HEAD, NO_ELSEWHERE, STATION, UNIT, World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with one_world(django_db_blocker, tmp_path_factory.mktemp("world")) as made:
        yield made


@pytest.fixture(autouse=True)
def _files(_homes, settings, world):
    find_files(settings, world)


def routes(resolver: URLResolver, before: str = "") -> set[str]:
    """Return every route of the URL configuration as ``resolve`` names it."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        found |= {route} if isinstance(pattern, URLPattern) else routes(pattern, route)
    return found


def ask(world: World, role: str, method: str, path: str) -> tuple[int, bool]:
    """Send one request and take back what it did; return the status, and whether it wrote anything."""
    with transaction.atomic():
        with watched() as writes:
            response = getattr(world.client(role), method)(world.path(path))
            if response.streaming:
                response.getvalue()  # read to its end a file is closed
        changed = writes.done()
        transaction.set_rollback(True)
    return response.status_code, changed


def no_login(path: str) -> int:
    """Return how somebody who is not logged in is answered: people are led to the login, programs are told so."""
    return 401 if path.startswith("/api/") else 302


def test_every_route_has_a_row_and_every_row_a_route(world):
    assert {resolve(world.path(path)).route for path in PATHS} == routes(get_resolver())


def test_what_a_request_writes_is_noticed(world):
    member = "/households/{no}/members/{member}/"
    assert ask(world, "off", "post", f"{member}remove/") == (302, True)
    assert ask(world, "off", "post", member) == (200, False)


@pytest.mark.parametrize("path", PAGE_ROWS)
def test_a_page_answers_as_the_table_says(world, path):
    answers = {role: ask(world, role, "get", path) for role in ROLES}
    assert {role: status for role, (status, _changed) in answers.items()} == PAGE_ROWS[path]
    assert not [role for role, (status, changed) in answers.items() if changed and status != 200]


@pytest.mark.parametrize("path", ACT_ROWS)
def test_an_act_answers_as_the_table_says_and_refused_it_changes_nothing(world, path):
    answers = {role: ask(world, role, "post", path) for role in ROLES}
    assert {role: status for role, (status, _changed) in answers.items()} == ACT_ROWS[path]
    assert not [role for role, (status, changed) in answers.items() if changed and status >= 400]
    assert answers["ano"] == (no_login(path), False)


@pytest.mark.parametrize("path", ACT_ROWS)
def test_an_act_is_not_done_by_looking(world, path):
    assert ask(world, "off", "get", path) == (405, False)
    assert ask(world, "ano", "get", path) == (no_login(path), False)


@pytest.mark.parametrize("path", PAGE_ROWS)
def test_who_is_refused_a_page_cannot_write_through_it(world, path):
    refused = [role for role, status in PAGE_ROWS[path].items() if status in (403, 404)]
    if not refused or ask(world, refused[0], "post", path)[0] == 405:
        return
    answers = {role: ask(world, role, "post", path) for role in refused}
    assert answers == {role: (PAGE_ROWS[path][role], False) for role in refused}


@pytest.mark.parametrize("path", [path for path in PATHS if "{no}" in path])
def test_nothing_of_a_household_is_found_from_another_prefecture(path):
    assert (PAGE_ROWS | ACT_ROWS)[path]["out"] == 404


def told(world: World, role: str, marks: set[str]) -> set[str]:
    """Return which of these words a role reads on the pages of PLACES."""
    pages = [world.client(role).get(path) for path in PLACES]
    assert {page.status_code for page in pages} == {200}
    return {mark for mark in marks for page in pages if mark in page.content.decode()}


def test_no_list_count_or_picker_tells_another_prefecture(world):
    marks = {HEAD, CADRE, UNIT, STATION, world.household.archive_no, "建水"}
    assert told(world, "off", marks) == marks
    assert told(world, "out", marks) == set()


def test_no_picker_of_a_form_offers_a_cadre_of_another_prefecture(world):
    pick = "/households/{}/pairings/new/"
    assert CADRE in world.client("off").get(pick.format(world.household.archive_no)).content.decode()
    assert CADRE not in world.client("out").get(pick.format(NO_ELSEWHERE)).content.decode()


@pytest.mark.parametrize("role", ["off", "out"])
def test_counts_are_of_the_own_scope(world, role):
    assert world.client(role).get("/households/").context["total"] == "1"
    assert world.client(role).get("/clear/").context["total"].counts.archives == 1
    assert world.client("pro").get("/households/").context["total"] == "2"


def test_no_search_finds_a_household_of_another_prefecture(world):
    worker = world.household.members.workers().get()
    for words in (HEAD, "zlqs", world.household.archive_no, worker.identity_no):
        found = {role: world.client(role).get("/households/", {"q": words}).context["total"] for role in ("off", "out")}
        assert found == {"off": "1", "out": "0"}


def test_no_print_holds_a_household_of_another_prefecture(world):
    client, outsider = world.client("out"), world.users["out"]
    client.post("/households/booklets/print/", {"archive_no": [world.household.archive_no]})
    assert not Job.objects.filter(owner=outsider).exists()
    client.post("/households/booklets/print/", {"all": "1"})
    assert Job.objects.get(owner=outsider).result["printed"] == 1
    printed = AccessLog.objects.filter(user=outsider, verb=AccessVerb.PRINT)
    assert list(printed.values_list("subject", flat=True)) == [NO_ELSEWHERE]


@pytest.mark.parametrize("path", [path for path in PATHS if "{no}" in path and path.count("{") > 1])
def test_no_part_of_a_household_is_found_under_the_number_of_another(world, path):
    under_own = path.replace("{no}", NO_ELSEWHERE)
    answers = [ask(world, "out", method, under_own) for method in ("get", "post")]
    assert not [changed for _status, changed in answers if changed]
    assert 200 not in [status for status, _changed in answers]
