"""Workbooks of lines and of stops: rows are written as they are read, so that any number takes little memory."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from assistance.ceilings.enums import Stage
from assistance.enums import Delivery
from assistance.models import Batch, Stop
from assistance.payments.enums import PaymentStatus, StopKind, StopState
from assistance.payments.querysets import PaymentQuerySet
from assistance.payments.words import period_words
from core.masking import mask_card
from core.workbooks import WRITER_OPTIONS, safe
from households.enums import Category, Level

Cell = str | int | Decimal | date | None
Columns = dict[str, tuple[int, Callable[[dict[str, Any]], Cell]]]
CHUNK = 5000
NAMES: dict[str, dict[str, str]] = {
    name: {value: str(label) for value, label in choices.choices}
    for name, choices in {
        "status": PaymentStatus,
        "stage": Stage,
        "batch__delivery": Delivery,
        "household__category": Category,
        "household__level": Level,
    }.items()
}
PLACES = ("union_path", "batch__union_path")
# Head → width, and what of a row it shows; accounts are masked unless they are asked for in full.
FIELDS: dict[str, tuple[int, str]] = {
    "年份": (7, "batch__year"),
    "批次编号": (18, "batch__number"),
    "批次": (26, "batch__title"),
    "序号": (7, "position"),
    "档案编号": (18, "household__archive_no"),
    "职工姓名": (11, "household__head_name"),
    "受益人": (11, "member__name"),
    "学段": (14, "stage"),
    "困难类别": (14, "household__category"),
    "建档标准": (10, "household__level"),
    "建档单位": (20, "union__name"),
    "发放工会": (20, "batch__union__name"),
    "帮扶项目": (14, "batch__item__name"),
    "发放期": (14, "batch__period"),
    "资金来源": (22, "batch__budget__fund__name"),
    "发放方式": (10, "batch__delivery"),
    "金额（元）": (13, "amount"),
    "已追回（元）": (13, "refunded"),
    "户名": (11, "payee_name"),
    "开户银行": (18, "bank"),
    "银行账号": (24, "card_no"),
    "状态": (11, "status"),
    "发放日期": (12, "paid_on"),
    "凭证号": (14, "batch__voucher_no"),
    "未成原因": (22, "failed_reason"),
}


def write_lines(
    out: BinaryIO | Path, lines: PaymentQuerySet, *, title: str, full_for: tuple[str, ...] = ()
) -> Iterator[int]:
    """Write lines into a workbook, and yield how many are written now and then.

    Account numbers are masked, save those of lines below the tree paths ``full_for``, by the union that pays or by that
    of the archive.
    """
    names = dict.fromkeys([*(path for _width, path in FIELDS.values()), *PLACES])
    rows = lines.values(*names).iterator(chunk_size=CHUNK)
    with xlsxwriter.Workbook(out, WRITER_OPTIONS) as book:
        sheet, looks = _sheet(book, "发放明细", title, [(head, width) for head, (width, _p) in FIELDS.items()])
        paths = [path for _width, path in FIELDS.values()]
        for number, row in enumerate(rows, 2):
            in_full = any(row[place].startswith(full_for) for place in PLACES)
            _write_row(sheet, number, [_cell(row, path, in_full) for path in paths], looks)
            if number % CHUNK == 0:
                yield CHUNK


def write_stops(out: BinaryIO | Path, batch: Batch) -> None:
    """Write the reasons against the lines of a batch, dealt with or not, into a workbook."""
    heads = [("序号", 7), ("档案编号", 18), ("职工姓名", 11), ("受益人", 11), ("建档单位", 20), ("金额（元）", 13)]
    heads += [("事由", 20), ("说明", 50), ("处理", 11), ("理由", 40), ("处理人", 11), ("处理时间", 18)]
    stops = Stop.objects.filter(payment__batch=batch).order_by("kind", "payment__position")
    of_line = ("position", "household__archive_no", "household__head_name", "member__name", "union__name", "amount")
    rows = stops.values_list(
        *(f"payment__{name}" for name in of_line), "kind", "detail", "state", "reason", "by__name", "at"
    )
    kinds, states = dict(StopKind.choices), dict(StopState.choices)
    with xlsxwriter.Workbook(out, WRITER_OPTIONS) as book:
        sheet, looks = _sheet(book, "停发清单", f"{batch.number} {batch.title} 停发清单", heads)
        for number, (*line, kind, detail, state, reason, by, at) in enumerate(rows.iterator(chunk_size=CHUNK), 2):
            told = (kinds[kind], detail, states[state], reason, by, f"{at:%Y-%m-%d}" if at else "")
            _write_row(sheet, number, (*line, *told), looks)


def _cell(row: dict[str, Any], path: str, in_full: bool) -> Cell:
    value: Cell = row[path]
    match path:
        case "card_no":
            return value if in_full else mask_card(str(value or ""))
        case "batch__period":
            return period_words(str(value))
    return NAMES[path].get(str(value), "") if path in NAMES else value


def _sheet(book: Any, name: str, title: str, heads: Iterable[tuple[str, int]]) -> tuple[Any, dict[str, Any]]:
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#F1F3F5"})
    looks = {"money": book.add_format({"num_format": "#,##0.00"}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(2, 0)
    for column, (_label, width) in enumerate(heads := list(heads)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, bold)
    for column, (label, _width) in enumerate(heads):
        sheet.write_string(1, column, label, head)
    return sheet, looks


def _write_row(sheet: Any, number: int, cells: Iterable[Cell], looks: dict[str, Any]) -> None:
    """Write texts as texts, so that none can be a formula; what begins like one gets an apostrophe besides."""
    for column, cell in enumerate(cells):
        match cell:
            case None | "":
                continue
            case Decimal():
                sheet.write_number(number, column, cell, looks["money"])
            case date():
                sheet.write_datetime(number, column, cell, looks["day"])
            case int():
                sheet.write_number(number, column, cell)
            case _:
                sheet.write_string(number, column, safe(cell))
