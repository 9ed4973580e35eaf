"""What holds for every address of the API: errors as problem details, documents, and what no program may send."""

import json

import pytest
from django.test import Client

from core.schema import document
from organizations.actions.access import request_token
from tests.support.api import Program, problem_of
from tests.support.races import at_once

PATH = "/api/v1/visits/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def program(officer):
    return Program(officer)


@pytest.mark.parametrize("path", ["/api/", "/api/v2/archives/", "/api/v1/archives", "/api/v1/nothing/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_none_is_told_so(program, path, method):
    status, words = problem_of(getattr(program, method)(path))
    assert (status, "接口文档" in words) == (404, True)


@pytest.mark.parametrize("path", ["/api/v1/nothing/", PATH, "/api/v1/schema/"])
def test_without_a_login_nothing_is_told(db, path):
    assert problem_of(Client().get(path))[0] == 401


def test_the_page_of_documents_is_for_people(db, as_user, officer):
    assert Client().get("/api/v1/docs/").url == "/login/?next=%2Fapi%2Fv1%2Fdocs%2F"
    assert "登记走访" in as_user(officer).get("/api/v1/docs/").content.decode()


def test_a_wrong_verb_names_the_right_ones(program):
    refused = program.delete(PATH)
    assert problem_of(refused)[0] == 405
    assert refused["Allow"] == "GET, HEAD, POST"
    assert problem_of(program.options(PATH))[0] == 405
    assert problem_of(program.post("/api/v1/schema/"))[0] == 405


def test_only_json_is_spoken(program):
    assert problem_of(program.get(PATH, headers={"Accept": "text/html"}))[0] == 406
    assert problem_of(program.post(PATH, {"on": "2026-01-05"}, headers={"Idempotency-Key": "a"}))[0] == 415


@pytest.mark.parametrize(
    ("body", "status"),
    [(body, 400) for body in ("{", "[" * 100_000, "[]", '"x"', "null", '{"on": NaN}', '{"\\ud800": 1}')]
    + [('{"difficulties": [' + "1," * 5000 + "1]}", 400), (" " * 2**20 + "{}", 413)],
)
def test_what_is_no_request_is_refused(program, body, status):
    answer = program.post(PATH, body, content_type="application/json", headers={"Idempotency-Key": "a"})
    assert problem_of(answer)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Transfer-Encoding": "chunked"}, 411),  # no length is told: a write of nothing
        ({"Content-Type": "application/json; charset=utf-16"}, 415),
        ({"Content-Type": "application/json; charset=base64"}, 415),
    ],
)
def test_a_body_says_its_length_and_is_utf_8(program, headers, status):
    answer = program.generic("POST", PATH, "{}", "application/json", headers={"Idempotency-Key": "a"} | headers)
    assert problem_of(answer)[0] == status


def test_signs_that_no_database_holds_are_refused(program):
    assert problem_of(program.get(PATH, {"archive": "\0"}))[0] == 400


@pytest.mark.parametrize("key", ["", "钥匙", "x" * 256])
def test_a_key_is_short_and_plain(program, key):
    answer = program.post(PATH, "{}", content_type="application/json", headers={"Idempotency-Key": key})
    assert problem_of(answer)[0] == 400


def test_a_session_writes_only_with_its_csrf_token(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post(PATH, "{}", content_type="application/json")
    assert problem_of(answer) == (
        403,
        "用网页会话写入须带 X-CSRFToken 请求头；其他系统请使用令牌（Authorization: Bearer）。",
    )


def test_no_name_of_a_token_is_left_in_the_thread(program):
    program.get(PATH)
    assert request_token.get() == ""


def test_every_operation_is_described_in_chinese_with_its_errors():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert not operation["summary"].isascii(), (path, method)
            assert operation["tags"] != [""]
            assert {"400", "401", "403", "404", "429"} <= set(operation["responses"])
            assert method == "get" or "application/json" in operation["requestBody"]["content"]


def test_the_document_is_served_to_whoever_is_let_in(program, as_user, officer):
    for client in (program, as_user(officer)):
        answer = client.get("/api/v1/schema/")
        assert answer["Content-Type"] == "application/vnd.oai.openapi+json"
        assert json.loads(answer.content)["openapi"] == "3.1.1"


def test_the_page_shows_every_operation_without_script_or_style(as_user, officer):
    page = as_user(officer).get("/api/v1/docs/").content.decode()
    shown = [f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods]
    assert [operation for operation in shown if f"<code>{operation}</code>" not in page] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_of_two_at_once_one_is_done_and_the_other_waits_or_repeats(officer, household):
    program = Program(officer)
    sent = {"archive": household.archive_no, "on": "2026-01-05", "method": "home", "met": "worker", "situation": "好。"}
    answers = at_once(*[lambda: program.send(PATH, sent, key="one-key")] * 4)
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert household.visits.count() == 1
