"""Taking a grievance under its lock, and writing its log."""

from audits.grievances.enums import StepKind
from audits.grievances.rules import can_see
from audits.models import Grievance, GrievanceStep
from core import clock
from organizations.models import User
from organizations.rules import require

UNSEEN = "这件信访件不由您办理。"


def lock_grievance(grievance: Grievance, *, by: User | None) -> Grievance:
    """Lock a grievance with what its rules are judged by; refuses who may not see it. ``by`` is none for outside."""
    rows = Grievance.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.prefetch_related("union", "avoided", "steps").get(pk=grievance.pk)
    require(by is None or can_see(by, locked), UNSEEN)
    return locked


def note_step(
    grievance: Grievance, kind: StepKind, *, by: User | None, words: str = "", person: User | None = None
) -> GrievanceStep:
    """Write down what was done with a locked grievance, at the union where it stands."""
    facts = {"kind": kind, "at": clock.now(), "union": grievance.union, "by": by, "person": person}
    return GrievanceStep.objects.create(grievance=grievance, words=words.strip()[:300], **facts)
