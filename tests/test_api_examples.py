"""Requests made up from the OpenAPI document: none breaks the system, is answered otherwise than described, or tells
of another scope. ``API_EXAMPLES=200`` makes up more for each operation than the few of every day.
"""

import json
import os
from urllib.parse import urlencode

import pytest
import requests
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.schema import document
from organizations.enums import ApiScope
from tests.support.api import Program
from tests.support.oneworld import one_world
from tests.support.world import HEAD, HEAD_ELSEWHERE, NO_ELSEWHERE, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(3600)]

EXAMPLES = int(os.environ.get("API_EXAMPLES", "2"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NAMED = {"visits": "visit", "difficulties": "difficulty", "measures": "measure", "tasks": "office_task"}
NAMED |= {"reviews": "review", "payments": "payment", "aid": "aid", "campaigns": "campaign", "archives": "no"}
NAMED |= {"verifications": "judging", "findings": "finding", "faults": "fault", "scores": "score_card"}
FEW = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with one_world(django_db_blocker, tmp_path_factory.mktemp("world")) as made:
        yield made


def aim(case, world: World, body):
    """Have a request that was made up mean things that are there: the key of its address, the version, the archive."""
    resource = case.path.split("/")[3]
    for name in set(case.path_parameters or {}) & {"id", "archive_no"}:
        case.path_parameters[name] = str(world.named[NAMED[resource]])
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    if isinstance(body, dict):
        mine = {"archive": world.household.archive_no, "difficulty": world.named["difficulty"]}
        body |= {name: value for name, value in mine.items() if name in body}


def sent(case, program: Program, world: World, *, aimed: bool):
    """Send a request and undo it; return the answer."""
    body = None if isinstance(case.body, schemathesis.core.NotSet) else case.body
    if aimed:
        aim(case, world, body)
    query = urlencode(case.query or {}, doseq=True)
    content = "" if body is None else body if isinstance(body, bytes) else json.dumps(body)
    headers = {name: str(value) for name, value in (case.headers or {}).items() if name != "Authorization"}
    with transaction.atomic():
        answer = program.generic(
            case.method, f"{case.formatted_path}?{query}", content, content_type="application/json", headers=headers
        )
        transaction.set_rollback(True)
    return answer


def check(case, answer) -> None:
    """Hold an answer against what the document says."""
    asked = requests.Request(case.method, f"http://testserver{case.formatted_path}").prepare()
    headers = {name.lower(): [value] for name, value in answer.headers.items()}
    told = Response(answer.status_code, headers, answer.content, asked, 0.0, verify=False)
    case.validate_response(told, checks=CHECKS)


def foreign(role: str, world: World) -> set[str]:
    """Return what a role must never be told."""
    own = {world.household.archive_no, HEAD}
    other = {NO_ELSEWHERE, HEAD_ELSEWHERE}
    return {"off": other, "lia": other | {world.household.archive_no}, "out": own}[role]


@pytest.mark.parametrize("role", ["off", "lia", "out"])
def test_made_up_requests_are_answered_as_described(world, role):
    load_all_checks()
    program = Program(world.users[role], *ApiScope.values, per_minute=6000)
    for result in schemathesis.openapi.from_dict(document()).get_all_operations():
        operation = result.ok()
        right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        either = strategies.one_of(right, wrong) if operation.body else right

        @FEW
        @given(case=either, aimed=strategies.booleans())
        def ask(case, aimed):
            answer = sent(case, program, world, aimed=aimed)
            check(case, answer)
            words = json.dumps(json.loads(answer.content or "null"), ensure_ascii=False)
            assert not [mark for mark in foreign(role, world) if mark in words], (case.method, case.path, words[:500])

        ask()
