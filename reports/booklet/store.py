"""Keeping the bodies of booklets, so that an unchanged household is not set again.

A body's name is a digest of everything that it prints and of the edition of the forms; nothing that changed can be
taken for unchanged. Bodies hold personal data, lie below no web root, and go when nobody has printed them for a while.
"""

import hashlib
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from reports.booklet.data import Booklet
from reports.booklet.render import edition
from reports.booklet.typeset import Body, Face

KEPT_DAYS = 30


def folder() -> Path:
    """Return where bodies lie."""
    return Path(settings.EXPORT_ROOT) / "booklets"


def path_of(booklet: Booklet) -> Path:
    """Return where the body of exactly this booklet lies, or would."""
    name = hashlib.sha256(f"{edition()} {booklet.digest}".encode()).hexdigest()
    return folder() / name[:2] / name


def fetch(booklet: Booklet) -> Body | None:
    """Return the body that was kept, and note that it is still in use; none when there is none."""
    path = path_of(booklet)
    try:
        head, _, pdf = path.read_bytes().partition(b"\n")
        os.utime(path)
    except FileNotFoundError:
        return None
    facts = json.loads(head)
    return Body(pdf, facts["pages"], {name: _face(face) for name, face in facts["faces"].items()}, facts["marks"])


def _face(facts: dict) -> Face:
    return Face(facts["bold"], {int(glyph): tuple(drawn) for glyph, drawn in facts["glyphs"].items()})


def keep(booklet: Booklet, body: Body) -> None:
    """Keep a body; two processes that keep the same one do no harm."""
    path = path_of(booklet)
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"pages": body.pages, "marks": body.marks, "faces": {name: asdict(f) for name, f in body.faces.items()}}
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(json.dumps(head).encode() + b"\n" + body.pdf)
    draft.replace(path)


def prune(*, days: int = KEPT_DAYS) -> int:
    """Remove the bodies that nobody has printed for that long, and return how many."""
    before = time.time() - days * 24 * 3600
    old = [path for path in folder().glob("??/*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
