"""Once for any number of tries: a write that a program repeats under the same Idempotency-Key gets the same answer.

The answer is kept in the transaction of the write itself, so that either both are there or neither, also when the
process dies in between. A write that was refused changed nothing and is tried anew.
"""

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.models import IdempotencyKey
from core.problems import Problem

KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT_HEADERS = ("ETag", "Location")
NEEDED = "写入须带 Idempotency-Key 请求头（如一个 UUID）：网络中断后用同一编号重发，只办理一次。"
MALFORMED = "Idempotency-Key 应为 1 至 255 位可见的 ASCII 字符。"
REUSED = "这个 Idempotency-Key 已用于另一个请求，请换一个新的编号。"
IN_FLIGHT = "同一 Idempotency-Key 的请求正在办理，请稍后用同一编号重试。"


def key_of(request: Request, *, needed: bool) -> str:
    """Return the key of a request, "" for none; raises Problem for a needed one that is missing, or nonsense."""
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not key and needed:
        raise Problem(400, NEEDED)
    if key and not KEY.fullmatch(key):
        raise Problem(400, MALFORMED)
    return key


def number_of(request: Request) -> uuid.UUID:
    """Return a number that the same account's same key always gives: the mark of one act in our own tables."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"huhuqing:{request.user.pk}:{key_of(request, needed=True)}")


def run_once(request: Request, act: Callable[[], Response], *, needed: bool) -> Response:
    """Do an act in a transaction, or answer as it was answered; raises Problem for another request under its key."""
    key = key_of(request, needed=needed)
    with transaction.atomic():
        if not key:
            return act()
        digest = digest_of(request)
        _lock(request, key)
        if kept := IdempotencyKey.objects.filter(user_id=_account(request), key=key).first():
            return _again(kept, digest)
        response = act()
        _keep(request, key, digest, response)
        return response


def digest_of(request: Request) -> str:
    """Return what tells requests apart: method, address and body."""
    http = request._request
    said = b"\0".join([str(http.method).encode(), http.get_full_path().encode(), http.body])
    return hashlib.sha256(said).hexdigest()


def forget_old_keys() -> int:
    """Delete the answers that are kept no longer, and return how many."""
    oldest = clock.now() - datetime.timedelta(hours=settings.API_KEY_HOURS)
    deleted, _by_model = IdempotencyKey.objects.filter(at__lt=oldest).delete()
    return deleted


def _account(request: Request) -> int:
    return int(request.user.pk or 0)


def _lock(request: Request, key: str) -> None:
    """Hold the key until the transaction ends; who comes meanwhile is told to wait rather than made to."""
    number = int.from_bytes(hashlib.sha256(f"{request.user.pk}:{key}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Problem(409, IN_FLIGHT)


def _again(kept: IdempotencyKey, digest: str) -> Response:
    if kept.digest != digest:
        raise Problem(422, REUSED)
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    return Response(json.loads(kept.body) if kept.body else None, status=kept.status, headers=headers)


def _keep(request: Request, key: str, digest: str, response: Response) -> None:
    data: Any = response.data
    IdempotencyKey.objects.create(
        user_id=_account(request),
        key=key,
        digest=digest,
        status=response.status_code,
        headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
        body="" if data is None else JSONRenderer().render(data).decode(),
        at=clock.now(),
    )
