"""The empty workbook to fill in: six sheets with drop-downs and notes, and a page that says how."""

import io
import re

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from households.importing import registry
from households.importing.layout import ARCHIVE_NO, GUIDE, OPTIONS, SHEETS, TEXT_HEADS, Column

ROWS_WITH_LISTS = 2000
LONGEST_INLINE_LIST = 255  # a longer one must stand in cells
DATE_HEAD = re.compile(r"(日期|时限|期起|期止|时间)$")
GUIDANCE = (
    "一、六张表都以“档案编号”相连：先在“困难职工档案”填一户一行，再在其余各表填这一户的成员、收支、帮扶、走访和问题。",
    "二、带 * 的列必须填写。有下拉箭头的列请从列表选择。列的先后可以调整，多出的列不会读取。",
    "三、身份证号、银行卡号、电话和档案编号已设为文本格式，请不要改为数值，否则末几位会丢失。",
    "四、日期可写 2018-07-01、2018.7.1、2018年7月1日或 20180701；金额以元为单位，只填数字。",
    "五、“家庭成员”不填职工本人；“家庭人口”含职工本人。",
    "六、“次要致困原因”最多三项，用顿号隔开；“存在困难”没有困难时填“无”。",
    "七、同一份表可以重复导入：已有且没有变化的不会改动；空白的单元格不会清除系统中已有的内容。",
)


def make_template() -> bytes:
    """Return the workbook as bytes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        looks = _Looks(book)
        _write_guide(book.add_worksheet(GUIDE), looks)
        sheets = {name: book.add_worksheet(name) for name in SHEETS}
        lists = _OptionLists(book.add_worksheet(OPTIONS))
        for name, sheet in sheets.items():
            for position, column in enumerate(registry.layout_columns(name)):
                _write_column(sheet, position, column, lists, looks)
            sheet.freeze_panes(1, 1)
    return content.getvalue()


class _Looks:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        head = {"bold": True, "bottom": 1, "bg_color": "#F1F3F5", "text_wrap": True, "valign": "vcenter"}
        self.head = book.add_format(head)
        self.required = book.add_format(head | {"font_color": "#A3222A"})
        self.text = book.add_format({"num_format": "@"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def of(self, column: Column) -> Format | None:
        """Return the format of the cells below a head."""
        if column.name in TEXT_HEADS.split():
            return self.text
        return self.date if DATE_HEAD.search(column.name) else None


class _OptionLists:
    """Long lists of words, each in a column of a sheet that is not shown."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._used: dict[tuple[str, ...], str] = {}
        sheet.hide()

    def source(self, options: tuple[str, ...]) -> list[str] | str:
        """Return what a drop-down takes its words from: the words, or the cells that hold them."""
        if len(",".join(options)) <= LONGEST_INLINE_LIST and not any("," in option for option in options):
            return list(options)
        if options not in self._used:
            letter = xl_col_to_name(len(self._used))
            self._sheet.write_column(0, len(self._used), options)
            self._used[options] = f"='{OPTIONS}'!${letter}$1:${letter}${len(options)}"
        return self._used[options]


def _write_guide(sheet: Worksheet, looks: _Looks) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "困难职工档案导入表填写说明", looks.title)
    for place, line in enumerate(GUIDANCE, 1):
        sheet.write_string(place, 0, line, looks.wrapped)


def _write_column(sheet: Worksheet, position: int, column: Column, lists: _OptionLists, looks: _Looks) -> None:
    head = f"*{column.name}" if column.required else column.name
    width = 20 if column.name == ARCHIVE_NO or column.name in TEXT_HEADS.split() else max(10, 2 * len(head) + 2)
    sheet.set_column(position, position, width, looks.of(column))
    sheet.write_string(0, position, head, looks.required if column.required else looks.head)
    if column.note:
        sheet.write_comment(0, position, column.note)
    if column.options:
        message = {
            "error_type": "warning",
            "error_title": column.name,
            "error_message": "不在列表中，导入时可能被拒绝。",
        }
        rule = {"validate": "list", "source": lists.source(column.options), **message}
        sheet.data_validation(1, position, ROWS_WITH_LISTS, position, rule)
