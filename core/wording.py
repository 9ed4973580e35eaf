"""What a form says when something is wrong with a field: which one, and what to do, in the words of an office.

The one place of these messages. A field that has words of its own (``error_messages``) keeps them.
"""

import re
from typing import Any

from django import forms
from django.utils.functional import Promise

IN_BRACKETS = re.compile(r"（[^（）]*）")
# What no sentence can take in as the name of a thing: whole sentences, and words that lean on what stands beside them.
NO_NAME = re.compile(r"[，。？；、%]|^(请|我)|^.$")
DAYS = ("日期", "日", "时间", "时限", "期限", "月份")
LONGEST_NAME = 16
STALE = "页面内容不完整，请刷新页面后重新填写。"


def name_of(label: Any) -> str:
    """Return what a label calls its field, without units in brackets; nothing where no sentence could take it in."""
    name = IN_BRACKETS.sub("", str(label or "")).strip()
    return "" if len(name) > LONGEST_NAME or NO_NAME.search(name) else name


def word(field: forms.Field) -> None:
    """Give a field the house's words for all that Django would say in its own."""
    label = field.label or field.widget.attrs.get("aria-label", "")
    for code, words in _words(name_of(label), field).items():
        if isinstance(field.error_messages.get(code), Promise) or _speaks_for_itself(field, code):
            field.error_messages[code] = words


def _speaks_for_itself(field: forms.Field, code: str) -> bool:
    """Tell whether a validator of the field would say this, in words of its maker."""
    said = [getattr(validator, "message", None) for validator in field.validators if _code(validator) == code]
    return code not in field.error_messages and (code == "unique" or all(isinstance(words, Promise) for words in said))


def _code(validator: Any) -> str:
    return getattr(validator, "code", "")


def _words(name: str, field: forms.Field) -> dict[str, str]:
    thing = name or "此项"
    return {
        "required": _lacking(name, field),
        "invalid": _malformed(thing, field),
        "invalid_choice": f"所选{name}不在可选范围内，请重新选择。" if name else "所选的不在可选范围内，请重新选择。",
        "invalid_list": f"{thing}没有收到，请重新选择。",
        "invalid_pk_value": f"{thing}没有收到，请重新选择。",
        "max_length": f"{thing}最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请删减。",
        "min_length": f"{thing}至少 %(limit_value)d 个字，现在有 %(show_value)d 个，请补充。",
        "max_value": f"{thing}不能大于 %(limit_value)s，请核对。",
        "min_value": f"{thing}不能小于 %(limit_value)s，请核对。",
        "max_digits": f"{thing}最多 %(max)s 位数字，请核对。",
        "max_decimal_places": f"{thing}最多 %(max)s 位小数，请核对。",
        "max_whole_digits": f"{thing}的整数部分最多 %(max)s 位，请核对。",
        "null_characters_not_allowed": f"{thing}中有无法识别的字符，请重新填写。",
        "unique": f"已有相同的{name}，请核对。" if name else "已有相同的内容，请核对。",
        **_of_files(name),
    }


def _of_files(name: str) -> dict[str, str]:
    again = f"请重新选择{name or '文件'}。"
    return {
        "empty": f"文件是空的，{again}",
        "missing": f"没有收到文件，{again}",
        "invalid_image": f"文件打不开，或者不是图片，{again}",
        "invalid_extension": f"不接受这种文件，{again}",
        "contradiction": f"不能既换文件又删除文件，{again}",
    }


def _lacking(name: str, field: forms.Field) -> str:
    match field:
        case forms.FileField():
            return f"请上传{name or '文件'}。"
        case forms.BooleanField():
            return f"请勾选“{name}”。" if name else "请勾选后再提交。"
        case forms.MultipleChoiceField() | forms.ModelMultipleChoiceField():
            return f"请至少选择一项{name}。" if name else "请至少选择一项。"
        case forms.ChoiceField():
            return f"请选择{name}。" if name else "请选择。"
        case forms.UUIDField():
            return STALE
    return STALE if field.widget.is_hidden else _unsaid(name, field)


def _unsaid(name: str, field: forms.Field) -> str:
    if name.startswith("再"):  # 再次输入新密码
        return f"请{name}。"
    if name and isinstance(field, forms.DateField) and not name.endswith(DAYS):
        return f"请填写{name}哪一天。" if name.endswith("至") else f"请填写{name}日期。"
    return f"请填写{name}。" if name else "请填写。"


def _malformed(thing: str, field: forms.Field) -> str:
    match field:
        case forms.DateField():
            return f"{thing}填写有误，请按“2026-03-08”的格式填写。"
        case forms.DecimalField():
            return f"{thing}应是数字，如 12 或 1.5。"
        case forms.IntegerField():
            return f"{thing}应是整数，如 12。"
        case forms.FileField():
            return f"没有收到文件，请重新选择{'文件' if thing == '此项' else thing}。"
        case forms.UUIDField():
            return STALE
    return f"{thing}填写有误，请核对。"
