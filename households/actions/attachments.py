"""Adding papers and photos to an archive, and removing them."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import clock, files
from households.actions.locks import lock_household
from households.actions.working import lock_to_work
from households.enums import AttachmentKind
from households.models import Attachment, Household
from households.rules import can_remove_attachment
from organizations.models import User
from organizations.rules import require

LONGEST_TITLE = 120
REMOVERS = "附件由上传人或建档单位的经办人员移除。"


@transaction.atomic
def attach_file(household: Household, *, by: User, kind: str, title: str, upload: UploadedFile) -> Attachment:
    """Add one file to an open archive; without a title it is called as the file was.

    The same paper of the same kind again is returned as it lies. Raises DomainError (field ``file``) for what is no
    picture or PDF (core.files). The file is on the disk before the row is: a row always finds its file.
    """
    content = files.read_upload(upload)  # before the lock, since a large photo takes a second
    return _keep(lock_to_work(household, by=by), content, upload, by=by, kind=kind, title=title)


@transaction.atomic
def attach_evidence(household: Household, *, by: User, kind: str, title: str, upload: UploadedFile) -> Attachment:
    """Add one file that belongs to another act, which has asked who may do it: the paper of an answer, an application.

    Otherwise as ``attach_file``.
    """
    content = files.read_upload(upload)
    return _keep(lock_household(household), content, upload, by=by, kind=kind, title=title)


def _keep(
    household: Household, content: files.Content, upload: UploadedFile, *, by: User, kind: str, title: str
) -> Attachment:
    if same := _same_paper(household, kind, content.sha256):
        return same
    files.keep(content)
    unnamed = str(AttachmentKind(kind).label)
    return Attachment.objects.create(
        household=household,
        kind=kind,
        title=title.strip()[:LONGEST_TITLE] or files.title_of(upload, otherwise=unnamed, longest=LONGEST_TITLE),
        uploaded_by=by,
        **content.facts,
    )


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> Attachment:
    """Take a file out of sight; file and row stay for the retention period. Removing it twice changes nothing."""
    household = lock_to_work(attachment.household, by=by)
    locked = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if locked.removed_at is not None:
        return locked
    require(can_remove_attachment(by, household, locked), REMOVERS)
    locked.removed_by, locked.removed_at = by, clock.now()
    locked.save(update_fields=["removed_by", "removed_at"])
    return locked


def _same_paper(household: Household, kind: str, sha256: str) -> Attachment | None:
    # A photo belongs to one visit; the same picture on another visit is another attachment of the same file.
    if kind == AttachmentKind.PHOTO:
        return None
    return household.attachments.present().filter(kind=kind, sha256=sha256).first()
