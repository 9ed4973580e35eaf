"""The components of the templates; each declares what it takes. Built in, so no page loads them.

icon · money · masked · badge · field · field_errors · form_errors · fact · empty · pager · due · deadline
"""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import masking
from core.money import format_money
from core.wording import name_of

register = template.Library()

# State → colour and icon; always beside the word, never instead of it.
TONES = {
    "good": ("hq-good", "circle-check"),
    "todo": ("hq-todo", "clock"),
    "soon": ("hq-soon", "alert-triangle"),
    "bad": ("hq-bad", "alert-circle"),
    "gone": ("hq-gone", "archive"),
}


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)  # some forty stand on each page; a safe label is another than a plain one
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it speaks, without it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="hq-icon" {}><use href="{}#{}"></use></svg>', spoken, static("vendor/icons.svg"), name
    )


@register.filter
def money(value: Any) -> str:
    """Write an amount in 元 with separators and two places."""
    return format_money(value)


@register.filter
def masked(value: str, kind: str) -> str:
    """Mask a personal number: ``identity``, ``phone`` or ``card``."""
    mask = {"identity": masking.mask_identity_no, "phone": masking.mask_phone, "card": masking.mask_card}[kind]
    return mask(value or "")


@register.simple_tag
def badge(text: str, tone: str = "todo") -> SafeString:
    """Show a state as icon, word and colour; tone is good, todo, soon, bad or gone."""
    css, picture = TONES[tone]
    return format_html('<span class="hq-badge {}">{}{}</span>', css, icon(picture), text)


@register.inclusion_tag("components/_field.html")
def field(bound: BoundField, wide: bool = False) -> dict[str, Any]:
    """Lay out one form field: label, control, help, errors; ``wide`` takes the whole row."""
    kind = type(bound.field.widget).__name__
    return {
        "field": bound,
        "wide": wide,
        "is_check": kind == "CheckboxInput",
        "is_group": kind in {"CheckboxSelectMultiple", "RadioSelect"},
    }


@register.simple_tag
def field_errors(bound: BoundField) -> SafeString:
    """Write what is wrong with a field beside it, where its control refers to (``aria-describedby``)."""
    if not bound.errors:
        return SafeString("")
    lines = format_html_join(
        "", '<p class="hq-error">{}{}</p>', ((icon("alert-circle"), said) for said in bound.errors)
    )
    return format_html('<div id="{}_error">{}</div>', bound.auto_id, lines)


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """List what is wrong with a form at its top, each with a link to the field.

    ``form`` may be several in a row; one of many alike has a ``heading``, which says which of them is meant.
    """
    parts = form if isinstance(form, list | tuple) else [form]
    return {
        "items": [
            (*fault, getattr(part, "heading", ""))
            for part in parts
            for bound in part
            if not bound.is_hidden
            for fault in _at(bound)
        ],
        "general": list(dict.fromkeys(words for part in parts for words in _of_all(part))),
        "undone": getattr(parts[0], "undone", "尚未保存"),
    }


def _at(bound: BoundField) -> list[tuple[BoundField, str, bool]]:
    """Return each fault of a field, and whether its words name the field themselves."""
    name = name_of(bound.label)
    return [(bound, words, bool(name) and name in words) for words in map(str, bound.errors)]


def _of_all(form: Any) -> list[str]:
    return [*form.non_field_errors(), *(words for bound in form if bound.is_hidden for words in bound.errors)]


@register.inclusion_tag("components/_fact.html")
def fact(label: str, value: Any, wide: bool = False) -> dict[str, Any]:
    """Show one fact of a record as on the paper form: label and value; an empty value shows a dash."""
    if isinstance(value, bool):
        value = "是" if value else "否"
    return {"label": label, "value": value, "wide": wide}


@register.inclusion_tag("components/_empty.html")
def empty(text: str, url: str = "", action: str = "", picture: str = "files") -> dict[str, str]:
    """Say that there is nothing, and what to do next."""
    return {"text": text, "url": url, "action": action, "picture": picture}


@register.inclusion_tag("components/_pager.html", takes_context=True)
def pager(context: template.Context, page: Any) -> dict[str, Any]:
    """Turn pages; needs ``has_previous``, ``has_next``, ``number`` of the page, never a total."""
    return {"page": page, "request": context["request"]}


@register.simple_tag
def due(day: Any, today: Any) -> SafeString:
    """Say how far a due day is: overdue, soon (settings.VISIT_DUE_SOON_DAYS), or later."""
    if day is None:
        return SafeString('<span class="text-secondary">未定</span>')
    days = (day - today).days
    if days < 0:
        return badge(f"逾期 {-days} 天", "bad")
    if days == 0:
        return badge("今天到期", "soon")
    if days <= settings.VISIT_DUE_SOON_DAYS:
        return badge(f"{days} 天内到期", "soon")
    return badge(f"已按期，{day:%Y-%m-%d} 前", "good")


@register.simple_tag
def deadline(day: Any, today: Any) -> SafeString:
    """Say how far the last day of what is still to be done is: as ``due`` when it presses, else the day alone."""
    if (day - today).days <= settings.VISIT_DUE_SOON_DAYS:
        return due(day, today)
    return format_html('<span class="hq-number">{}</span>', f"{day:%Y-%m-%d}")
