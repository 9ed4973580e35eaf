"""Files with a grievance: judged by their content before anything is locked, kept without the names of strangers."""

from collections.abc import Sequence

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
    found = files.read_uploads(uploads)
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
        unnamed = f"附件 {place + 1}"
        named = by is not None
        title = files.title_of(uploads[place], otherwise=unnamed, longest=LONGEST_TITLE) if named else unnamed
        GrievanceFile.objects.create(grievance=grievance, stage=stage, title=title, uploaded_by=by, **content.facts)
