"""The layouts of bank files: what a column may hold, what is read of a result, and whether a layout can work."""

import codecs
from collections.abc import Iterable, Mapping
from typing import Any

from assistance.bank.enums import LayoutKind
from core.errors import DomainError

# What a column of the file to the bank may hold.
FIELDS = {
    "key": "流水号（系统编号，对账用）",
    "serial": "顺序号",
    "name": "户名",
    "card_no": "银行账号",
    "amount": "金额",
    "bank": "开户银行",
    "branch": "支行名称",
    "identity_no": "户名人身份证号",
    "archive_no": "档案编号",
    "purpose": "用途",
    "batch_no": "批次号",
    "currency": "币种",
    "blank": "空列",
}
# What is read of a row that comes back.
RESULT_FIELDS = {
    "key": "流水号",
    "amount": "金额",
    "outcome": "处理结果",
    "reason": "失败原因",
    "bank_ref": "银行流水号",
    "paid_on": "入账日期",
}
NEEDED, RESULT_NEEDED = ("key", "name", "card_no", "amount"), ("key", "amount", "outcome")
MANY = frozenset({"blank"})  # the only column that may stand more than once
ENCODINGS = {"gb18030": "GB18030（兼容 GBK）", "gbk": "GBK", "utf-8": "UTF-8", "utf-8-sig": "UTF-8（带签名）"}
SEPARATORS = {"|": "竖线 |", ",": "逗号", ";": "分号", "^": "尖号 ^", "tab": "制表符"}
MOST_COLUMNS = 24
HEADING = 20


def separator_of(layout: Any) -> str:
    """Return the character that parts the columns of a text file."""
    return "\t" if layout.separator == "tab" else layout.separator


def words_of(text: str) -> list[str]:
    """Return the words that a person typed with marks between them, each once."""
    for mark in "、，,;；\n\t":
        text = text.replace(mark, " ")
    return list(dict.fromkeys(text.split()))


def check_layout(facts: Mapping[str, Any]) -> None:
    """Refuse a layout that cannot be written or whose results could not be told apart; raises DomainError."""
    _check_columns(facts["columns"])
    _check_result(facts["result_columns"], has_head=facts["has_head"])
    if not facts["paid_words"]:
        raise DomainError("请填写银行用来表示成功的字样，如 成功。", field="paid_words")
    if both := set(facts["paid_words"]) & set(facts["failed_words"]):
        raise DomainError(f"“{min(both)}”不能同时表示成功和失败。", field="failed_words")
    if facts["kind"] == LayoutKind.TEXT:
        _check_text(facts)


def _check_columns(columns: Iterable[tuple[str, str]]) -> None:
    columns = list(columns)
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise DomainError(f"代发文件应有 1 到 {MOST_COLUMNS} 列。", field="columns")
    fields = [name for _heading, name in columns]
    if strange := [name for name in fields if name not in FIELDS]:
        raise DomainError(f"没有“{strange[0]}”这一内容，请从列表选择。", field="columns")
    if missing := [FIELDS[name] for name in NEEDED if name not in fields]:
        raise DomainError(f"代发文件缺少“{'”“'.join(missing)}”列。", field="columns")
    if twice := [name for name in fields if name not in MANY and fields.count(name) > 1]:
        raise DomainError(f"“{FIELDS[twice[0]]}”只能有一列。", field="columns")
    headings = [heading for heading, name in columns]
    if any(not heading or len(heading) > HEADING for heading in headings):
        raise DomainError(f"每一列都要有列名，不超过 {HEADING} 个字。", field="columns")
    if len(set(headings)) < len(headings):
        raise DomainError("列名不能重复。", field="columns")


def _check_result(columns: Mapping[str, str], *, has_head: bool) -> None:
    stated = {name: heading for name, heading in columns.items() if heading}
    if strange := set(stated) - set(RESULT_FIELDS):
        raise DomainError(f"回盘文件没有“{min(strange)}”这一内容。", field="result_columns")
    if missing := [RESULT_FIELDS[name] for name in RESULT_NEEDED if name not in stated]:
        raise DomainError(f"请填写回盘文件的“{'”“'.join(missing)}”列。", field="result_columns")
    if len(set(stated.values())) < len(stated):
        raise DomainError("回盘文件的两项内容不能取自同一列。", field="result_columns")
    if not has_head and any(not _is_number(heading) for heading in stated.values()):
        raise DomainError("首行不是列名时，回盘各列请填写列号，如 1。", field="result_columns")


def _is_number(heading: str) -> bool:
    return heading.isascii() and heading.isdigit() and 0 < int(heading) <= 99


def _check_text(facts: Mapping[str, Any]) -> None:
    if facts["encoding"] not in ENCODINGS:
        raise DomainError("请从列表选择编码。", field="encoding")
    if facts["separator"] not in SEPARATORS:
        raise DomainError("请从列表选择分隔符。", field="separator")
    separator = "\t" if facts["separator"] == "tab" else facts["separator"]
    for heading, _name in facts["columns"]:
        if separator in heading:
            raise DomainError(f"列名“{heading}”含有分隔符。", field="columns")
        if not can_be_written(heading, facts["encoding"]):
            raise DomainError(f"列名“{heading}”不能用所选编码写出。", field="columns")


def can_be_written(text: str, encoding: str) -> bool:
    """Tell whether an encoding has every character of a text."""
    try:
        codecs.encode(text, encoding)
    except UnicodeEncodeError:
        return False
    return True
