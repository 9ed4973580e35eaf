"""Files that people hand in: judged by their content, freed of hidden data, kept under the name of their content.

Photos are written anew, which drops EXIF (the place where they were taken among it) and whatever hangs behind the
picture. A PDF is kept byte for byte, since it may be signed.
"""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from pikepdf.settings import set_qpdf_limits
from PIL import Image, ImageFile, ImageOps

from core.errors import DomainError
from core.masking import mask_numbers

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 64_000_000
LONGEST_SIDE = 4000  # an A4 page at 300 dpi is 3508 high
THUMBNAIL_SIDE = 200
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
# What a page of paper never does: run a script or a program, send its fields away, carry other files.
ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"})
CARRIERS = ("/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent")
MOST_PARTS = 300_000
PDF_BOMB_BYTES = 128 * 1024 * 1024
BROKEN = "文件已损坏或不完整，打不开，请重新扫描或拍照后再上传。"

# For the whole process: a stream that unpacks to more than this is no page of ours.
set_qpdf_limits(flate_max_memory=PDF_BOMB_BYTES, png_max_memory=PDF_BOMB_BYTES, run_length_max_memory=PDF_BOMB_BYTES)


@dataclass(frozen=True)
class Content:
    """What is kept of an upload: its bytes after cleaning, and what they are."""

    data: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def facts(self) -> dict[str, Any]:
        """What a row that keeps a file says of its content."""
        return {"sha256": self.sha256, "size": len(self.data), "content_type": self.content_type}


def read_upload(upload: UploadedFile) -> Content:
    """Judge an upload by its content and return what may be kept of it; its name and stated type count for nothing.

    Raises DomainError in Chinese: too large, empty, not JPEG, PNG or PDF, broken, locked by a password, with scripts.
    """
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DomainError("文件超过 10 MB，请压缩或分成几个文件后再上传。", field="file")
    kind = kind_of(data)
    if kind == PDF:
        check_pdf(data)
        return Content(data, PDF)
    return Content(clean_image(data, kind), kind)


def read_uploads(uploads: Iterable[UploadedFile], *, field: str = "papers") -> list[Content]:
    """Judge several uploads as one is judged; raises DomainError (``field``) that names the one that is refused."""
    found = []
    for upload in uploads:
        try:
            found.append(read_upload(upload))
        except DomainError as refusal:
            raise DomainError(refused(upload, refusal), field=field) from refusal
    return found


def refused(upload: UploadedFile, why: DomainError) -> str:
    """Return how a page says that one of several files was not kept."""
    return f"“{upload.name}”没有上传：{why.message}"


def title_of(upload: UploadedFile, *, otherwise: str, longest: int) -> str:
    """Return what a paper is called when nobody gives it a title: as the file was, without its ending.

    Titles stand in lists and in the access log; files are often named by whose they are, the number with the name.
    """
    return mask_numbers(Path(upload.name or "").stem.strip() or otherwise)[:longest]


def kind_of(data: bytes) -> str:
    """Tell what the first bytes say; raises DomainError that names what else it is and what to do."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"%PDF-"):
        return PDF
    raise DomainError(_refusal(data), field="file")


def _refusal(data: bytes) -> str:
    if not data:
        return "文件是空的，请重新选择。"
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"}:
        return "这是 HEIC 格式的照片，请把手机相机格式改为“兼容性最佳”，或另存为 JPG 后再上传。"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "这是 WebP 格式的图片，请另存为 JPG 或 PNG 后再上传。"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "Word、Excel 或压缩文件不能作为附件，请另存为 PDF 后再上传。"
    return "文件内容不是 JPG、PNG 图片或 PDF（只改扩展名没有用），请重新扫描或另存后再上传。"


def check_pdf(data: bytes) -> None:
    """Open a PDF and refuse one that is broken, locked, empty, or carries scripts or further files."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages, active = len(pdf.pages), any(_is_active(item) for item in _parts(pdf))
    except pikepdf.PasswordError as error:
        raise DomainError("PDF 设有打开密码，请去掉密码后再上传。", field="file") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DomainError(BROKEN, field="file") from error
    if not pages:
        raise DomainError(BROKEN, field="file")
    if active:
        raise DomainError("PDF 中带有脚本或内嵌文件，请重新扫描或用“打印为 PDF”另存后再上传。", field="file")


def _parts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a PDF, wherever it hangs: a script may sit on a page, a field or a link as well.

    Raises ValueError for one with more parts than any paper has, which would only keep the server busy.
    """
    waiting, seen = list(pdf.objects), 0
    while waiting:
        part = waiting.pop()
        seen += len(part) if isinstance(part, pikepdf.Array) else 1
        if seen > MOST_PARTS:
            raise ValueError(seen)
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            waiting += [below for _name, below in part.items() if _is_inside(below)]
        elif isinstance(part, pikepdf.Array):
            waiting += [below for below in part if _is_inside(below)]


def _is_inside(part: object) -> bool:
    # What is referred to by number is among the objects of the file already, so no circle is walked.
    return isinstance(part, pikepdf.Object) and not part.is_indirect


def _is_active(part: pikepdf.Object) -> bool:
    return str(part.get("/S")) in ACTIONS or any(key in part for key in CARRIERS)


def clean_image(data: bytes, kind: str) -> bytes:
    """Write a picture anew: upright, at most LONGEST_SIDE, and with nothing in the file but the picture."""
    # WeasyPrint lets Pillow fill up half a picture with grey, for the whole process; a paper must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(data), formats=[kind.removeprefix("image/")]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise DomainError("图片尺寸过大，请缩小到 6400 万像素以内再上传。", field="file")
            return _rewrite(image, kind, LONGEST_SIDE)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError("图片尺寸过大，请缩小到 6400 万像素以内再上传。", field="file") from error
    except (OSError, SyntaxError, ValueError, IndexError, KeyError) as error:
        raise DomainError(BROKEN, field="file") from error


def _rewrite(image: Image.Image, kind: str, side: int) -> bytes:
    if kind == JPEG:
        image.draft("RGB", (side, side))  # lets the decoder halve a very large photo while it reads it
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGB" if kind == JPEG or not upright.has_transparency_data else "RGBA")
    plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    plain.info.clear()  # comments, colour profile and EXIF would be written back from here
    out = io.BytesIO()
    plain.save(out, "JPEG" if kind == JPEG else "PNG", quality=88)
    return out.getvalue()


def keep(content: Content, *, sure: bool = True) -> None:
    """Write content under its own name, whole or not at all; the same content again is left as it lies.

    It has reached the disk then. What can be made anew need not be so ``sure``, which takes most of the time.
    """
    _write(path_of(content.sha256), content.data, sure=sure)


def path_of(sha256: str) -> Path:
    """Return where content lies; what has the same content shares the file."""
    return Path(settings.MEDIA_ROOT) / "attachments" / sha256[:2] / sha256


def small_picture(sha256: str) -> Path:
    """Return the small picture of an image, made when it is first asked for."""
    path = Path(settings.MEDIA_ROOT) / "thumbnails" / sha256[:2] / f"{sha256}.jpg"
    if not path.exists():
        with Image.open(path_of(sha256)) as image:
            _write(path, _rewrite(image, JPEG, THUMBNAIL_SIDE))
    return path


def _write(path: Path, data: bytes, *, sure: bool = True) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that the renaming cannot cross file systems; a reader sees all of it or nothing.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as draft:
        draft.write(data)
        draft.flush()
        if sure:
            os.fsync(draft.fileno())
    Path(draft.name).replace(path)
