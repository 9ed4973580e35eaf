"""From a register to its PDF; asks the database nothing."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from reports.registers.data import Register
from reports.registers.drawing import GRAND_TOTAL, PAGE_SUM, Drawer
from reports.registers.layout import Frame, Setter, pages_of, written
from reports.registers.letters import Letters
from reports.registers.pen import MM

NUMBERED = "第 {} 页　共 {} 页"
DRAWN = "0123456789,.-（续）金额合计大写人民币盖章年月日第页共：　 " + PAGE_SUM + GRAND_TOTAL


def render_register(register: Register, *, foot: str = "", numbered: bool = True) -> bytes:
    """Return a register as PDF with its fonts in it; ``foot`` says on every page when it was printed and by whom."""
    frame = Frame(register)
    below = f"{register.label}：{register.number}　{foot}" if register.number else foot
    styles = _styles(register, below)
    setter = Setter(frame, styles["body"])
    lines = [setter.line(row) for row in register.rows]
    leaves = pages_of(lines, frame)
    drawer = Drawer(frame, setter, styles)
    pdf = pikepdf.new()
    fonts = pdf.make_indirect(_fonts(pdf, styles))
    for number, leaf in enumerate(leaves):
        counted = NUMBERED.format(number + 1, len(leaves)) if numbered else ""
        is_last = number == len(leaves) - 1
        rows = lines[leaf.first : leaf.last]
        _add(pdf, frame, fonts, drawer.page(number, leaf, rows, is_last=is_last, foot=(below, counted)))
    return _saved(pdf, register)


def _styles(register: Register, foot: str) -> dict[str, Letters]:
    """Gather the characters of each style and set their sheets."""
    used = {*DRAWN, *foot, *register.title, *register.note, *register.in_words, *"".join(register.signers)}
    used.update(*(part for parts in register.facts for part in parts))
    kinds = [column.kind for column in register.columns]
    for row in register.rows:
        for cell, kind in zip(row, kinds, strict=True):
            used.update(written(cell, kind))
    heads = {*DRAWN, *"".join(column.head for column in register.columns)}
    return {
        "body": Letters("body", used),
        "head": Letters("head", heads),
        "title": Letters("title", register.title),
    }


def _fonts(pdf: pikepdf.Pdf, styles: dict[str, Letters]) -> Dictionary:
    fonts = Dictionary()
    for letters in styles.values():
        for name, font in letters.fonts().items():
            fonts[name] = pdf.copy_foreign(font)
    return fonts


def _add(pdf: pikepdf.Pdf, frame: Frame, fonts: pikepdf.Object, content: bytes) -> None:
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *(round(side * MM, 2) for side in frame.paper)]),
        Resources=Dictionary(Font=fonts),
        Contents=pdf.make_stream(content),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _saved(pdf: pikepdf.Pdf, register: Register) -> bytes:
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = f"{register.title} {register.number}".strip()
    target = io.BytesIO()
    pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return target.getvalue()
