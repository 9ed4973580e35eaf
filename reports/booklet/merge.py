"""Finishing bodies into one PDF: fonts put in once for all of them, page heads and feet, tags and outline joined.

A body refers to glyphs by their number in the whole font, so that bodies of different households can share one subset:
the union of what they use. WeasyPrint makes that subset while it sets a sheet that is thrown away.
"""

import io
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from reports.booklet.typeset import VARIANT, Body, Face, no_collection, setting

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 22 * MM, (210 - 16) * MM, (297 - 15.5) * MM, 11 * MM
SIZE = 9
HEAD = "困难职工户户清表册"
NUMBERED = "第 {} 页 共 {} 页"
FIXED = "档案编号：0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ\u3000"


@dataclass(frozen=True)
class Stamp:
    """What is written on every page at the moment of printing; what is empty is left out.

    ``whose`` names the number that the foot begins with, such as 档案编号.
    """

    title: str
    foot: str
    whose: str = ""
    head: str = HEAD
    numbered: str = NUMBERED


class SharedFonts(dict[int, Any]):
    """The fonts of the sheet, each told of every glyph that the bodies use, before it is subset."""

    def __init__(self, faces: dict[str, Face]) -> None:
        super().__init__()
        self.faces = faces

    def __setitem__(self, key: int, font: Any) -> None:
        face = self.faces.get(font.hash)
        for glyph, (text, width) in face.glyphs.items() if face else ():
            font.widths[glyph] = width
            font.to_unicode[glyph] = text or "\ufffd"
        super().__setitem__(key, font)

    def letters(self) -> dict[str, tuple[str, int, int]]:
        """Return character → (font, glyph, width) for heads and feet."""
        return {
            text: (font.hash, glyph, font.widths[glyph])
            for font in sorted(self.values(), key=lambda font: -font.weight)
            for glyph, text in font.to_unicode.items()
            if len(text) == 1
        }


def faces_of(parts: Iterable[dict[str, Face]]) -> dict[str, Face]:
    """Join what several bodies need of each font."""
    joined: dict[str, Face] = {}
    for faces in parts:
        for name, face in faces.items():
            joined.setdefault(name, Face(bold=face.bold)).glyphs.update(face.glyphs)
    return joined


class Assembly:
    """A PDF in the making: append bodies, then save."""

    def __init__(self, faces: dict[str, Face], stamp: Stamp, css: str) -> None:
        sheet, self.letters = _sheet(faces, stamp, css)
        self.stamp = stamp
        self.pdf = pikepdf.open(io.BytesIO(sheet))
        self.fonts = self.pdf.make_indirect(self.pdf.pages[0].Resources.Font)
        if lacking := set(faces) - {key.removeprefix("/") for key in self.fonts.keys()}:  # noqa: SIM118 -- a PDF dictionary
            raise RuntimeError(f"fonts {lacking} did not come back")
        del self.pdf.pages[0]
        self.tree = self.pdf.make_indirect(Dictionary(Type=Name("/StructTreeRoot")))
        self.elements: list[pikepdf.Object] = []
        self.numbers: list[Any] = []
        self.outline: list[OutlineItem] = []
        self.feet: dict[tuple[int, int, str], pikepdf.Object] = {}
        self.count = 0

    def append(self, body: Body, archive_no: str) -> None:
        """Add the pages of one booklet with its tags and its part of the outline."""
        first, self.count = self.count, self.count + body.pages
        with pikepdf.open(io.BytesIO(body.pdf)) as source:
            self.pdf.pages.extend(source.pages)
            self._add_tags(source, first)
        self.pdf.pages[first].Resources.Font = self.fonts
        heads = self._heads(archive_no)
        for number in range(body.pages):
            page = self.pdf.pages[first + number]
            page.StructParents = first + number
            foot = self._foot(number + 1, body.pages, archive_no)
            page.Contents = Array([foot, *(heads if number else []), page.Contents])
        self._add_marks(body, first)

    def _add_tags(self, source: pikepdf.Pdf, first: int) -> None:
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K:
            element.P = self.tree
            self.elements.append(element)
        numbers = list(tree.ParentTree.Nums)
        for key, elements in zip(numbers[::2], numbers[1::2], strict=True):
            self.numbers.extend([int(key) + first, elements])

    def _add_marks(self, body: Body, first: int) -> None:
        (title, page), *parts = body.marks
        entry = OutlineItem(title, first + page, page_location="Fit")
        entry.children.extend(OutlineItem(part, first + at, page_location="Fit") for part, at in parts)
        entry.is_closed = True
        self.outline.append(entry)

    def _heads(self, archive_no: str) -> list[pikepdf.Object]:
        """Return what stands above every page but the first."""
        if not self.stamp.head:
            return []
        return [self._artifact((f"档案编号：{archive_no}", RIGHT, TOP, True), (self.stamp.head, LEFT, TOP, False))]

    def _foot(self, number: int, pages: int, archive_no: str) -> pikepdf.Object:
        """Return the foot of a page; booklets of as many pages share one that does not say whose they are."""
        whose = f"{self.stamp.whose}：{archive_no}\u3000" if self.stamp.whose else ""
        key = number, pages, whose
        if key not in self.feet:
            counted = self.stamp.numbered.format(number, pages)
            self.feet[key] = self._artifact(
                (counted, RIGHT, BOTTOM, True), (whose + self.stamp.foot, LEFT, BOTTOM, False)
            )
        return self.feet[key]

    def _artifact(self, *lines: tuple[str, float, float, bool]) -> pikepdf.Object:
        """Return content that is no part of the text: each line with its place, and whether it ends there."""
        drawn = b" ".join(self._line(text, x, y, to_right=to_right) for text, x, y, to_right in lines)
        return self.pdf.make_stream(b"/Artifact <</Type/Pagination>> BDC BT 0 g %s ET EMC" % drawn)

    def _line(self, text: str, x: float, y: float, *, to_right: bool) -> bytes:
        letters = [self.letters[letter] for letter in text]
        if to_right:
            x -= sum(width for _font, _glyph, width in letters) * SIZE / 1000
        shown = [f"1 0 0 1 {x:.2f} {y:.2f} Tm"]
        for font, run in itertools.groupby(letters, key=itemgetter(0)):
            glyphs = "".join(f"{glyph:04x}" for _font, glyph, _width in run)
            shown.append(f"/{font} {SIZE} Tf <{glyphs}> Tj")
        return " ".join(shown).encode()

    def save(self, target: Path | io.BytesIO) -> None:
        """Write the file; every booklet stands on its own in the tags and in the outline."""
        self.tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.numbers)))
        self.tree.K = Array(self.elements)
        self.pdf.Root.StructTreeRoot = self.tree
        with self.pdf.open_outline() as outline:
            outline.root[:] = self.outline
        self.pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def _sheet(faces: dict[str, Face], stamp: Stamp, css: str) -> tuple[bytes, dict[str, tuple[str, int, int]]]:
    samples = "".join(
        f"<p>{f'<b>{text}</b>' if face.bold else text}</p>"
        for face in faces.values()
        for text in [escape("".join(text for text, _width in face.glyphs.values() if text.strip())[:20])]
    )
    said = stamp.head + stamp.numbered + stamp.whose + stamp.foot
    xml = (
        f'<html lang="zh-CN"><head><title>{escape(stamp.title)}</title></head>'
        f"<body>{samples}<p>{FIXED}{escape(''.join(said))}</p></body></html>"
    )
    from reports.booklet.renderer import Form, fonts, stylesheet  # noqa: PLC0415 -- see there

    with setting(), no_collection():
        document = Form(xml).render(stylesheets=[stylesheet(css)], font_config=fonts(), pdf_variant=VARIANT)
        document.fonts = shared = SharedFonts(faces)
        return document.write_pdf(pdf_variant=VARIANT), shared.letters()


def finished(body: Body, archive_no: str, stamp: Stamp, css: str) -> bytes:
    """Return one booklet as a whole file."""
    assembly = Assembly(faces_of([body.faces]), stamp, css)
    assembly.append(body, archive_no)
    target = io.BytesIO()
    assembly.save(target)
    return target.getvalue()
