"""What an assessor brings back from a household beside the answers: photos, and the signature of who was asked."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.verification.fieldwork import lock_own
from audits.models import Interview, InterviewPhoto
from audits.verification.enums import PhotoKind
from core import clock, files
from core.errors import DomainError
from organizations.models import User

MOST_PHOTOS = 9


@transaction.atomic
def add_photo(interview: Interview, *, by: User, upload: UploadedFile, kind: str = PhotoKind.PHOTO) -> InterviewPhoto:
    """Keep a photo of an interview that is in the assessor's hands; a signature takes the place of the one before.

    The same picture again is returned as it lies. Raises DomainError (field ``file``) for what is no picture.
    """
    content = files.read_upload(upload)  # before the lock, since a large photo takes a second
    if content.content_type == files.PDF:
        raise DomainError("请上传 JPG 或 PNG 图片。", field="file")
    locked = lock_own(interview, by)
    present = locked.photos.present().filter(kind=kind)
    if same := present.filter(sha256=content.sha256).first():
        return same
    if kind == PhotoKind.SIGNATURE:
        present.update(removed_at=clock.now())
    elif present.count() >= MOST_PHOTOS:
        raise DomainError(f"每户最多 {MOST_PHOTOS} 张照片，请先去掉不需要的。", field="file")
    files.keep(content)
    facts = {"sha256": content.sha256, "content_type": content.content_type}
    return InterviewPhoto.objects.create(interview=locked, kind=kind, added_by=by, **facts)


@transaction.atomic
def remove_photo(photo: InterviewPhoto, *, by: User) -> InterviewPhoto:
    """Take a photo back while its interview is in the assessor's hands; taken back twice, nothing changes."""
    lock_own(photo.interview, by)
    locked = InterviewPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if locked.removed_at is None:
        locked.removed_at = clock.now()
        locked.save(update_fields=["removed_at"])
    return locked
