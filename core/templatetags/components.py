"""The components of the templates; each declares what it takes. Built in, so no page loads them.

icon · money · masked · badge · clear_marks · field · form_errors · fact · empty · pager · due
"""

from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import masking
from core.money import format_money

register = template.Library()

# State → colour and icon; always beside the word, never instead of it.
TONES = {
    "good": ("hq-good", "circle-check"),
    "todo": ("hq-todo", "clock"),
    "soon": ("hq-soon", "alert-triangle"),
    "bad": ("hq-bad", "alert-circle"),
    "gone": ("hq-gone", "archive"),
}
STATUS_TONES = {
    "draft": "todo",
    "under_review": "todo",
    "on_file": "good",
    "tapering": "soon",
    "exited": "gone",
    "rejected": "gone",
    "cancelled": "gone",
}
CLEAR_SHORT = ("基本情况", "政策资金", "存在困难", "后续措施", "措施成效", "结对记录")
ALL_CLEAR = 0b111111


@register.simple_tag
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
    """Show a state as icon, word and colour; tone is good, todo, soon, bad, gone, or the status of an archive."""
    css, picture = TONES[STATUS_TONES.get(tone, tone)]
    return format_html('<span class="hq-badge {}">{}{}</span>', css, icon(picture), text)


@register.simple_tag
def clear_marks(mask: int | None, long: bool = False) -> SafeString:
    """Show the six items of 六清, each 清 or 不清; short form for lists, long form with the names."""
    if mask is None:
        return SafeString('<span class="text-secondary">未核查</span>')
    if not long and mask == ALL_CLEAR:
        return badge("全清", "good")
    states = [(name, bool(mask >> place & 1), place + 1) for place, name in enumerate(CLEAR_SHORT)]
    missing = "、".join(name for name, clear, _place in states if not clear)
    marks = format_html_join(
        "",
        '<span class="hq-mark {}" aria-hidden="true">{}</span>',
        (("hq-mark-yes" if clear else "hq-mark-no", name if long else place) for name, clear, place in states),
    )
    return format_html(
        '<span class="hq-marks{}" title="{}"><span class="visually-hidden">{}</span>{}</span>',
        " hq-marks-long" if long else "",
        f"不清：{missing}" if missing else "六项全清",
        f"不清：{missing}" if missing else "六项全清",
        marks,
    )


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


@register.inclusion_tag("components/_form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """List what is wrong with a form at its top, each with a link to the field."""
    items = [(bound, error) for bound in form for error in bound.errors]
    return {"items": items, "general": form.non_field_errors()}


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
def due(day: Any, today: Any, soon_days: int = 14) -> SafeString:
    """Say how far a due day is: overdue, soon, or later."""
    if day is None:
        return SafeString('<span class="text-secondary">未定</span>')
    days = (day - today).days
    if days < 0:
        return badge(f"逾期 {-days} 天", "bad")
    if days == 0:
        return badge("今天到期", "soon")
    return badge(f"{days} 天内到期", "soon") if days <= soon_days else badge(f"已按期，{day:%Y-%m-%d} 前", "good")
