"""Where a reason for 不清 is repaired: the page, by its URL name, and what its link says.

A reason without a page here is shown without a link.
"""

REPAIRS = {
    "fields": ("household", "补充档案"),
    "survey": ("household_income", "登记收支调查"),
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
