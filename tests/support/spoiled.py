"""Workbooks that should not be handed in."""

import io
import re
import zipfile

import xlsxwriter


def unpacked_too_large(content: bytes, megabytes: int = 150) -> bytes:
    """Return a workbook with a part that packs to nothing and unpacks to more than is read at once."""
    book = io.BytesIO(content)
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as part:
        for _ in range(megabytes):
            part.write(b"\0" * 1024 * 1024)
    return book.getvalue()


def without_sheets(content: bytes) -> bytes:
    """Return a workbook that lost its sheets."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", old.read(part)))
    return made.getvalue()


def far_out() -> bytes:
    """Return a workbook with one cell so far out that laying it out would fill the memory."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "姓名")
        sheet.write(1_000_000, 16_000, "x")
    return content.getvalue()


def many_rows(heads: list[str], cells: list[str], count: int = 20_000, above: int = 0) -> bytes:
    """Return a workbook with the same row many times, under so many empty rows and a head."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(above, 0, heads)
        for row in range(count):
            sheet.write_row(above + 1 + row, 0, cells)
    return content.getvalue()


def spoiled_books(good: bytes) -> dict[str, bytes]:
    """Return what may be handed in instead of a good workbook, by what is wrong with it."""
    return {
        "empty": b"",
        "text": b"name;number",
        "old format": b"\xd0\xcf\x11\xe0" + b"\0" * 4096,
        "cut": good[: len(good) // 2],
        "bomb": unpacked_too_large(good),
        "no sheets": without_sheets(good),
        "far out": far_out(),
        "other": many_rows(["品名", "数量"], ["大米", "2"], 3),
        "21 MB": good + b"\0" * 21 * 1024 * 1024,
    }
