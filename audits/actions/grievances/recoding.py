"""Issuing the code of a grievance again, in person, to somebody who has lost it and shows who they are."""

import uuid

from django.db import transaction

from audits.actions.grievances.answering import check_words
from audits.actions.grievances.locks import lock_grievance, note_step
from audits.grievances.codes import code_digest_of, code_of
from audits.grievances.enums import Proof, StepKind
from audits.grievances.rules import is_in_charge
from audits.grievances.words import plain
from audits.models import Grievance
from core.errors import Conflict, DomainError
from organizations.models import User
from organizations.rules import require

RECODERS = "查询码由受理单位及以上的审核、审批人员或承办人当面核对后补发。"
NOBODY = "匿名反映不记姓名，无从核对是否本人，查询码不能补发；可以请其重新反映。"


@transaction.atomic
def reissue_code(
    grievance: Grievance, *, by: User, sent_key: uuid.UUID, seen: int, proof: str, name: str, reason: str
) -> tuple[Grievance, str]:
    """Replace the code of a grievance whose author stands at the counter; the old one stops at once.

    ``seen`` is how often it was replaced when the form was shown: raises Conflict when it was since. The same form sent
    again gives the same code. The name on the paper shown must be that of the grievance; of an anonymous one there is
    nothing to check, and nothing is issued.
    """
    locked = lock_grievance(grievance, by=by)
    require(is_in_charge(by, locked), RECODERS)
    if locked.is_anonymous:
        raise DomainError(NOBODY)
    code = code_of(sent_key, f"again:{locked.number}")
    digest = code_digest_of(locked.number, code)
    if locked.code_digest == digest:
        return locked, code
    if times_reissued(locked) != seen:
        raise Conflict("这件信访件的查询码刚刚补发过，请返回信访件核对办理经过，确需再补发的重新办理。")
    _check(locked, proof, name, reason)
    locked.code_digest = digest
    locked.save(update_fields=["code_digest"])
    note_step(locked, StepKind.RECODED, by=by, words=f"当面核对{Proof(proof).label}；{reason.strip()}")
    return locked, code


def times_reissued(grievance: Grievance) -> int:
    """Return how often the code was issued again, of a grievance whose steps are loaded."""
    return sum(step.kind == StepKind.RECODED for step in grievance.steps.all())


def _check(grievance: Grievance, proof: str, name: str, reason: str) -> None:
    if proof not in Proof.values:
        raise DomainError("请选择当面核对的证件。", field="proof")
    if "".join(plain(name).split()) != "".join(grievance.name.split()):
        raise DomainError("证件上的姓名与反映人姓名不一致，不是本人的不能补发。", field="name")
    check_words(reason, "reason", "补发原因")
