"""What a made-up paper looks like: a page of lines as a small PDF, cards of people as a picture.

Nothing is embedded and nothing is laid out, since there may be hundreds of thousands: a page takes some microseconds
and a kilobyte. The reader brings the font, as it does for any PDF of an office that names 宋体 alone.
"""

import io
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from core.files import PDF, PNG, Content

WIDTH, HEIGHT = 420, 595  # A5 in points
LEFT, TOP, LINE = 48, 520, 26
TITLE, TEXT, SMALL = 18, 11, 8
FOOT = "演示材料，人名和号码均为虚构"
# A circle of four curves about (312, 130), as a seal of 42 mm on A4 would be here.
SEAL = (
    "0.75 0.15 0.15 RG 2 w 354 130 m 354 153 335 172 312 172 c 289 172 270 153 270 130 c "
    "270 107 289 88 312 88 c 335 88 354 107 354 130 c S"
)
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    "/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor 6 0 R>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    "/Descent -120/CapHeight 880/StemV 93>>",
)
CARD, PHOTO = (320, 200), (214, 36, 290, 136)  # a card in pixels, and where its photo is
GREY = 150


def page(title: str, lines: Sequence[str], *, stamped: bool = False) -> Content:
    """Return a page with a title and lines, with a seal where the paper has one."""
    drawn = [_text(title, (WIDTH - TITLE * len(title)) / 2, TOP + 20, TITLE)]
    drawn += [_text(line, LEFT, TOP - LINE * (number + 1), TEXT) for number, line in enumerate(lines)]
    drawn.append(_text(FOOT, LEFT, 36, SMALL))
    if stamped:
        drawn.append(SEAL)
    return Content(_pdf("\n".join(drawn)), PDF)


def cards(numbers: Sequence[str]) -> Content:
    """Return a picture of cards one below the other, with their numbers."""
    width, height = CARD
    sheet = Image.new("L", (width, height * len(numbers)), 255)
    pen, font = ImageDraw.Draw(sheet), _digits()
    for place, number in enumerate(numbers):
        top = place * height
        pen.rounded_rectangle((4, top + 4, width - 5, top + height - 5), 12, outline=GREY, width=2)
        left, upper, right, lower = PHOTO
        pen.rectangle((left, top + upper, right, top + lower), fill=225)
        pen.ellipse((left + 20, top + upper + 14, right - 20, top + upper + 54), fill=GREY)
        for line in range(4):
            pen.line((24, top + 46 + 28 * line, 180 - 30 * (line % 2), top + 46 + 28 * line), fill=GREY, width=5)
        pen.text((24, top + 160), number, fill=60, font=font)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return Content(out.getvalue(), PNG)


@cache
def _digits() -> Any:
    return ImageFont.load_default(18)


def _text(words: str, left: float, bottom: float, size: int) -> str:
    return f"BT /F {size} Tf {left:.0f} {bottom:.0f} Td <{words.encode('utf-16-be').hex()}> Tj ET"


def _pdf(drawn: str) -> bytes:
    stream = zlib.compress(drawn.encode())
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F 4 0 R>>>>/Contents 7 0 R>>"
        % (WIDTH, HEIGHT),
        *[part.encode() for part in FONT],
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + tail % (len(parts) + 1, table, len(parts) + 1, len(out))
