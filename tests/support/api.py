"""Programs that use the API: a client with a token, and what it is told."""

import datetime
import json
import uuid

from django.test import Client
from django.utils import timezone

from organizations.actions.tokens import digest_of
from organizations.enums import ApiScope
from organizations.models import ApiToken, User

ALL = tuple(ApiScope.values)
SECRET = "hhq_made-up-for-tests"


class Program(Client):
    """A program with the token of an account; writes get a key of their own unless ``key`` names one."""

    def __init__(self, user: User, *scopes: str, name: str = "对方系统", per_minute: int = 600, **facts) -> None:
        self.secret = f"{SECRET}-{uuid.uuid4().hex}"
        facts = {"expires_on": timezone.localdate() + datetime.timedelta(days=30)} | facts
        facts |= {"hint": self.secret[:10], "digest": digest_of(self.secret), "created_by": user}
        scopes = list(scopes or ALL)
        self.token = ApiToken.objects.create(user=user, name=name, scopes=scopes, per_minute=per_minute, **facts)
        super().__init__(headers={"Authorization": f"Bearer {self.secret}"}, raise_request_exception=False)

    def send(self, path: str, data=None, *, key: str = "", headers=None):
        """POST a body as JSON."""
        headers = {"Idempotency-Key": key or uuid.uuid4().hex} | (headers or {})
        return self.post(path, json.dumps(data or {}), content_type="application/json", headers=headers)

    def act(self, path: str, verb: str, data=None, *, seen: str | None = None, key: str = ""):
        """POST an act on what was seen as this version (the present one unless it is named)."""
        headers = {"If-Match": self.get(path)["ETag"] if seen is None else seen}
        return self.send(f"{path}{verb}/", data, key=key, headers=headers)

    def change(self, path: str, data, *, seen: str | None = None):
        """PATCH a body as JSON, of what was seen as this version (the present one unless it is named)."""
        headers = {"If-Match": self.get(path)["ETag"] if seen is None else seen}
        return self.patch(path, json.dumps(data), content_type="application/json", headers=headers)


def problem_of(response) -> tuple[int, str]:
    """Return status and words of problem details."""
    said = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert said["status"] == response.status_code
    return response.status_code, said["detail"]


def errors_of(response) -> dict[str, str]:
    """Return what is wrong by pointer or parameter."""
    assert problem_of(response)[0] == 400
    return {error.get("pointer") or error["parameter"]: error["detail"] for error in response.json()["errors"]}
