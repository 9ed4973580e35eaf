"""Workbooks of lines, filled in for tests."""

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile


def line_book(*rows):
    """Return a workbook whose rows give their cells by head."""
    content, heads = io.BytesIO(), list(dict.fromkeys(head for row in rows for head in row))
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet("发放明细")
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, 1):
            for column, head in enumerate(heads):
                sheet.write(number, column, row.get(head))
    return SimpleUploadedFile("发放.xlsx", content.getvalue())
