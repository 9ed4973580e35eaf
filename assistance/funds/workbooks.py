"""Budgets and their ledger as workbooks: numbers are numbers, what people typed is text and never a formula."""

import datetime
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

from assistance.funds.spending import Cell, Spending
from assistance.models import Budget
from core import clock
from core.money import ZERO
from core.workbooks import WRITER_OPTIONS, safe

BUDGET_HEADS = ("年度", "资金来源", "工会", "收入", "拨出和收回", "支出", "余额", "执行率")
ENTRY_HEADS = (
    "序号",
    "记账日期",
    "类别",
    "摘要",
    "对方（对象）",
    "文号（凭证号）",
    "收入",
    "支出",
    "余额",
    "记账人",
    "记账时间",
)
CHUNK = 2000


def budgets_book(budgets: Iterable[Budget], title: str) -> IO[bytes]:
    """Return the list of budgets as a workbook."""
    rows = (
        (
            str(budget.year),
            budget.fund.name,
            budget.union.name,
            budget.received,
            budget.passed_on,
            budget.spent,
            budget.balance,
            float(budget.spent / (budget.received - budget.passed_on)) if budget.received > budget.passed_on else None,
        )
        for budget in budgets
    )
    return write_book("资金预算", title, BUDGET_HEADS, rows, (8, 24, 28, 16, 16, 16, 16, 10))


def ledger_book(budget: Budget) -> IO[bytes]:
    """Return the whole ledger of a budget, the oldest entry first, with the balance after each."""
    title = f"{budget.union.name}{budget.year} 年“{budget.fund.name}”资金台账"
    return write_book("资金台账", title, ENTRY_HEADS, _entries(budget), (8, 12, 14, 36, 30, 24, 16, 16, 16, 12, 18))


def _entries(budget: Budget) -> Iterable[Sequence[Any]]:
    balance = ZERO
    rows = budget.entries.select_related("by", "payment__household", "charge__service").order_by("id")
    for number, entry in enumerate(rows.iterator(chunk_size=CHUNK), 1):
        balance += entry.amount
        yield (
            str(number),
            f"{entry.on:%Y-%m-%d}",
            entry.get_kind_display(),
            entry.note,
            _about(entry),
            entry.doc_no,
            entry.amount if entry.amount > 0 else None,
            -entry.amount if entry.amount < 0 else None,
            balance,
            str(entry.by),
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
        )


def spending_book(found: Spending, title: str) -> IO[bytes]:
    """Return the table 帮扶资金使用情况表: each item and each union below with 户次 and amount by source."""
    heads = ["项目（单位）"]
    for name in (*(source.label for source in found.sources), "合计"):
        heads += [f"{name}户次", f"{name}金额"]
    rows: list[Sequence[Any]] = [["一、按帮扶项目"]]
    rows += [_sums(row.name, row.cells, found) for row in found.items]
    rows += [_sums("合计", found.by_source, found), ["二、按工会"]]
    rows += [_sums(row.name, row.cells, found) for row in found.places]
    rows.append(_sums("合计", found.by_source, found))
    return write_book("资金使用情况", title, heads, rows, (30, *[12, 18] * (len(found.sources) + 1)))


def _sums(name: str, cells: Mapping[str, Cell], found: Spending) -> list[Any]:
    row = [cells.get(source) for source in found.sources]
    row.append(sum((cell for cell in row if cell), start=Cell()))
    return [name, *(value for cell in row for value in ((cell.lines, cell.amount) if cell else (0, ZERO)))]


def _about(entry: Any) -> str:
    if entry.payment is not None:
        return f"{entry.payment.household.archive_no} {entry.payment.household.head_name}"
    return str(entry.charge.service) if entry.charge is not None else ""


def write_book(
    sheet_name: str, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]
) -> IO[bytes]:
    """Write one sheet row by row with little memory; Decimal is an amount in 元, float a share of one."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    with xlsxwriter.Workbook(file, WRITER_OPTIONS) as book:
        sheet, looks = book.add_worksheet(sheet_name), _looks(book)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, safe(title), book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(
            1, 0, f"单位：元　导出日期：{clock.today():%Y-%m-%d}", book.add_format({"font_color": "#555555"})
        )
        for column, words in enumerate(heads):
            sheet.write_string(2, column, words, looks[bytes])
        for number, row in enumerate(rows, 3):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, looks)
        _lay_out(sheet)
    file.seek(0)
    return file


def _looks(book: xlsxwriter.Workbook) -> dict[type, Any]:
    """Return the look of each kind of cell; that of heads stands under bytes."""
    line = {"border": 1, "border_color": "#999999", "valign": "vcenter"}
    return {
        bytes: book.add_format({**line, "bold": True, "bg_color": "#F1F3F5", "text_wrap": True, "align": "center"}),
        str: book.add_format({**line, "num_format": "@"}),
        Decimal: book.add_format({**line, "num_format": "#,##0.00"}),
        int: book.add_format({**line, "num_format": "#,##0"}),
        float: book.add_format({**line, "num_format": "0.0%"}),
    }


def _lay_out(sheet: Any) -> None:
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _write(sheet: Any, row: int, column: int, cell: Any, looks: dict[type, Any]) -> None:
    match cell:
        case None:
            sheet.write_blank(row, column, None, looks[str])
        case str():
            sheet.write_string(row, column, safe(cell), looks[str])
        case datetime.date():
            sheet.write_string(row, column, f"{cell:%Y-%m-%d}", looks[str])
        case _:
            sheet.write_number(row, column, cell, looks[type(cell)])
