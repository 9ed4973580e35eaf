"""Every page of login and administration: who may open it."""

import pytest

from organizations.models import Agency, Office
from organizations.urls import urlpatterns
from tests.support.factories import union

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY, AUDIT, COUNTY, OFFICER = ["sysadmin", "secadmin", "auditadmin", "county_sysadmin", "officer"]
EVERYBODY = {SYSTEM: 200, SECURITY: 200, AUDIT: 200, COUNTY: 200, OFFICER: 200}
POSTS_ONLY = dict.fromkeys(EVERYBODY, 405)
BOTH_ADMINS = EVERYBODY | {AUDIT: 403, OFFICER: 403}
SYSTEM_ONLY = BOTH_ADMINS | {SECURITY: 403}
# Of one account or union: what lies outside is not found, whatever the role.
ONE_ACCOUNT = BOTH_ADMINS | {AUDIT: 403, OFFICER: 404}
KEEPS_ACCOUNT = ONE_ACCOUNT | {SECURITY: 403}
GIVES_ROLES = ONE_ACCOUNT | {SYSTEM: 403, COUNTY: 403}

# Name → (path, GET status by role). What is done by POST alone is held by the tests of its verb.
TABLE = {
    "login": ("/login/", dict.fromkeys(EVERYBODY, 302)),
    "logout": ("/logout/", POSTS_ONLY),
    "password_change": ("/password/", EVERYBODY),
    "me": ("/me/", EVERYBODY),
    "unions": ("/unions/", BOTH_ADMINS),
    "union_options": ("/unions/options/", BOTH_ADMINS),
    "union": ("/unions/532524/", BOTH_ADMINS),
    "union_create": ("/unions/532524/add/", SYSTEM_ONLY),
    "union_edit": ("/unions/532524/edit/", SYSTEM_ONLY),
    "union_move": ("/unions/532524/move/", SYSTEM_ONLY),
    "union_close": ("/unions/532524/close/", SYSTEM_ONLY),
    "union_reopen": ("/unions/532524/reopen/", POSTS_ONLY),
    "accounts": ("/accounts/", BOTH_ADMINS),
    "account_create": ("/accounts/add/", SYSTEM_ONLY),
    "account": ("/accounts/reviewer/", ONE_ACCOUNT),
    "account_edit": ("/accounts/reviewer/edit/", KEEPS_ACCOUNT),
    "account_move": ("/accounts/reviewer/move/", KEEPS_ACCOUNT),
    "account_deactivate": ("/accounts/reviewer/deactivate/", KEEPS_ACCOUNT),
    "account_reactivate": ("/accounts/reviewer/reactivate/", POSTS_ONLY),
    "account_reset_password": ("/accounts/reviewer/reset-password/", POSTS_ONLY),
    "account_unlock": ("/accounts/reviewer/unlock/", POSTS_ONLY),
    "role_assign": ("/accounts/reviewer/roles/add/", GIVES_ROLES),
    "role_revoke": ("/accounts/reviewer/roles/1/revoke/", POSTS_ONLY),
    "tokens": ("/tokens/", BOTH_ADMINS),
    "token_issue": ("/accounts/reviewer/tokens/add/", GIVES_ROLES),
    "token_revoke": ("/accounts/reviewer/tokens/1/revoke/", POSTS_ONLY),
    "offices": ("/offices/", BOTH_ADMINS),
    "office_create": ("/offices/add/", SYSTEM_ONLY),
    "office_edit": ("/offices/{office}/edit/", SYSTEM_ONLY),
    "agencies": ("/agencies/", BOTH_ADMINS),
    "agency_create": ("/agencies/add/", SYSTEM_ONLY),
    "agency_edit": ("/agencies/{agency}/edit/", SYSTEM_ONLY),
    "access_log": ("/access-log/", dict.fromkeys(EVERYBODY, 403) | {AUDIT: 200}),
}


@pytest.fixture
def named(db):
    office = Office.objects.create(union=union("532524"), department="health", name="建水县卫生健康局")
    return {"office": office.pk, "agency": Agency.objects.create(name="诚信社会调查有限公司").pk}


def test_every_page_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_opens_for_whom_the_table_says(as_user, request, reviewer, named, name):
    path, expected = TABLE[name]
    answers = {role: as_user(request.getfixturevalue(role)).get(path.format(**named)).status_code for role in expected}
    assert answers == expected


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"login"}))
def test_page_asks_for_a_login(client, name, named):
    path = TABLE[name][0].format(**named)
    assert client.get(path).url.startswith("/login/?next=")


@pytest.mark.parametrize(
    "path",
    [
        "/unions/532525/",
        "/unions/532525/add/",
        "/unions/532525/edit/",
        "/unions/532525/move/",
        "/unions/532525/close/",
        "/unions/532525/reopen/",
        "/unions/nowhere/",
        "/unions/options/?within=532525",
    ],
)
def test_union_outside_the_range_is_not_found(as_user, county_sysadmin, path):
    client = as_user(county_sysadmin)
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


def test_part_of_a_page_without_login_sends_the_whole_page_there(client):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/accounts/?q=a"}
    answer = client.get("/unions/options/", **headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/login/?next=%2Faccounts%2F%3Fq%3Da")


def test_address_of_another_site_is_not_led_back_to(client):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "https://elsewhere.example/a/"}
    assert client.get("/unions/options/", **headers).headers["HX-Redirect"] == "/login/"
