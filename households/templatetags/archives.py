"""The components that show an archive's own facts; each declares what it takes. Built in, so no page loads them.

cadre_marks · clear_marks · life_marks · status_badge
"""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.templatetags.components import badge
from households.clearmask import ALL_CLEAR, SHORT_NAMES, is_clear_in
from households.enums import IN_CARE, Status
from households.models import Household

register = template.Library()

TONES = {
    Status.DRAFT: "todo",
    Status.UNDER_REVIEW: "todo",
    Status.ON_FILE: "good",
    Status.TAPERING: "soon",
    Status.EXITED: "gone",
    Status.REJECTED: "gone",
    Status.CANCELLED: "gone",
}


@register.simple_tag
def status_badge(household: Household) -> SafeString:
    """Show the status of an archive as icon, word and colour."""
    return badge(household.get_status_display(), TONES[Status(household.status)])


@register.simple_tag
def life_marks(household: Household) -> SafeString:
    """Show what stands beside the status: until when an archive tapers, that it is relieved, that hardship returned."""
    marks = []
    if household.status == Status.TAPERING and household.taper_until:
        marks.append(badge(f"渐退至 {household.taper_until:%Y-%m-%d}", "soon"))
    if household.relieved_on and household.is_open:
        marks.append(badge("已解困", "good"))
    if household.previous_id:
        marks.append(badge("返困重新建档", "soon"))
    return format_html_join("", "{}", ((mark,) for mark in marks))


@register.simple_tag
def cadre_marks(household: Household) -> str | SafeString:
    """Name who helps a household; that nobody does is a gap only while it is in care."""
    if household.cadre_names:
        return household.cadre_names
    return badge("未结对", "bad") if household.status in IN_CARE else "—"


@register.simple_tag
def clear_marks(mask: int | None) -> SafeString:
    """Show the six items of 六清, each 清 or 不清, as numbers in a row; one word where all are clear."""
    if mask is None:
        return SafeString('<span class="text-secondary">未核查</span>')
    if mask == ALL_CLEAR:
        return badge("全清", "good")
    states = [(item, name, is_clear_in(mask, item)) for item, name in enumerate(SHORT_NAMES, 1)]
    missing = f"不清：{'、'.join(name for _item, name, clear in states if not clear)}"
    marks = format_html_join(
        "",
        '<span class="hq-mark {}" aria-hidden="true">{}</span>',
        (("hq-mark-yes" if clear else "hq-mark-no", item) for item, _name, clear in states),
    )
    return format_html(
        '<span class="hq-marks" title="{}"><span class="visually-hidden">{}</span>{}</span>', missing, missing, marks
    )
