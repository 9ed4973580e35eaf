"""Keeping the policy library: entering a document, correcting it, saying what took its place."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assistance.models import Policy
from assistance.policies import LONGEST_CHAIN, can_publish
from core import files
from core.errors import DomainError
from households.actions.facts import changed_facts
from households.history import signed
from organizations.models import User
from organizations.rules import require

LONGEST_NAME = 120
WHO = "政策库由省、州市和产业工会的经办人员维护，只能维护本级及下级发布的文件。"


@transaction.atomic
@signed
def publish_policy(*, by: User, facts: Mapping[str, Any], upload: UploadedFile | None = None) -> Policy:
    """Enter a document for a union and all below it; the very same title from the same day is refused."""
    require(can_publish(by, facts["union"]), WHO)
    content = _read(upload)
    policy = Policy(created_by=by, **facts)
    _check(policy)
    if content:
        _put_file(policy, content, upload)
    policy.save(force_insert=True)
    return policy


@transaction.atomic
@signed
def edit_policy(
    policy: Policy, *, by: User, facts: Mapping[str, Any], upload: UploadedFile | None = None, seen: str = ""
) -> Policy:
    """Correct a document; only what differs is written, and another file takes the place of the one it had.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    content = _read(upload)
    locked = _lock(policy, by)
    require(can_publish(by, facts.get("union", locked.union)), WHO)
    changed = changed_facts(locked, facts, seen=seen)
    for name, value in changed.items():
        setattr(locked, name, value)
    _check(locked)
    if "union" in changed:
        _check_chain(locked)
    also: tuple[str, ...] = ()
    if content and content.sha256 != locked.file_sha256:
        _put_file(locked, content, upload)
        also = ("file_sha256", "file_name", "file_size")
    if changed or also:
        locked.save(update_fields=[*changed, *also])
    return locked


@transaction.atomic
@signed
def supersede_policy(policy: Policy, *, by: User, successor: Policy) -> Policy:
    """Say which document took the place of one; said again it changes nothing.

    Raises DomainError when another already did, when the successor does not hold everywhere that the old one holds, or
    when it is itself replaced by the old one.
    """
    # Both, in one order: of two that replace each other at once the second finds what the first did.
    list(Policy.objects.select_for_update().filter(pk__in=[policy.pk, successor.pk]).order_by("pk").values("pk"))
    locked = _lock(policy, by)
    if locked.superseded_by_id == successor.pk:
        return locked
    if locked.superseded_by_id:
        raise DomainError(f"本文件已登记被《{locked.superseded_by}》取代；登记有误的请先撤销。", field="successor")
    locked.superseded_by = _checked(Policy.objects.select_related("union").get(pk=successor.pk), locked)
    locked.save(update_fields=["superseded_by"])
    return locked


@transaction.atomic
@signed
def reinstate_policy(policy: Policy, *, by: User) -> Policy:
    """Take back that another document took the place of this one; one that stands alone stays so."""
    locked = _lock(policy, by)
    if locked.superseded_by_id:
        locked.superseded_by = None
        locked.save(update_fields=["superseded_by"])
    return locked


def _lock(policy: Policy, by: User) -> Policy:
    locked = Policy.objects.select_for_update(of=("self",)).select_related("union", "superseded_by").get(pk=policy.pk)
    require(can_publish(by, locked.union), WHO)
    return locked


def _read(upload: UploadedFile | None) -> files.Content | None:
    if upload is None:
        return None
    content = files.read_upload(upload)
    if content.content_type != files.PDF:
        raise DomainError("原件请上传 PDF；图片请先合并、另存为一个 PDF。", field="file")
    return content


def _put_file(policy: Policy, content: files.Content, upload: UploadedFile | None) -> None:
    # On the disk before the row is: a row always finds its file.
    files.keep(content)
    name = (upload.name if upload else "") or ""
    policy.file_sha256, policy.file_size = content.sha256, len(content.data)
    policy.file_name = name[-LONGEST_NAME:]


def _check(policy: Policy) -> None:
    try:
        policy.clean_fields()
        policy.validate_constraints()
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise DomainError(problems[0], field="" if name == NON_FIELD_ERRORS else name) from error
    if policy.on_card and not policy.benefit.strip():
        raise DomainError("印入明白卡的文件，请用一两句话写明职工家庭能享受什么。", field="benefit")


def _check_chain(policy: Policy) -> None:
    """Refuse another union for a document that would then no longer hold wherever those hold that it replaced."""
    for old in Policy.objects.filter(superseded_by=policy).select_related("union"):
        if not old.union.path.startswith(policy.union.path):
            raise DomainError(f"本文件已取代{old.union}的《{old}》，须在其全部范围内施行。", field="union")
    after = policy.superseded_by
    if after is not None and not policy.union.path.startswith(after.union.path):
        raise DomainError(f"本文件已被《{after}》取代，不能改为其施行范围以外的工会。", field="union")


def _checked(successor: Policy, policy: Policy) -> Policy:
    """Return a successor that holds wherever the old document does, and does not itself give way to it."""
    if not policy.union.path.startswith(successor.union.path):
        place = f"{successor.union}发布的文件不在{policy.union}的全部范围内施行，不能取代本文件。"
        raise DomainError(place, field="successor")
    last: Policy | None = successor
    for _step in range(LONGEST_CHAIN):
        if last is not None and last.pk == policy.pk:
            raise DomainError(f"《{successor}》是被本文件取代的，不能反过来取代本文件。", field="successor")
        last = last and last.superseded_by
    return successor
