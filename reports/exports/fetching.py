"""Fetching the file of a job: for a purpose, with a line in the log each time, locked with a password if wanted."""

from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError, NotAllowed
from core.jobs import start_job
from core.models import Job
from core.sealing import sealed
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.models import User
from reports.catalogue import kind_of
from reports.catalogue.query import union_of
from reports.exports.kinds import ASKED, EXPORT
from reports.exports.starting import start_export

RIGHTS_LOST = "文件生成后您的角色或管辖范围有变动，这个文件不能再下载。仍需要的，请按现在的权限重新发起。"
UNREADABLE = "现在读不到这个文件（刚到期清除，或存储暂时用不了），请稍后再试，仍不行请点“重新发起”。"


def needs_purpose(job: Job) -> bool:
    """Tell whether the purpose of a file is still to be asked."""
    return job.kind in ASKED and not job.purpose


def fetch_file(job: Job, *, by: User, purpose: str = "", locked: bool = False) -> Job:
    """Note that a file is fetched and for what; the purpose is asked once, and written down every time.

    Raises NotAllowed, or DomainError, when its owner may not see what is in it any more.
    """
    require_rights(job, by)
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        job.purpose = job.purpose or purpose.strip()[:200]
        if needs_purpose(job):
            raise DomainError("请先说明用途，再下载文件。", field="purpose")
        job.seen_at = job.seen_at or timezone.now()
        job.save(update_fields=["purpose", "seen_at"])
        said = f"，用途：{job.purpose}" if job.purpose else ""
        record_access(by, AccessVerb.EXPORT, job.file_name, detail=f"{job.title}{'，加密' if locked else ''}{said}")
    return job


def require_rights(job: Job, by: User) -> None:
    """Refuse a file whose owner no longer holds every role under which it was made, whatever is in it."""
    if job.kind == EXPORT:
        union_of(kind_of(job.params["what"]), by, job.params["query"]["union"])
    if not all(by.scope.holds([role], path) for role, path in job.rights):
        raise NotAllowed(RIGHTS_LOST)


def opened(job: Job, password: str = "") -> BinaryIO:
    """Open the file of a job, or a copy of it that is locked with a password; DomainError when it cannot be read."""
    try:
        return sealed({job.file_name: job.path}, password) if password else job.path.open("rb")
    except OSError as error:
        raise DomainError(UNREADABLE) from error


def see_job(job: Job) -> None:
    """Note that its owner has looked at what came of a job: the bell rings for it no more."""
    if not job.is_live and job.seen_at is None:
        Job.objects.filter(pk=job.pk, seen_at=None).update(seen_at=timezone.now())


def start_again(job: Job, *, by: User) -> Job:
    """Start a job that has ended once more, with what stands in the system now; one that lives is returned."""
    if job.is_live or not job.file_name:
        return job
    if job.kind == EXPORT:
        asked = {"what": job.params["what"], "format": job.params["format"], "params": job.params["query"]}
        return start_export(by, **asked, purpose=job.purpose)
    facts = {"title": job.title, "params": job.params, "file_name": job.file_name, "purpose": job.purpose}
    return start_job(job.kind, owner=by, **facts)
