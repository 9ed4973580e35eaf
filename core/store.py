"""The directory where files of jobs lie, shared by all machines: placed whole, kept until they expire.

What goes wrong with it (full, not mounted, read-only) is said in words to whoever waits for the file.
"""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.models import Job, JobStatus, StoreMark

MARK = "store-id"
SPARE = 64 * 1024 * 1024  # a store is called full before the last byte: other files are written at the same time
DRAFTS_KEPT_SECONDS = 24 * 3600
DRAFTS = ("*.draft", "*.volume")
FULL = "导出文件的存储空间已满，文件没有生成，写了一半的已清除。请系统管理员清理或扩充存储后，再点“重新发起”。"
MISSING = (
    "导出文件的存储目录现在用不了（没有挂载、只读或权限不对），文件没有生成。请系统管理员检查存储后，再点“重新发起”。"
)
OTHER = "本机挂载的存储目录不是本系统的（标记不符），文件没有生成。请系统管理员检查 MEDIA_STORE 的挂载。"
GONE_ERRORS = frozenset({errno.EROFS, errno.ESTALE, errno.EIO})
FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def adopt(*, again: bool = False) -> None:
    """Mark the store of this database, once; a store without the mark afterwards is not mounted, or another one.

    ``again`` marks the one that is mounted now, after a restore or a move.
    """
    folder = Path(settings.MEDIA_STORE or settings.APP_HOME)
    folder.mkdir(parents=True, exist_ok=True)
    known = StoreMark.objects.first()
    if known is None or again:
        known = known or StoreMark.objects.create()
        (folder / MARK).write_text(known.token + "\n")


class StoreTrouble(DomainError):
    """The store of files cannot take a file; nothing that the person entered is at fault."""


class Superseded(Exception):  # noqa: N818 -- no error: another worker has taken the job over
    """This attempt lost its job (its connection was gone for a while); the attempt that has it now goes on."""


def is_trouble(error: Exception) -> bool:
    """Tell whether an error comes from a disk that is full or gone, whatever was written there."""
    return isinstance(error, OSError) and error.errno in FULL_ERRORS | GONE_ERRORS


def trouble_of(error: Exception) -> StoreTrouble:
    """Return what to tell people of an error of the file system."""
    return StoreTrouble(FULL if getattr(error, "errno", None) in FULL_ERRORS else MISSING)


def root() -> Path:
    """Return the directory of finished files, made when it is missing; raises StoreTrouble when it cannot be used."""
    folder = Path(settings.EXPORT_ROOT)
    try:
        _require_own_store()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble_of(error) from error
    return folder


def _require_own_store() -> None:
    """Refuse a mount point that nothing is mounted at: what were written there no other machine would see."""
    if not settings.MEDIA_STORE:
        return
    mark = Path(settings.MEDIA_STORE) / MARK
    known = StoreMark.objects.values_list("token", flat=True).first()
    if known and (not mark.exists() or mark.read_text().strip() != known):
        raise StoreTrouble(OTHER if mark.exists() else MISSING)


def require_room(needed: int = 0) -> None:
    """Refuse before the work what the store could not take after it."""
    try:
        free = shutil.disk_usage(root()).free
    except OSError as error:
        raise trouble_of(error) from error
    if free < needed + SPARE:
        raise StoreTrouble(FULL)


@contextmanager
def placing(job: Job) -> Iterator[Path]:
    """Give a path to write the file of a job to, and move it into place whole; nothing is left of one that failed.

    Raises Superseded when another attempt has the job by now: two machines never write one file.
    """
    folder = root()
    require_room(job.estimate.get("bytes", 0))
    draft = folder / f"{job.pk}.{job.attempts}.draft"
    try:
        for left in folder.glob(f"{job.pk}.*.draft"):
            if left != draft:
                left.unlink(missing_ok=True)  # of an attempt whose worker died
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())  # a full file server may say so only now
        with transaction.atomic():
            if not Job.objects.select_for_update().filter(pk=job.pk, attempts=job.attempts).exists():
                raise Superseded
            draft.replace(job.path)
    except OSError as error:
        raise trouble_of(error) from error
    finally:
        with suppress(OSError):  # a store that went away takes its drafts along; ``clean`` finds them
            draft.unlink(missing_ok=True)


def clean() -> int:
    """Remove what is kept no longer: expired files, files of jobs that ended otherwise, old drafts; return how many.

    Raises StoreTrouble while the store is not there: what were taken for removed would lie there for ever.
    """
    folder = root()
    expired = list(Job.objects.filter(expires_at__lte=timezone.now(), size__isnull=False).only("pk", "file_name"))
    for job in expired:
        job.path.unlink(missing_ok=True)
    Job.objects.filter(pk__in=[job.pk for job in expired]).update(size=None)
    before = time.time() - DRAFTS_KEPT_SECONDS
    drafts = [path for name in DRAFTS for path in folder.glob(name)]
    left = [path for path in drafts if path.stat().st_mtime < before] + _unkept(folder)
    for path in left:
        path.unlink(missing_ok=True)
    return len(expired) + len(left)


def _unkept(folder: Path) -> list[Path]:
    """Return the files whose worker died before it could say so, and whose job then failed or was cancelled."""
    files = {int(path.stem): path for path in folder.iterdir() if path.stem.isdecimal()}
    ended = Job.objects.filter(pk__in=files, status__in=[JobStatus.FAILED, JobStatus.CANCELLED])
    return [files[key] for key in ended.values_list("pk", flat=True)]
