"""From a register to its PDF: the rows are read once into a spool, set, and drawn page by page; no query of its own."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from core.money import in_words
from reports.registers.characters import require_covered
from reports.registers.data import Band, Register, Row
from reports.registers.drawing import GRAND_TOTAL, PAGE_SUM, Drawer, Total
from reports.registers.layout import Frame, Line, Setter
from reports.registers.letters import Letters
from reports.registers.paging import Heights, Leaf, pages_of
from reports.registers.pen import MM
from reports.registers.spool import Gathered, Spool

NUMBERED = "第 {} 页　共 {} 页"
DRAWN = "0123456789,.-（续）金额合计大写人民币盖章年月日第页共：　 " + PAGE_SUM + GRAND_TOTAL
Step = Callable[[int], None]


def render_register(register: Register, *, foot: str = "", numbered: bool = True) -> bytes:
    """Return a register as PDF with its fonts in it; ``foot`` says on every page when it was printed and by whom."""
    target = io.BytesIO()
    draw_register(register, target, foot=foot, numbered=numbered)
    return target.getvalue()


def draw_register(
    register: Register,
    target: io.BytesIO | Path,
    *,
    foot: str = "",
    numbered: bool = True,
    step: Step = lambda _rows: None,
) -> tuple[int, int]:
    """Write a register as PDF, and return how many rows and pages it has; memory does not grow with its rows.

    ``step`` is told of rows as they are done: half of them when they are read, the rest when they are drawn.
    Raises DomainError, before anything is drawn, for a character that no font has.
    """
    with Spool[Row | Band]() as rows, Spool[Line]() as lines:
        gathered = Gathered(register, rows, step=lambda rows: step(rows // 2))
        require_covered(register, gathered)
        below = f"{register.label}：{register.number}　{foot}" if register.number else foot
        frame, styles = Frame(register), _styles(register, gathered, below)
        setter, heights = Setter(frame, styles["body"]), Heights()
        for row in gathered.spool:
            for line in setter.set(row):
                heights.add(line)
                lines.add(line)
        drawer, leaves = Drawer(frame, setter, styles), pages_of(heights, frame)
        total = Total(gathered.sums, gathered.count)
        with pikepdf.new() as pdf:
            pages = _Pages(pdf, frame, styles, (below, NUMBERED if numbered else ""))
            pages.draw(drawer, lines, leaves, total, step)
            _save(pdf, register, target)
    return gathered.count, len(leaves)


def _styles(register: Register, gathered: Gathered, foot: str) -> dict[str, Letters]:
    """Set the sheet of characters of each style."""
    used = {*DRAWN, *foot, *register.title, *register.note, *"".join(register.signers), *gathered.characters}
    used.update(*(part for parts in register.facts for part in parts))
    if register.in_words is not None:
        used.update(in_words(gathered.sums[register.in_words] or 0))
    heads = {*DRAWN, *register.unit, *gathered.band_characters, *"".join(column.head for column in register.columns)}
    return {
        "body": Letters("body", used),
        "head": Letters("head", heads),
        "title": Letters("title", register.title),
    }


class _Pages:
    """The pages of one file, added one by one."""

    def __init__(self, pdf: pikepdf.Pdf, frame: Frame, styles: dict[str, Letters], foot: tuple[str, str]) -> None:
        self.pdf, self.foot = pdf, foot
        fonts = Dictionary()
        for letters in styles.values():
            for name, font in letters.fonts().items():
                fonts[name] = pdf.copy_foreign(font)
        self.fonts = pdf.make_indirect(fonts)
        self.box = [0, 0, *(round(side * MM, 2) for side in frame.paper)]

    def draw(self, drawer: Drawer, lines: Spool[Line], leaves: list[Leaf], total: Total, step: Step) -> None:
        rows, below, numbered = iter(lines), *self.foot
        for number, leaf in enumerate(leaves):
            here = [next(rows) for _row in range(leaf.first, leaf.last)]
            counted = numbered.format(number + 1, len(leaves))
            is_last = number == len(leaves) - 1
            foot = (below, counted)
            self._add(drawer.page(number, here, foot, total=total if is_last else None, alone=len(leaves) == 1))
            step((leaf.last + 1) // 2 - (leaf.first + 1) // 2)

    def _add(self, content: bytes) -> None:
        # Packed at once: of a long register the plain pages would fill the memory until the file is saved.
        stream = pikepdf.Stream(self.pdf, zlib.compress(content, 6), Filter=Name.FlateDecode)
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(self.box),
            Resources=Dictionary(Font=self.fonts),
            Contents=self.pdf.make_indirect(stream),
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))


def _save(pdf: pikepdf.Pdf, register: Register, target: io.BytesIO | Path) -> None:
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = f"{register.title} {register.number}".strip()
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
