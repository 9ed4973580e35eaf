"""The rows of a sheet written straight into the file that XlsxWriter keeps them in: five times as quick.

XlsxWriter looks at each cell some twenty times on its way; a register of 300,000 payments has five million of them,
whose kind and look are the same down a column. What it does for a cell (escapes, spaces kept, styles) is done here
once for a column or only where a text asks for it. Everything else on the sheet goes through XlsxWriter; a test holds
both to the same cells. Uses what XlsxWriter keeps for ``constant_memory``, of the version that is pinned.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from core.workbooks import safe
from reports.registers.data import Cell

# What cannot stand in the file as it is: markup, control characters and what looks like one written out, a space at
# an end; and what a spreadsheet would take for a formula.
SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^[=+\-@＝＋－＠\s]|\s$")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
WRITTEN_OUT = re.compile("(_x[0-9a-fA-F]{4}_)")
MOST = 32_767  # characters that a cell holds
LINE_HEIGHT, WIDE = 14.5, "\u2e80"  # points; from here on a character is as wide as two


class QuickRows:
    """Writes rows below what XlsxWriter has written so far; both may take turns, always downwards.

    ``rooms`` says of each column how many Chinese characters stand on a line, ``MOST`` where texts are not broken: a
    row is as high as its lines, which not every program works out by itself.
    """

    def __init__(self, sheet: Worksheet, looks: Sequence[Format], rooms: Sequence[int] = ()) -> None:
        self.sheet = sheet
        names = [xl_col_to_name(number) for number in range(len(looks))]
        styles = [look._get_xf_index() for look in looks]
        each = zip(names, styles, rooms or [MOST] * len(names), strict=True)
        self.columns = [(f'<c r="{name}', f'" s="{style}', room) for name, style, room in each]
        sheet._check_dimensions(sheet.previous_row, len(looks) - 1)

    def write(self, row: int, cells: Sequence[Cell]) -> None:
        """Write a row, counted from 0."""
        sheet, number = self.sheet, row + 1
        if sheet.table:
            # The row that XlsxWriter still holds back.
            sheet._write_single_row(row)
        sheet.previous_row = sheet.dim_rowmax = row
        parts, lines = [""], 1
        for (start, style, room), cell in zip(self.columns, cells, strict=True):
            if cell is None or cell == "":
                parts.append(f'{start}{number}{style}"/>')
            elif isinstance(cell, str):
                parts.append(f'{start}{number}{style}" t="inlineStr"><is>{_text(cell)}</is></c>')
                if room < MOST and (len(cell) > room or "\n" in cell):
                    lines = max(lines, lines_of(cell, room))
            else:
                parts.append(f'{start}{number}{style}"><v>{cell}</v></c>')
        parts[0] = f'<row r="{number}" ht="{lines * LINE_HEIGHT}">' if lines > 1 else f'<row r="{number}">'
        parts.append("</row>")
        sheet.row_data_fh.write("".join(parts))


def lines_of(words: str, room: int) -> int:
    """Return on how many lines a text stands where so many Chinese characters fit on one."""
    widths = (sum(2 if letter >= WIDE else 1 for letter in part) for part in words.split("\n"))
    return sum(max(1, -(-width // (2 * room))) for width in widths)


@lru_cache(maxsize=4096)
def _text(words: str) -> str:
    """Return the element of a text; those that stand in many rows are remembered."""
    if not SPECIAL.search(words):
        return f"<t>{words}</t>"
    words = CONTROL.sub(_written_out, WRITTEN_OUT.sub(r"_x005F\1", safe(words)))[:MOST]
    kept = ' xml:space="preserve"' if words[0].isspace() or words[-1].isspace() else ""
    return f"<t{kept}>{words.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</t>"


def _written_out(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
