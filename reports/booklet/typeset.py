"""Setting forms with WeasyPrint, as fast as it can: XML and a stylesheet in, a tagged body without font files out.

What makes it fast, and `bin/bench booklet` measures: an XML parser for the markup (the templates are well
formed), a stylesheet of our own in place of the one for every HTML element, no garbage collection meanwhile, and fonts
left out: ``reports.booklet.merge`` puts one subset into the finished file, however many bodies that has.

Nothing here needs Django, so that helper processes start quickly and have no database connection.
"""

import gc
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pydyf

VARIANT = "pdf/ua-1"
BOLD = 600
# Tags that say nothing of the text they hold.
PLAIN = frozenset({"/Span", "/NonStruct"})
ROWS = frozenset({"/TR", "/TBody"})
Elements = dict[bytes, pydyf.Dictionary]

# What a file must know of one font: its weight, and glyph → (text, width).
Glyphs = dict[int, tuple[str, int]]

_lock = threading.Lock()


def setting() -> threading.Lock:
    """Return the lock under which pages are set: the font configuration is not made for two threads at once."""
    return _lock


@dataclass
class Face:
    """The glyphs of one font that a body uses."""

    bold: bool
    glyphs: Glyphs = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """Pages with their tags, in need of fonts, page heads and feet; ``marks`` are (title, page from 0) of the parts."""

    pdf: bytes
    pages: int
    faces: dict[str, Face]
    marks: list[tuple[str, int]]


class FontsLeftOut(dict[int, Any]):
    """The fonts of a document, each reduced to the mark of its kind: what is printed with them is kept."""

    def __setitem__(self, key: int, font: Any) -> None:
        font.file_content = font.file_content[:4]
        font.clean = lambda to_unicode, hinting: None
        super().__setitem__(key, font)

    def faces(self) -> dict[str, Face]:
        """Return what a finished file needs of each font, by its name in the content streams."""
        faces: dict[str, Face] = {}
        for font in self.values():
            face = faces.setdefault(font.hash, Face(bold=font.weight >= BOLD))
            face.glyphs |= {glyph: (font.to_unicode.get(glyph, ""), width) for glyph, width in font.widths.items()}
        return faces


def typeset(xml: str, css: str, name: str) -> Body:
    """Set one form; ``name`` makes the identifiers of its table heads unique in any file that it is merged into."""
    from reports.booklet.renderer import Form, fonts, stylesheet  # noqa: PLC0415 -- see there

    with setting(), no_collection():
        document = Form(xml).render(stylesheets=[stylesheet(css)], font_config=fonts(), pdf_variant=VARIANT)
        document.fonts = left_out = FontsLeftOut()
        pdf = document.write_pdf(pdf_variant=VARIANT, finisher=lambda _document, pdf: tidy_tags(pdf, name))
        marks = list(_flat(document.make_bookmark_tree()))
        return Body(pdf=slim(pdf), pages=len(document.pages), faces=left_out.faces(), marks=marks)


def _flat(tree: list[Any]) -> Iterator[tuple[str, int]]:
    for label, (page, _x, _y), children, _state in tree:
        yield label, page
        yield from _flat(children)


def tidy_tags(pdf: pydyf.PDF, name: str) -> None:
    """Halve the tags: text belongs to its cell without a span of its own, blank rows to nobody; name the heads.

    What is emptied here stays behind when the pages are copied into a finished file.
    """
    things = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)]
    elements = {thing.reference: thing for thing in things if thing.get("Type") == "/StructElem"}
    moved: dict[bytes, bytes] = {}
    for reference, element in reversed(elements.items()):
        element["K"] = pydyf.Array(_kids_of(element, reference, elements, moved))
    for thing in things:
        if "ID" in thing:
            # The cells that refer to this head share the same string.
            thing["ID"].string = f"{name}-{thing['ID'].string}"
        for owners in thing.get("Nums", ())[1::2]:
            owners[:] = [moved.get(owner, owner) for owner in owners]


def _kids_of(element: pydyf.Dictionary, reference: bytes, elements: Elements, moved: dict[bytes, bytes]) -> list[Any]:
    kids: list[Any] = []
    for kid in element["K"]:
        part = elements.get(kid)
        if part is None:
            kids.append(kid)
        elif part["S"] in PLAIN and part["Pg"] == element.get("Pg"):
            kids.extend(part["K"])
            moved |= {kid: reference}
        elif part["S"] not in ROWS or any(elements[cell]["K"] for cell in part["K"] if cell in elements):
            kids.append(kid)
    return kids


def slim(pdf: bytes) -> bytes:
    """Leave out what a finished file does not take over; also quicker to open than what the renderer writes."""
    with pikepdf.open(io.BytesIO(pdf)) as source:
        source.pages[0].Resources.Font = pikepdf.Dictionary()
        if "/Outlines" in source.Root:
            del source.Root.Outlines
        target = io.BytesIO()
        source.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking over a hundred thousand live boxes again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
