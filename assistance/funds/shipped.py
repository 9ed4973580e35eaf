"""The sources of money that every installation begins with, as the province's own (domain reference 6.1).

The gate of the level is that of the rule before December 2022, after which the central money goes by project.
"""

import datetime
from typing import Any

from organizations.reference import PROVINCE

NOTE = "系统默认设置，请按资金管理办法核对。"
SINCE = datetime.date(2016, 1, 1)
SIX_KINDS = ["living", "medical", "schooling", "golden_autumn", "legal", "training", "placement"]
SEVEN_KINDS = ["living", "medical", "schooling", "golden_autumn", "training", "placement", "warmth", "other"]
FUNDS: tuple[dict[str, Any], ...] = (
    {
        "code": "central",
        "name": "中央财政职工困难帮扶资金",
        "kind": "central",
        "projects": SEVEN_KINDS,
        "valid_from": datetime.date(2023, 1, 1),
        "note": f"2022 年 12 月起按项目使用。{NOTE}",
    },
    {
        "code": "central-2016",
        "name": "中央财政专项帮扶资金（2022 年以前）",
        "kind": "central",
        "levels": ["national"],
        "projects": SIX_KINDS,
        "valid_until": datetime.date(2022, 12, 31),
        "note": f"只用于全国级档案。{NOTE}",
    },
    {
        "code": "provincial",
        "name": "省级财政专项帮扶资金",
        "kind": "provincial",
        "levels": ["national", "province"],
        "projects": SIX_KINDS,
    },
    {"code": "local", "name": "地方财政配套资金", "kind": "local"},
    {"code": "upper-union", "name": "上级工会拨付资金", "kind": "upper_union"},
    {"code": "own-union", "name": "本级工会经费", "kind": "own_union"},
    {"code": "donation", "name": "社会捐助资金", "kind": "donation"},
    {"code": "special", "name": "专项救助金", "kind": "special"},
    {"code": "interest", "name": "专户利息", "kind": "interest"},
    {"code": "other", "name": "其他合法收入", "kind": "other"},
)


def ship_funds(union_model: Any, fund_model: Any) -> None:
    """Enter the funds that are not there yet."""
    province = union_model.objects.filter(code=PROVINCE).first()
    if province is None:
        return
    for facts in FUNDS:
        usual = {"union": province, "valid_from": SINCE, "note": NOTE}
        fund_model.objects.get_or_create(code=facts["code"], defaults=usual | facts)
