"""The workbook that lines of a batch are filled in by: its empty form, and the rows of one that comes back."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineWorkbook

from assistance.ceilings.enums import Stage
from assistance.models import Batch, Payment
from assistance.workbooks import Fault, Refused, on_disk, told_when_broken
from core.errors import DomainError
from households.importing import cells
from households.importing.layout import heading
from households.importing.workbook import MAX_UNPACKED_AT_ONCE, check_extent, check_file, is_data, sheet_titled

SHEET = "发放明细"
NUMBER, IDENTITY, NAME, PERSON, STAGE = "档案编号", "职工身份证号", "职工姓名", "受益人", "学段"
AMOUNT, PAYEE, BANK, BRANCH, CARD = "金额（元）", "户名", "开户银行", "支行名称", "银行账号"
BILL, BILL_TOTAL, BILL_PAID, BILL_DAY = "票据号码", "票据金额（元）", "个人自付（元）", "开票日期"
WIDTHS = {
    **{NUMBER: 18, IDENTITY: 21, NAME: 11, PERSON: 11, STAGE: 16, AMOUNT: 12, PAYEE: 11, BANK: 18},
    **{BRANCH: 18, CARD: 24, BILL: 18, BILL_TOTAL: 14, BILL_PAID: 14, BILL_DAY: 12},
}
HEADS = tuple(WIDTHS)
ALIASES = {"身份证号": IDENTITY, "姓名": NAME, "金额": AMOUNT, "账号": CARD, "开户行": BANK, "票据号": BILL}
ALIASES |= {"票据金额": BILL_TOTAL, "个人自付": BILL_PAID}
HEAD_WITHIN_ROWS, MOST_ROWS = 30, 10_000
GUIDANCE = (
    "每户一行。档案编号和职工身份证号填一项即可；金额不填的按发放标准测算；户名、银行账号不填的用档案中的；"
    "按人发放的项目请填受益人姓名；凭票据发放的请填票据。列的先后可以变动，合计、签字行不读取。"
)
READERS: dict[str, cells.Reader] = {
    NUMBER: cells.archive_no,
    IDENTITY: cells.identity,
    NAME: cells.name(),
    PERSON: cells.name(),
    STAGE: cells.choice(Stage.choices),
    AMOUNT: cells.amount(digits=8),
    PAYEE: cells.name(),
    BANK: cells.text(40),
    BRANCH: cells.text(60),
    CARD: cells.number_text(30),
    BILL: cells.number_text(40),
    BILL_TOTAL: cells.amount(digits=8),
    BILL_PAID: cells.amount(digits=8),
    BILL_DAY: cells.day(past=True),
}


@dataclass
class Result:
    """What came of a workbook: the lines that were added, how many stood there before, and the faults."""

    added: list[Payment] = field(default_factory=list)
    present: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class LineRow:
    """A row that says something: its number in the workbook, and its cells by head."""

    number: int
    cells: dict[str, Any]

    def read(self, head: str) -> Any:
        """Return what a cell says, None for a blank one; raises Refused for what cannot be understood."""
        cell = self.cells.get(head)
        if cell is None or cells.is_blank(cell):
            return None
        try:
            return READERS[head](cell, head)
        except DomainError as error:
            raise Refused(head, error.message.rstrip("。")) from error

    def account(self) -> dict[str, str]:
        """Return the account that the row names, empty where it names none."""
        named = {"payee_name": self.read(PAYEE), "bank": self.read(BANK), "bank_branch": self.read(BRANCH)}
        return {name: text for name, text in (named | {"card_no": self.read(CARD)}).items() if text}

    def amount(self) -> Decimal | None:
        """Return the amount that the row states; raises Refused for zero."""
        stated = self.read(AMOUNT)
        if stated is not None and not stated:
            raise Refused(AMOUNT, "金额应大于零，不填则按标准测算")
        return stated


def make_template(batch: Batch) -> bytes:
    """Return the empty workbook of a batch; numbers are text cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        title, soft = book.add_format({"bold": True, "font_size": 14}), book.add_format({"text_wrap": True})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#F1F3F5"})
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, f"{batch.number} {batch.title} 发放明细", title)
        sheet.merge_range(1, 0, 1, len(HEADS) - 1, GUIDANCE, soft)
        sheet.set_row(1, 34)
        for column, (name, width) in enumerate(WIDTHS.items()):
            sheet.set_column(column, column, width, money if name.endswith("（元）") else text)
            sheet.write_string(2, column, name, head)
        stage = HEADS.index(STAGE)
        words = {"error_title": STAGE, "error_message": "请从下拉列表选择。"}
        stages = [str(label) for label in Stage.labels]
        sheet.data_validation(3, stage, MOST_ROWS, stage, {"validate": "list", "source": stages, **words})
        sheet.freeze_panes(3, 3)
    return content.getvalue()


def rows_of(upload: UploadedFile) -> list[LineRow]:
    """Return the rows of a workbook that hold data; raises DomainError for what is no such workbook."""
    with on_disk(upload) as path, told_when_broken():
        check_file(path, unpacked=MAX_UNPACKED_AT_ONCE)
        check_extent(path)
        found = sheet_titled(CalamineWorkbook.from_path(path), SHEET).iter_rows()
        rows = list(enumerate(islice(found, MOST_ROWS + HEAD_WITHIN_ROWS + 1), 1))
    place, columns = _head_of(rows)
    if len(rows) - place > MOST_ROWS:
        raise DomainError(f"表格超过 {MOST_ROWS:,} 行，请拆分后分批导入。", field="book")
    key = columns.get(NUMBER, columns.get(IDENTITY))
    take: Callable[[list[Any], int], Any] = lambda row, at: row[at] if at < len(row) and row[at] != "" else None  # noqa: E731
    return [
        LineRow(number, {head: take(row, at) for head, at in columns.items()})
        for number, row in rows[place:]
        if is_data(row, key)
    ]


def _head_of(rows: list[tuple[int, list[Any]]]) -> tuple[int, dict[str, int]]:
    wanted = {heading(head): head for head in HEADS} | {heading(word): head for word, head in ALIASES.items()}
    for number, row in rows[:HEAD_WITHIN_ROWS]:
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if (name := wanted.get(heading(cell))) and name not in columns:
                columns[name] = at
        if NAME in columns and {NUMBER, IDENTITY} & columns.keys():
            return number, columns
    raise DomainError("表格中没有“职工姓名”和“档案编号”（或“职工身份证号”）两列，请用下载的模板填写。", field="book")
