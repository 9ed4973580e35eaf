"""The letters of a register: which glyph of which font draws a character, and how wide it is.

WeasyPrint sets a sheet of every character that the register has, each once, and makes the font subset meanwhile; the
sheet is thrown away. So the fonts are those of all other papers (an office's own 仿宋 and 小标宋 first), and OpenType
fonts with CFF outlines, which the usual engines for long tables cannot embed, serve as well.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from django.conf import settings

from reports.booklet.fonts import with_installed_families
from reports.booklet.trimmed import with_copies
from reports.booklet.typeset import no_collection, setting

SHEET = Path(settings.BASE_DIR) / "templates/reports/registers/letters.css"
UNKNOWN = "□"
Glyph = tuple[str, int, int]  # font, glyph, width in thousandths of the size
NOTHING: Glyph = ("", 0, 0)


class KeptFonts(dict[int, Any]):
    """The fonts of a sheet, remembered in their order, with what each glyph says."""

    def glyphs(self) -> Iterator[tuple[str, Glyph]]:
        """Yield (character, its glyph); of two fonts that have one, the first that the sheet asked."""
        for font in reversed(list(self.values())):
            for glyph, text in font.to_unicode.items():
                if len(text) == 1:
                    yield text, (font.hash, glyph, font.widths[glyph])


class Letters:
    """One style (``body``, ``head`` or ``title``) with the characters that are drawn in it."""

    def __init__(self, style: str, characters: Iterable[str]) -> None:
        self.style = style
        # Marks of direction would turn every bracket of the sheet round.
        drawn = {character for character in characters if not _is_unseen(character)}
        wanted = {_plain(character) for character in drawn} | {UNKNOWN, " "}
        sheet, kept = _sheet(style, "".join(sorted(wanted)))
        self.sheet = pikepdf.open(io.BytesIO(sheet))
        self.glyphs: dict[str, Glyph] = dict(kept.glyphs())
        self.glyphs.setdefault("\u3000", self.glyphs[UNKNOWN])
        self._widths: dict[str, int] = {}

    def fonts(self) -> dict[str, pikepdf.Object]:
        """Return name → font, for the resources of the pages."""
        found: Any = self.sheet.pages[0].Resources.Font
        return {f"/{self.style}{name.removeprefix('/')}": found[name] for name in found.keys()}  # noqa: SIM118 -- a PDF dictionary

    def glyph(self, character: str) -> Glyph:
        """Return how a character is drawn; a box for one that no font has (they are refused before)."""
        found = self.glyphs.get(character)
        if found is None:
            plain = self.glyphs.get(_plain(character)) or self.glyphs[UNKNOWN]
            found = self.glyphs[character] = NOTHING if _is_unseen(character) else plain
        return found

    def width(self, words: str) -> int:
        """Return how wide a text is, in thousandths of its size."""
        if words not in self._widths:
            self._widths[words] = sum(self.glyph(character)[2] for character in words)
        return self._widths[words]

    def forget(self) -> None:
        """Forget how wide texts are: of a long register they would fill the memory."""
        self._widths.clear()

    def shown(self, words: str, size: float) -> str:
        """Return the operators that show a text at the place that was set before."""
        runs = groupby((self.glyph(character) for character in words), key=itemgetter(0))
        return " ".join(
            f"/{self.style}{font} {size:g} Tf <{''.join(f'{glyph:04x}' for _font, glyph, _width in run)}> Tj"
            for font, run in runs
            if font
        )


def _is_unseen(character: str) -> bool:
    """Tell whether a character is a mark of direction, width or joining, which is nothing to draw."""
    return unicodedata.category(character) == "Cf"


def _plain(character: str) -> str:
    """Return what is drawn for a character: white space as a space, forms for compatibility as the usual ones.

    So are control characters, which come along when somebody pastes, and which no document in XML may hold.
    """
    if character != "\u3000" and (character.isspace() or unicodedata.category(character) == "Cc"):
        return " "
    usual = unicodedata.normalize("NFKC", character) if "\u2e80" <= character < "\u2fe0" else character
    usual = unicodedata.normalize("NFC", usual)
    return usual if len(usual) == 1 else character


def _sheet(style: str, characters: str) -> tuple[bytes, KeptFonts]:
    xml = f'<html lang="zh-CN"><head></head><body><p class="{style}">{escape(characters)}</p></body></html>'
    from reports.booklet.renderer import Form, fonts, stylesheet  # noqa: PLC0415 -- see there

    with setting(), no_collection():
        document = Form(xml).render(stylesheets=[stylesheet(_css())], font_config=fonts())
        document.fonts = kept = KeptFonts()
        return document.write_pdf(), kept


@cache
def _css() -> str:
    return with_copies(with_installed_families(SHEET.read_text(encoding="utf-8")))
