"""Forms as every page has them: Tabler's look, the right keyboard on a phone, and amounts as offices type them."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.errors import Conflict, DomainError, NotAllowed
from core.identity import normalize_digits
from core.wording import word

Result = TypeVar("Result")

FIRST_YEAR, LAST_YEAR = 1900, 2100
SELECTED = mark_safe(" selected")
# By what the name of a field holds; the first that fits.
KEYBOARDS = {
    "phone": {"inputmode": "tel"},
    "hotline": {"inputmode": "tel"},
    "union_card": {},
    "card": {"inputmode": "numeric"},
    "archive_no": {"inputmode": "numeric"},
    "postcode": {"inputmode": "numeric"},
    "identity": {"autocapitalize": "characters", "spellcheck": "false"},  # the last of 18 may be an X
}
PERSONAL = re.compile(r"^name$|identity|phone|card|address|payee|code|password|archive_no")
AMOUNT_NOISE = re.compile(r"[,\s¥￥]|元$")
# Decimal itself reads 1e3, 1_000 and the digits of every script; an office types none of these.
AMOUNT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)


class AmountField(forms.DecimalField):
    """An amount in 元, two places; forgives separators, full-width digits and a trailing 元."""

    default_error_messages = {  # noqa: RUF012 - as Django types it
        "amount": "请填写金额，如 1500 或 1,500.00。",
        "min_value": "不能小于 %(limit_value)s，请核对。",
    }

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0)}
        super().__init__(**(defaults | kwargs))
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "data-amount": ""})

    def to_python(self, value: Any) -> Any:
        """Clean what an office types; raises ValidationError in Chinese for what is no amount."""
        if isinstance(value, str):
            value = AMOUNT_NOISE.sub("", normalize_digits(value))
            if value and not AMOUNT.fullmatch(value):
                raise ValidationError(self.error_messages["amount"], code="amount")
        try:
            return super().to_python(value)
        except (ValidationError, InvalidOperation) as error:
            raise ValidationError(self.error_messages["amount"], code="amount") from error


class AreaField(AmountField):
    """An area in square metres, typed as an amount is."""

    default_error_messages = {  # noqa: RUF012 - as Django types it
        "amount": "请填写面积，单位为平方米，如 62.5。",
    }


class PointsField(AmountField):
    """Points, or a value that points are given for, typed as an amount is."""

    default_error_messages = {  # noqa: RUF012 - as Django types it
        "amount": "请填写数字，至多两位小数，如 98 或 97.5。",
    }


class Lines(forms.Textarea):
    """A box for several lines; a new line counts as one character, as in the browser."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text with plain ends of lines."""
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


class LongSelect(forms.Select):
    """A choice among hundreds, written without a template for each option, which costs more than all of a page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write what the usual widget writes."""
        chosen = set(self.format_value(value))
        inside = format_html_join("", "{}", ((_options(entry, chosen),) for entry in self.choices))
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs({**self.attrs, "name": name}, attrs)), inside
        )


def _options(entry: tuple[Any, Any], chosen: set[str]) -> SafeString:
    value, label = entry
    if isinstance(label, list | tuple):
        below = format_html_join("", "{}", ((_options(option, chosen),) for option in label))
        return format_html('<optgroup label="{}">{}</optgroup>', value, below)
    key = "" if value is None else str(value)
    return format_html('<option value="{}"{}>{}</option>', key, SELECTED if key in chosen else "", label)


class TidyForm:
    """Mixin for forms and model forms: widgets get their classes, dates a date picker, required ones are told apart."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            tidy(name, field)

    def full_clean(self) -> None:
        """Judge what was sent, and say what is wrong in the words of the house."""
        for field in self.fields.values():
            word(field)
        super().full_clean()  # type: ignore[misc]


def plausible_day(day: datetime.date) -> None:
    """Refuse a day of which the year was mistyped: no paper of a household names one."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"年份应在 {FIRST_YEAR} 到 {LAST_YEAR} 之间，请核对。", code="year")


def tidy(name: str, field: forms.Field) -> None:
    """Give one field's widget its look and keyboard."""
    widget = field.widget
    if isinstance(field, forms.DateField):
        field.validators = [*field.validators, plausible_day]
    if isinstance(field, forms.DateField) and not isinstance(widget, forms.HiddenInput):
        field.widget = widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **widget.attrs})
    match widget:
        case forms.CheckboxSelectMultiple() | forms.RadioSelect() | forms.CheckboxInput():
            css = "form-check-input"
        case forms.Select():
            css = "form-select"
        case _:
            css = "form-control"
    widget.attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.TextInput | forms.NumberInput):
        widget.attrs = _keyboard(name, field) | widget.attrs


def _keyboard(name: str, field: forms.Field) -> dict[str, str]:
    """Return what a phone shows for typing this, and that no browser offers of others what belongs to one person."""
    attrs = next((attrs for part, attrs in KEYBOARDS.items() if part in name), {})
    if isinstance(field, forms.IntegerField):
        attrs = {"inputmode": "decimal" if isinstance(field, forms.DecimalField | forms.FloatField) else "numeric"}
    return attrs | ({"autocomplete": "off"} if PERSONAL.search(name) else {})


def attempt(form: forms.BaseForm, act: Callable[[], Result]) -> Result | None:
    """Do an act with a valid form; what a rule refuses becomes an error of the field that it names, and None.

    NotAllowed goes its way: no other input would help. After a conflict the person has been shown what stands there
    by now: a form that carries a version of it (``seen``) goes on from the present one, and the next save counts.
    """
    try:
        return act()
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        if isinstance(error, Conflict) and hasattr(form, "version"):
            form.seen = form.version  # type: ignore[attr-defined]
        return None
