"""Tokens: issued by the security administrator, shown once, judged and counted at every request."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from organizations.actions.accounts import deactivate_account
from organizations.actions.passwords import new_press
from organizations.actions.tokens import issue_token, revoke_token
from organizations.enums import AccessVerb
from organizations.models import ApiToken, User
from tests.support.api import Program, problem_of

pytestmark = pytest.mark.django_db

PATH = "/api/v1/archives/"
NEXT_MONTH = timezone.localdate() + datetime.timedelta(days=30)


def issued(account, by, press="", **facts):
    """Issue a token with usual facts."""
    facts = {"name": "对方系统", "scopes": ["archives:read"], "expires_on": NEXT_MONTH} | facts
    return issue_token(account, by=by, press=press or new_press(), **facts)


def asked(secret):
    return Client().get(PATH, headers={"Authorization": f"Bearer {secret}"})


def test_a_token_opens_what_the_account_sees(officer, secadmin, household, log_lines):
    token = issued(officer, secadmin)
    answer = asked(token.secret)
    assert [row["archive_no"] for row in answer.json()["results"]] == [household.archive_no]
    assert log_lines(AccessVerb.ADMIN) == [
        ("secadmin", "officer", f"签发接口令牌：对方系统，{NEXT_MONTH} 到期，读取档案")
    ]
    assert log_lines(AccessVerb.LOGIN) == [("officer", "officer", "接口令牌：对方系统")]
    assert ApiToken.objects.filter(last_used_at__isnull=False, window_count=1).count() == 1


def test_only_a_digest_is_kept(officer, secadmin):
    secret = issued(officer, secadmin).secret
    row = ApiToken.objects.values().get()
    assert secret not in str(row)
    assert secret.startswith(row["hint"])


def test_a_second_press_shows_the_same_token(officer, secadmin, press):
    first, second = (issued(officer, secadmin, press) for _press in range(2))
    assert first.secret == second.secret
    assert ApiToken.objects.count() == 1
    assert issued(officer, secadmin).secret != first.secret


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"expires_on": timezone.localdate() - datetime.timedelta(days=1)}, "expires_on"),
        ({"expires_on": timezone.localdate() + datetime.timedelta(days=400)}, "expires_on"),
        ({"per_minute": 0}, "per_minute"),
    ],
)
def test_what_a_token_may_not_be(officer, secadmin, facts, field):
    with pytest.raises(DomainError) as refused:
        issued(officer, secadmin, **facts)
    assert refused.value.field == field


def test_who_issues_and_takes_back(officer, secadmin, sysadmin, county_secadmin, provincial):
    for account, by in [(officer, sysadmin), (secadmin, secadmin), (provincial, county_secadmin), (officer, officer)]:
        with pytest.raises(NotAllowed):
            issued(account, by)
    token = issued(officer, county_secadmin).token
    with pytest.raises(NotAllowed):
        revoke_token(token, by=sysadmin)


def test_a_token_that_was_taken_back_opens_nothing(officer, secadmin, log_lines):
    token = issued(officer, secadmin)
    for _press in range(2):
        revoke_token(token.token, by=secadmin)
    assert problem_of(asked(token.secret)) == (401, "令牌已停用，请向签发的安全管理员申请新的令牌。")
    assert log_lines(AccessVerb.ADMIN)[1:] == [("secadmin", "officer", "停用接口令牌：对方系统")]


def test_a_token_that_ran_out_opens_nothing(officer):
    program = Program(officer, expires_on=datetime.date(2026, 1, 5))
    status, words = problem_of(program.get(PATH))
    assert (status, words) == (401, "令牌已于 2026-01-05 到期，请向签发的安全管理员申请新的令牌。")


def test_an_unknown_token_opens_nothing_not_even_with_a_session(officer, as_user):
    refused = as_user(officer).get(PATH, headers={"Authorization": "Bearer hhq_guessed"})
    assert problem_of(refused) == (401, "令牌无效，请核对 Authorization 请求头。")
    assert refused["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_with_the_account_its_tokens_end(officer, secadmin, sysadmin):
    token = issued(officer, secadmin)
    deactivate_account(officer, by=sysadmin)
    assert asked(token.secret).status_code == 401
    User.objects.filter(pk=officer.pk).update(is_active=True)
    assert asked(token.secret).status_code == 401
    with pytest.raises(DomainError, match="已停用，不能签发令牌"):
        issued(User.objects.create(username="gone", union=officer.union, is_active=False), secadmin)


def test_neither_password_nor_idle_time_of_the_account_counts(officer):
    User.objects.filter(pk=officer.pk).update(must_change_password=True, last_login=None)
    assert Program(officer).get(PATH).status_code == 200


def test_a_token_needs_the_scope(officer, household):
    program = Program(officer, "archives:read")
    assert program.get(PATH).status_code == 200
    for answer, needed in [(program.get("/api/v1/visits/"), "visits:read"), (program.send(PATH), "archives:write")]:
        assert problem_of(answer) == (403, f"令牌没有 {needed} 权限，请向签发的安全管理员申请。")


def test_so_many_requests_a_minute_and_no_more(officer):
    program, other = Program(officer, per_minute=2), Program(officer)
    assert [program.get(PATH).status_code for _request in range(3)] == [200, 200, 429]
    refused = program.get(PATH)
    assert problem_of(refused)[1].startswith("每分钟最多 2 次请求，请 ")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert other.get(PATH).status_code == 200
    ApiToken.objects.filter(pk=program.token.pk).update(window=1)
    assert program.get(PATH).status_code == 200


def test_a_token_opens_no_page(officer):
    assert Program(officer).get("/households/").status_code == 302


def test_the_page_issues_and_shows_once(as_user, secadmin, officer, press):
    facts = {"name": "民政核对", "scopes": ["visits:read"], "expires_on": NEXT_MONTH, "per_minute": 60, "press": press}
    answer = as_user(secadmin).post("/accounts/officer/tokens/add/", facts)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Client().get("/api/v1/visits/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    for path in ("/accounts/officer/", "/tokens/"):
        page = as_user(secadmin).get(path).content.decode()
        assert "民政核对" in page
        assert secret not in page


def test_the_page_takes_back(as_user, secadmin, officer):
    token = issued(officer, secadmin).token
    client = as_user(secadmin)
    assert client.post(f"/accounts/officer/tokens/{token.pk}/revoke/").url == "/accounts/officer/"
    assert [list(client.get("/tokens/", {"state": state}).context["page"]) for state in ("", "ended", "all")] == [
        *([], [token], [token]),
    ]


def test_the_page_says_what_is_wrong(as_user, secadmin, officer, press):
    answer = as_user(secadmin).post("/accounts/officer/tokens/add/", {"name": "民政核对", "press": press})
    assert set(answer.context["form"].errors) == {"scopes", "expires_on", "per_minute"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_few_queries(as_user, secadmin, officer, rows, django_assert_num_queries):
    for _row in range(rows):
        issued(officer, secadmin)
    client = as_user(secadmin)
    client.get("/tokens/")
    with django_assert_num_queries(4):
        client.get("/tokens/")
