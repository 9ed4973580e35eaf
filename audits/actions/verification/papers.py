"""Keeping the papers that a union hands in with a contest, or to show that something was mended."""

from collections.abc import Sequence
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from audits.models import Contest, FindingPaper, RectificationStep, VerificationFinding
from core import clock, files
from core.errors import DomainError
from organizations.models import User

LONGEST_TITLE = 120
Papers = list[tuple[str, files.Content]]


def read_papers(uploads: Sequence[UploadedFile]) -> Papers:
    """Judge uploads by their content, before any lock; raises DomainError (field ``papers``) naming the file."""
    found = []
    for upload in uploads:
        try:
            content = files.read_upload(upload)
        except DomainError as refusal:
            raise DomainError(f"“{upload.name}”没有上传：{refusal.message}", field="papers") from refusal
        found.append((Path(upload.name or "").stem[:LONGEST_TITLE] or "佐证材料", content))
    return found


def keep_papers(
    finding: VerificationFinding,
    papers: Papers,
    *,
    by: User,
    contest: Contest | None = None,
    step: RectificationStep | None = None,
) -> None:
    """Keep papers of a contest or of a step; the files are on the disk before their rows are."""
    for title, content in papers:
        files.keep(content)
        FindingPaper.objects.create(
            finding=finding,
            contest=contest,
            step=step,
            title=title,
            sha256=content.sha256,
            size=len(content.data),
            content_type=content.content_type,
            by=by,
            at=clock.now(),
        )
