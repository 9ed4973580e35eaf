"""What one tile of the first page counts, and what waits about money for each role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistance.models import AidRequest
from assistance.payments.enums import RequestStatus
from organizations.enums import Role
from organizations.models import User


@dataclass(frozen=True)
class Line:
    """A thing to count: the rows, the tone while there are any, and the list behind."""

    label: str
    rows: Any
    tone: str
    name: str
    query: str = ""


def money_lines(user: User) -> Iterator[Line]:
    """Yield what waits about money: applications of officers."""
    if user.scope.has(Role.OFFICER):
        yield from _of_officer(user)


def _of_officer(user: User) -> Iterator[Line]:
    asked = AidRequest.objects.visible_to(user).filter(user.scope.subtree("union_path", [Role.OFFICER]))
    yield Line("单户申请已批准待发放", asked.to_pay(), "todo", "aid_requests", "status=to_pay")
    back = asked.filter(status=RequestStatus.RETURNED)
    yield Line("退回的单户申请", back, "todo", "aid_requests", f"status={RequestStatus.RETURNED}")
