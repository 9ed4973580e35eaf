"""Where a reason for 不清 is repaired: the page, by its URL name, and what its link says.

A reason without a page here is shown without a link. What is wrong with one difficulty is repaired at that difficulty.
"""

from django.urls import reverse

from households.models import Household

REPAIRS = {
    "fields": ("household", "补充档案"),
    "survey": ("survey_add", "登记收支调查"),
    "basics_visit": ("visit_log", "登记入户走访"),
    "years": ("household_aid", "登记帮扶或确认为无"),
    "advice": ("household_difficulties", "填写帮扶建议"),
    "measure": ("household_difficulties", "添加措施"),
    "outcome": ("household_difficulties", "评价成效"),
    "none_visit": ("visit_log", "登记走访"),
    "pairing": ("pair_household", "登记结对"),
    "home_visit": ("visit_log", "登记入户走访"),
    "contact": ("visit_log", "登记联系"),
}
BY_OFFICERS = frozenset({"fields", "survey", "pairing"})  # a cadre may read these pages, and asks the office


def repair_of(household: Household, code: str, difficulty: int | None, *, officer: bool) -> dict[str, str]:
    """Return the link that repairs a reason, or whom to ask; nothing for one that has no page."""
    if code not in REPAIRS:
        return {}
    if code in BY_OFFICERS and not officer:
        return {"ask": "由建档单位经办人员办理。"}
    name, action = REPAIRS[code]
    if difficulty is not None and code == "advice":
        return {"url": reverse("difficulty_edit", args=[household.archive_no, difficulty]), "action": action}
    place = "" if difficulty is None else f"#difficulty-{difficulty}"
    chosen = "?method=call" if code == "contact" else ""
    return {"url": f"{reverse(name, args=[household.archive_no])}{chosen}{place}", "action": action}
