"""Where a reason for 不清 is repaired: the page, by its URL name, and what its link says.

A reason that no page repairs yet is shown without a link.
"""

REPAIRS = {
    "fields": ("household", "补充档案"),
    "survey": ("household_income", "登记收支调查"),
    "basics_visit": ("visit_log", "登记入户走访"),
    "none_visit": ("visit_log", "登记走访"),
    "pairing": ("pair_household", "登记结对"),
    "home_visit": ("visit_log", "登记入户走访"),
    "contact": ("visit_log", "登记联系"),
}
