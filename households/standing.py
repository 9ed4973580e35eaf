"""How an application stands, in plain words for whoever applied; the only thing that a public page tells of an archive.

What knows better than the archive's own status (at which step of a review it is) registers a teller.
"""

from collections.abc import Callable

from households.enums import Status
from households.models import Household

Teller = Callable[[Household], str]
TELLERS: list[Teller] = []
WORDS = {
    Status.DRAFT: "已收到申请，工会正在核对资料",
    Status.UNDER_REVIEW: "审核中",
    Status.ON_FILE: "已审核通过，建档在册",
    Status.TAPERING: "在册，渐退期内",
    Status.EXITED: "已脱困退出",
    Status.REJECTED: "未通过审核，请向建档单位了解原因",
    Status.CANCELLED: "已注销，请向建档单位了解原因",
}


def tells_standing(teller: Teller) -> Teller:
    """Register a function that says how an archive stands, or "" when it knows nothing better."""
    TELLERS.append(teller)
    return teller


def application_status(household: Household) -> str:
    """Return how the application for an archive stands; no names, figures or reasons."""
    told = (teller(household) for teller in TELLERS)
    return next(filter(None, told), WORDS[Status(household.status)])
