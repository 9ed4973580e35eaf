"""From a booklet's data to its pages; asks the database nothing."""

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from reports.booklet.data import Booklet
from reports.booklet.fonts import fontconfig, with_installed_families
from reports.booklet.trimmed import with_copies
from reports.booklet.typeset import Body, typeset

TEMPLATES = Path(settings.BASE_DIR) / "templates/reports/booklet"
CODE = Path(__file__).parent
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def render_xml(booklet: Booklet) -> str:
    """Fill in the templates; control characters, which XML cannot carry, are left out."""
    return NOT_XML.sub("", render_to_string("reports/booklet/booklet.html", {"booklet": booklet}))


def render_body(booklet: Booklet) -> Body:
    """Set the pages of one booklet, which still lack fonts, heads and feet (reports.booklet.merge)."""
    return typeset(render_xml(booklet), css(), booklet.archive.archive_no)


@cache
def css() -> str:
    """Return the stylesheet with the font families that this machine has."""
    return with_copies(with_installed_families((TEMPLATES / "booklet.css").read_text(encoding="utf-8")))


@cache
def edition() -> str:
    """Return what changes when the same data would print differently: templates, code, renderer or fonts."""
    digest = hashlib.sha256(f"{version('weasyprint')} {fontconfig(':', 'file', 'fontversion')} {css()}".encode())
    for file in sorted([*TEMPLATES.iterdir(), *CODE.rglob("*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()
