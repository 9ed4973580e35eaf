"""Keeping the papers that a union hands in with a contest, or to show that something was mended."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from audits.models import Contest, FindingPaper, RectificationStep, VerificationFinding
from core import clock, files
from organizations.models import User

LONGEST_TITLE = 120
Papers = list[tuple[str, files.Content]]


def read_papers(uploads: Sequence[UploadedFile]) -> Papers:
    """Judge uploads by their content, before any lock; raises DomainError (field ``papers``) naming the file."""
    titles = [files.title_of(upload, otherwise="佐证材料", longest=LONGEST_TITLE) for upload in uploads]
    return list(zip(titles, files.read_uploads(uploads), strict=True))


def keep_papers(
    finding: VerificationFinding | None,
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
            finding=finding, contest=contest, step=step, title=title, by=by, at=clock.now(), **content.facts
        )
