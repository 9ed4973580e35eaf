"""Files with a grievance: judged by their content before anything is locked, kept without the names of strangers."""

from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from audits.grievances.enums import FileStage
from audits.models import Grievance, GrievanceFile
from core import files
from core.errors import DomainError
from organizations.models import User

MOST_FILES, LONGEST_TITLE = 3, 60
PICTURES_ONLY = "匿名反映只收照片：PDF 文件里常带有作者姓名，请拍照后再上传。"


def read_papers(uploads: Sequence[UploadedFile], *, pictures_only: bool = False) -> list[files.Content]:
    """Return what may be kept of some uploads; raises DomainError (field ``papers``) that names the wrong one."""
    if len(uploads) > MOST_FILES:
        raise DomainError(f"最多附 {MOST_FILES} 个文件。", field="papers")
    found = []
    for place, upload in enumerate(uploads, 1):
        try:
            found.append(files.read_upload(upload))
        except DomainError as error:
            raise DomainError(f"第 {place} 个文件没有收下：{error.message}", field="papers") from error
    if pictures_only and any(content.content_type == files.PDF for content in found):
        raise DomainError(PICTURES_ONLY, field="papers")
    return found


def keep_papers(
    grievance: Grievance,
    contents: Sequence[files.Content],
    stage: FileStage,
    *,
    by: User | None,
    uploads: Sequence[UploadedFile] = (),
) -> None:
    """Keep files with a grievance; those of the office by their names, those of strangers by their place."""
    for place, content in enumerate(contents):
        files.keep(content)
        title = Path(uploads[place].name or "").stem if by is not None else ""
        GrievanceFile.objects.create(
            grievance=grievance,
            stage=stage,
            title=(title.strip() or f"附件 {place + 1}")[:LONGEST_TITLE],
            sha256=content.sha256,
            size=len(content.data),
            content_type=content.content_type,
            uploaded_by=by,
        )
