"""Bank files in tests: lines as they go out, and what a bank answers to them."""

import io
import itertools
from decimal import Decimal
from types import SimpleNamespace

import xlsxwriter

from assistance.bank.layouts import RESULT_FIELDS, separator_of
from assistance.bank.lines import FileLine, line_key
from assistance.bank.shipped import LAYOUTS, SHARED
from assistance.models import BankLayout
from tests.support.factories import union

_numbers = itertools.count(1)
PASSWORD = "Jianshui2026"


def layout_of(code="general-text", **changed):
    """Return one of the shipped layouts as data, changed by keywords."""
    usual = {"kind": "text", "encoding": "gb18030", "separator": "|", "total_at": "none", "is_active": True}
    return SimpleNamespace(**(usual | SHARED | dict(LAYOUTS)[code] | changed))


def layout_in(code, **changed):
    """Register a layout of the union of a code; it is like the general text layout."""
    facts = vars(layout_of(**changed))
    return BankLayout.objects.create(
        code=f"made-up-{next(_numbers)}", union=union(code), **({"name": "农商行"} | facts)
    )


def file_line(position=1, *, batch=7, amount="1500.00", name="赵小兰", **facts):
    """Return a line of a batch as it goes to the bank."""
    usual = {"card_no": "6222020000000000010", "bank": "中国工商银行", "branch": "建水支行"}
    return FileLine(line_key(batch, position), name, amount=Decimal(amount), **(usual | facts))


def answers(lines, **failed):
    """Return the rows of a bank's answer to lines: all paid but those whose key is given with a reason."""
    rows = []
    for at, line in enumerate(lines, start=1):
        reason = failed.get(f"k{line.key}", "")
        outcome = "失败" if reason else "成功"
        rows.append([line.key, f"{line.amount:f}", outcome, reason, "" if reason else f"ICBC{at:08d}", ""])
    return rows


def answered_text(rows, layout, *, encoding="gb18030"):
    """Write an answer as text."""
    separator = separator_of(layout)
    return "".join(separator.join(row) + "\n" for row in [list(RESULT_FIELDS.values()), *rows]).encode(encoding)


def answered_sheet(rows):
    """Write an answer as a workbook, with a title above its head and a row of totals below."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["代发结果"], list(RESULT_FIELDS.values()), *rows, ["合计", str(len(rows))]]):
            for at, cell in enumerate(row):
                sheet.write(place, at, cell)
    return content.getvalue()
