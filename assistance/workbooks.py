"""Workbooks that people fill in and send back: what their readers share."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from python_calamine import PasswordError

from core.errors import DomainError
from households.importing.workbook import BROKEN


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and in which column."""

    row: int
    column: str
    reason: str


class Refused(Exception):  # noqa: N818 -- a fault of a row on its way to the result
    """A row cannot be taken over: its column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@contextmanager
def on_disk(upload: UploadedFile) -> Iterator[Path]:
    """Keep an upload in a file while it is read."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        yield Path(kept.name)


@contextmanager
def told_when_broken() -> Iterator[None]:
    """Say in Chinese, beside the field of the workbook (``book``), why a workbook cannot be read."""
    try:
        yield
    except DomainError as error:
        raise DomainError(error.message, field="book") from error
    except PasswordError as error:
        raise DomainError("工作簿设有打开密码，请取消密码后再上传。", field="book") from error
    except BROKEN as error:
        raise DomainError("工作簿已损坏，无法读取，请重新另存后再上传。", field="book") from error
