"""Sending files that people have handed in, so that a browser can do nothing with them but show them; and calling."""

from pathlib import Path

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from core import files

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {files.JPEG: ".jpg", files.PNG: ".png", files.PDF: ".pdf"}
# Nothing of a file may run or load here. A browser's own PDF page needs more, and gets it: such a file is no document
# of our origin.
LOCKED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"


class CallRedirect(HttpResponseRedirect):
    """A redirect to the telephone, so that the number stands in no page."""

    allowed_schemes = ["tel"]


def send_file(path: Path, content_type: str, *, name: str, save: bool = False) -> HttpResponse:
    """Send a file (at most 10 MB) under its own type only, with everything locked that a browser could do with it.

    ``name`` is what it is called when it is saved, without the suffix.
    """
    response = HttpResponse(path.read_bytes(), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(save, name + SUFFIXES[content_type]) or ""
    response["X-Content-Type-Options"] = "nosniff"
    inline_pdf = content_type == files.PDF and not save
    response["Content-Security-Policy"] = LOCKED if inline_pdf else f"{LOCKED}; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def send_workbook(content: bytes, name: str) -> HttpResponse:
    """Send a workbook to be saved under its name."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-store"
    return response
