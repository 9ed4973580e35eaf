"""Grievances in 建水县, brought to any state through the real actions."""

import uuid
from typing import Any

from audits.actions.grievances.answering import answer_grievance
from audits.actions.grievances.appealing import appeal_grievance
from audits.actions.grievances.assigning import assign_grievance
from audits.actions.grievances.receiving import Came, Said, receive_grievance
from audits.grievances.enums import Finding, GrievanceCategory
from audits.models import Grievance
from organizations.models import User
from tests.support.factories import union
from tests.support.files import photo, upload

TEXT = "上半年的生活救助款一直没有到账，问了两次没有答复。"
WHO = {"name": "何春生", "phone": "13987301234"}


def sent(*, came: Came | None = None, papers: tuple[bytes, ...] = (), **facts: Any) -> tuple[Grievance, str]:
    """Send a grievance about money to 建水县 from outside; return it with its code."""
    known: dict[str, Any] = {"union": union("532524"), "category": GrievanceCategory.FUNDS, "text": TEXT}
    who = {} if facts.get("is_anonymous") else WHO
    uploads = [upload(content, f"{place}.jpg") for place, content in enumerate(papers)]
    return receive_grievance(Said(**{**known, **who, **facts}), came=came or Came(uuid.uuid4()), uploads=uploads)


def complained(**facts: Any) -> Grievance:
    """Send a grievance."""
    return sent(**facts)[0]


def assigned(owner: User, by: User, **facts: Any) -> Grievance:
    """Send a grievance, and charge somebody with it."""
    return assign_grievance(complained(**facts), by=by, owner=owner)


def answered(owner: User, by: User, **facts: Any) -> Grievance:
    """Send a grievance and have it answered by its owner."""
    said = {"finding": Finding.PARTLY, "text": "经核实，因卡号登记有误退回，已更正，本月补发。"}
    return answer_grievance(assigned(owner, by, **facts), by=owner, **said)


def appealed(owner: User, by: User, **facts: Any) -> Grievance:
    """Send a grievance, have it answered, and appeal."""
    return appeal_grievance(answered(owner, by, **facts), text="本月仍未到账。")


def grievance_of_world() -> dict[str, object]:
    """Make what the paths of the tables name."""
    made = complained(papers=(photo(),))
    return {"grievance": made.pk, "grievance_file": made.files.get().pk}
