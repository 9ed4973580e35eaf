"""Every page of the system × every role: who gets which answer. A route without a row fails, and a row without one.

A new page takes one line: its path with the names of ``tests.support.world.World.named``, and the status that each
role gets. Pages go into PAGES (GET), what is done by POST alone into ACTS (POST without data).
"""

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from core.models import Job
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.world import CADRE, CAST, HEAD, NO_ELSEWHERE, UNIT, World, make_world

ROLES = [*CAST, "ano"]
PAGES = """
#                                              cad off rev app reg fin lia ass pro sys sec aud out ano
/healthz                                       200 200 200 200 200 200 200 200 200 200 200 200 200 200
/login/                                        302 302 302 302 302 302 302 302 302 302 302 302 302 200
/password/                                     200 200 200 200 200 200 200 200 200 200 200 200 200 302
/me/                                           200 200 200 200 200 200 200 200 200 200 200 200 200 302
/unions/                                       403 403 403 403 403 403 403 403 403 200 200 403 403 302
/unions/options/                               403 403 403 403 403 403 403 403 403 200 200 403 403 302
/unions/532524/                                403 403 403 403 403 403 403 403 403 200 200 403 403 302
/unions/532524/add/                            403 403 403 403 403 403 403 403 403 200 403 403 403 302
/unions/532524/edit/                           403 403 403 403 403 403 403 403 403 200 403 403 403 302
/unions/532524/move/                           403 403 403 403 403 403 403 403 403 200 403 403 403 302
/unions/532524/close/                          403 403 403 403 403 403 403 403 403 200 403 403 403 302
/accounts/                                     403 403 403 403 403 403 403 403 403 200 200 403 403 302
/accounts/add/                                 403 403 403 403 403 403 403 403 403 200 403 403 403 302
/accounts/county-reviewer/                     404 404 403 404 404 404 404 404 404 200 200 403 404 302
/accounts/county-reviewer/edit/                404 404 403 404 404 404 404 404 404 200 403 403 404 302
/accounts/county-reviewer/move/                404 404 403 404 404 404 404 404 404 200 403 403 404 302
/accounts/county-reviewer/deactivate/          404 404 403 404 404 404 404 404 404 200 403 403 404 302
/accounts/county-reviewer/roles/add/           404 404 403 404 404 404 404 404 404 403 200 403 404 302
/offices/                                      403 403 403 403 403 403 403 403 403 200 200 403 403 302
/offices/add/                                  403 403 403 403 403 403 403 403 403 200 403 403 403 302
/offices/{office}/edit/                        403 403 403 403 403 403 403 403 403 200 403 403 403 302
/access-log/                                   403 403 403 403 403 403 403 403 403 403 403 200 403 302
/households/import/                            403 200 403 403 403 403 403 403 200 403 403 403 200 302
/households/import/template/                   403 200 403 403 403 403 403 403 200 403 403 403 200 302
/households/import/{run}/                      403 200 403 403 403 403 403 403 404 403 403 403 404 302
/households/import/{run}/progress/             403 200 403 403 403 403 403 403 404 403 403 403 404 302
/households/import/{run}/corrections/          403 200 403 403 403 403 403 403 404 403 403 403 404 302
/households/                                   200 200 200 200 200 200 200 200 200 403 403 403 200 302
/households/new/                               403 200 403 403 403 403 403 403 200 403 403 403 200 302
/standards/                                    403 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/                              200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/edit/                         403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/edit/worker/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/members/new/                  403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/members/{member}/             403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/income/                       200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/income/new/                   403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/income/{survey}/              403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/files/                        200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/files/{file}/                 200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/files/{file}/small/           200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/timeline/                     200 200 200 200 200 200 404 404 200 404 404 404 404 302
/mine/                                         200 403 403 403 403 403 403 403 403 403 403 403 403 302
/households/{no}/call/                         302 302 302 302 302 302 404 404 302 404 404 404 404 302
/households/{no}/visits/                       200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/visits/new/                   200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/visits/{visit}/               200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/visits/{visit}/correct/       200 200 403 403 403 403 404 404 200 404 404 404 404 302
/visits/due/                                   403 200 200 200 200 200 403 403 200 403 403 403 200 302
/pairings/missing/                             403 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/pairings/new/                 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/pairings/{pairing}/end/       403 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/pairings/{pairing}/hand-over/ 403 200 403 403 403 403 404 404 200 404 404 404 404 302
/cadres/                                       403 200 200 200 200 200 403 403 200 403 403 403 200 302
/cadres/new/                                   403 200 403 403 403 403 403 403 200 403 403 403 200 302
/cadres/{cadre}/                               200 200 200 200 200 200 404 404 200 404 404 404 404 302
/cadres/{cadre}/edit/                          403 200 403 403 403 403 404 404 200 404 404 404 404 302
/cadres/{cadre}/account/                       403 200 403 403 403 403 404 404 200 404 404 404 404 302
/cadres/{cadre}/hand-over/                     403 200 403 403 403 403 404 404 200 404 404 404 404 302
/helping-units/                                403 200 200 200 200 200 403 403 200 403 403 403 200 302
/helping-units/new/                            403 200 403 403 403 403 403 403 200 403 403 403 200 302
/helping-units/{unit}/edit/                    404 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/aid/                          200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/aid/new/                      200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/aid/{aid}/                    200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/                 200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/difficulties/new/             200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/    200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/strike-off/ 200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/measures/new/ 200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/measures/{measure}/           200 200 403 403 403 403 404 404 200 404 404 404 404 302
/households/{no}/measures/{measure}/judge/     200 200 403 403 403 403 404 404 200 404 404 404 404 302
/clear/waiting/                                200 200 200 200 403 403 403 403 200 403 403 403 200 302
/clear/                                        403 200 200 200 200 200 403 403 200 403 403 403 200 302
/households/{no}/clear/                        200 200 200 200 200 200 404 404 200 404 404 404 404 302
/households/{no}/booklet/                      200 200 200 200 200 200 404 404 200 404 404 404 404 302
/jobs/                                         200 200 200 200 200 200 200 200 200 200 200 200 200 302
/jobs/{job}/                                   404 200 404 404 404 404 404 404 404 404 404 404 404 302
/jobs/{job}/progress/                          404 200 404 404 404 404 404 404 404 404 404 404 404 302
/jobs/{job}/file/                              404 200 404 404 404 404 404 404 404 404 404 404 404 302
/                                              200 200 200 200 200 200 200 200 200 200 200 200 200 302
"""
ACTS = """
#                                              cad off rev app reg fin lia ass pro sys sec aud out ano
/logout/                                       302 302 302 302 302 302 302 302 302 302 302 302 302 302
/unions/532524/reopen/                         403 403 403 403 403 403 403 403 403 302 403 403 403 302
/accounts/county-reviewer/reactivate/          404 404 403 404 404 404 404 404 404 400 403 403 404 302
/accounts/county-reviewer/reset-password/      404 404 403 404 404 404 404 404 404 403 400 403 404 302
/accounts/county-reviewer/unlock/              404 404 403 404 404 404 404 404 404 403 302 403 404 302
/accounts/county-reviewer/roles/{role}/revoke/ 404 404 403 404 404 404 404 404 404 403 302 403 404 302
/households/import/upload/                     403 400 403 403 403 403 403 403 400 403 403 403 400 302
/households/import/{run}/confirm/              403 400 403 403 403 403 403 403 404 403 403 403 404 302
/households/import/{run}/cancel/               403 302 403 403 403 403 403 403 404 403 403 403 404 302
/households/columns/                           302 302 302 302 302 302 302 302 302 302 302 302 302 302
/standards/{standard}/remove/                  403 302 403 403 403 403 404 403 302 403 403 403 404 302
/households/{no}/members/{member}/remove/      403 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/reveal/                       400 400 400 400 400 400 404 404 400 404 404 404 404 302
/households/{no}/files/{file}/remove/          403 302 403 403 403 403 404 404 302 404 404 404 404 302
/cadres/{cadre}/deactivate/                    403 400 403 403 403 403 404 404 400 404 404 404 404 302
/cadres/{cadre}/reactivate/                    403 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/aid/{aid}/remove/             302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/aid/none/                     302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/aid/none/2019/take-back/      302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/difficulties/{difficulty}/reopen/ 302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/measures/{measure}/remove/    302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/{no}/clear/cadre/                  302 302 403 403 403 403 404 404 302 404 404 404 404 302
/households/booklets/print/                    302 302 302 302 302 302 302 302 302 302 302 302 302 302
/jobs/{job}/cancel/                            404 302 404 404 404 404 404 404 404 404 404 404 404 302
"""
# Where households, cadres and unions are listed, counted, or offered in a picker.
PLACES = [
    "/",
    "/households/",
    "/households/new/",
    "/households/import/",
    "/standards/",
    "/visits/due/?state=all",
    "/pairings/missing/",
    "/cadres/?left=on",
    "/cadres/new/",
    "/helping-units/",
    "/helping-units/new/",
    "/clear/",
    "/jobs/",
    "/me/",
]
WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE relname NOT IN ('organizations_accesslog', 'django_session', 'axes_accessattempt')
"""


def rows_of(table: str) -> dict[str, dict[str, int]]:
    """Read a table: path → role → status."""
    rows = [line.split() for line in table.strip().splitlines() if not line.startswith("#")]
    return {path: dict(zip(ROLES, map(int, codes), strict=True)) for path, *codes in rows}


PAGE_ROWS, ACT_ROWS = rows_of(PAGES), rows_of(ACTS)
PATHS = [*PAGE_ROWS, *ACT_ROWS]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("world")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, directory):
    """Make everything once; each test rolls back what it did itself."""
    media, exports = configured.MEDIA_ROOT, configured.EXPORT_ROOT
    configured.MEDIA_ROOT, configured.EXPORT_ROOT = directory / "media", directory / "exports"
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    configured.MEDIA_ROOT, configured.EXPORT_ROOT = media, exports


@pytest.fixture(autouse=True)
def _files(_homes, settings, directory):
    settings.MEDIA_ROOT, settings.EXPORT_ROOT = directory / "media", directory / "exports"


def routes(resolver: URLResolver, before: str = "") -> set[str]:
    """Return every route of the URL configuration as ``resolve`` names it."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        found |= {route} if isinstance(pattern, URLPattern) else routes(pattern, route)
    return found


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction has written, the lines of the logs aside."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return {name: count for name, count in cursor.fetchall() if count}


def ask(world: World, role: str, method: str, path: str) -> tuple[int, bool]:
    """Send one request and take back what it did; return the status, and whether it wrote anything."""
    with transaction.atomic():
        before = written()
        response = getattr(world.client(role), method)(world.path(path))
        if response.streaming:
            response.getvalue()  # read to its end a file is closed
        changed = written() != before
        transaction.set_rollback(True)
    return response.status_code, changed


def test_every_route_has_a_row_and_every_row_a_route(world):
    assert {resolve(world.path(path)).route for path in PATHS} == routes(get_resolver())


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
    assert answers["ano"] == (302, False)


@pytest.mark.parametrize("path", ACT_ROWS)
def test_an_act_is_not_done_by_looking(world, path):
    assert ask(world, "off", "get", path) == (405, False)
    assert ask(world, "ano", "get", path) == (302, False)


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
    marks = {HEAD, CADRE, UNIT, world.household.archive_no, "建水"}
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
