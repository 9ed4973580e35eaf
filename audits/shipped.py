"""The rule of exit that holds for the whole province until a union enters its own.

Only "the 低保 standard, six months running" is seen in a source (domain reference 5.1); the rest are working values.
"""

import datetime
from typing import Any

RULE: dict[str, Any] = {
    "valid_from": datetime.date(2016, 1, 1),
    "level": "",
    "multiple": 1,
    "months": 6,
    "survey_age": 12,
    "check_days": 90,
    "taper_months": 6,
    "monitor_months": [3, 6, 12],
    "source": "系统默认值，各地可按文件另行登记",
}


def ship_exit_rule(union_model: Any, rule_model: Any) -> None:
    """Enter the shipped rule at the top of the tree, unless it stands there."""
    if province := union_model.objects.filter(depth=1).first():
        rule_model.objects.get_or_create(union=province, **RULE)
