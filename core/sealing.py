"""Zips that open with a password: AES-256, which 7-Zip, WinRAR and 360 压缩 open."""

import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyzipper

from core.errors import DomainError

LEAST_PASSWORD = 8
PASSWORD_HELP = f"打开密码至少 {LEAST_PASSWORD} 位，须同时有字母和数字，不含空格和汉字。"
PACKED = (".pdf", ".xlsx", ".zip")  # what is packed already


def check_password(password: str) -> None:
    """Raise DomainError for a password that is soon guessed, or that programs would read in different encodings."""
    plain = password.isascii() and password.isprintable() and " " not in password
    mixed = any(c.isdigit() for c in password) and any(c.isalpha() for c in password)
    if len(password) < LEAST_PASSWORD or not plain or not mixed:
        raise DomainError(PASSWORD_HELP, field="password")


def sealed(files: Mapping[str, bytes | Path], password: str) -> BinaryIO:
    """Return a zip of files by their names, each encrypted; memory stays flat, and nothing stays behind when closed."""
    check_password(password)
    with ExitStack() as kept:
        content = kept.enter_context(tempfile.TemporaryFile())
        _seal(content, files, password)
        kept.pop_all()  # the caller closes it
    return cast("BinaryIO", content)


def _seal(content: Any, files: Mapping[str, bytes | Path], password: str) -> None:
    with pyzipper.AESZipFile(content, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode("ascii"))
        for name, held in files.items():
            packing = pyzipper.ZIP_STORED if name.endswith(PACKED) else pyzipper.ZIP_DEFLATED
            if isinstance(held, Path):
                archive.write(held, name, compress_type=packing)
            else:
                archive.writestr(name, held, compress_type=packing)
    content.seek(0)
