"""The items of aid and the rules that every installation begins with, as the province's own (domain reference 6.3).

The 2025 figures of 金秋助学 are the province's. All others were seen elsewhere and are marked so: the next version, or
that of a prefecture or county, says what holds there. Where no figure was seen none is shipped.
"""

import datetime
from typing import Any

from django.utils import timezone

from organizations.reference import PROVINCE

DEFAULT = "系统默认值，参照外省标准，请按本地文件另行登记。"
NO_FIGURE = "没有系统默认标准，请按本地文件登记发放标准后使用。"
SINCE = datetime.date(2016, 1, 1)
MEDICAL, SCHOOLING = ["medical"], ["schooling"]
SCHOOL = ["high_school", "vocational", "new_vocational"]
COLLEGE = ["college", "new_college"]
ITEMS: tuple[dict[str, Any], ...] = (
    {"code": "living", "name": "生活救助", "project": "living", "times": 4},
    {"code": "medical", "name": "医疗救助", "project": "medical", "times": 4, "papers": MEDICAL},
    {
        "code": "schooling",
        "name": "子女助学",
        "project": "schooling",
        "per": "person",
        "period": "school_year",
        "papers": SCHOOLING,
    },
    {
        "code": "golden-autumn",
        "name": "金秋助学",
        "project": "golden_autumn",
        "per": "person",
        "papers": SCHOOLING,
        "note": "当年中考、高考升学的困难职工子女。2025 年另要求家庭年人均收入低于当地城市低保标准年度总和的 3 倍。",
    },
    {"code": "warmth", "name": "送温暖", "project": "warmth", "times": 2},
    {"code": "emergency", "name": "应急（临时）救助", "project": "emergency", "times": 2},
    {"code": "mutual", "name": "医疗互助", "project": "mutual", "times": 4, "papers": MEDICAL},
    {"code": "legal", "name": "法律援助", "project": "legal", "delivery": "other", "note": NO_FIGURE},
    {"code": "price-subsidy", "name": "价格补贴", "project": "living", "period": "month", "note": NO_FIGURE},
    {"code": "gifts", "name": "慰问品", "project": "warmth", "times": 2, "delivery": "goods"},
)
WARMTH = [{"name": "每次慰问", "amount": 3000, "most": 3000, "most_year": 6000}]
WARMTH_NOTE = f"每次不超过 3,000 元，每年不超过 6,000 元。{DEFAULT}"
SCHOOL_LINES = [
    {"name": "普通高中、中职（技校）", "stages": SCHOOL, "formula": "months", "months": 6, "for_year": True},
    {"name": "全日制高等教育", "stages": COLLEGE, "formula": "months", "months": 10, "for_year": True},
]
AUTUMN = {"formula": "months", "of_province": True, "for_year": True}
AUTUMN_LINES = [
    {"name": "当年中考升入中职（高职）", "stages": ["new_vocational"], "months": 5, **AUTUMN},
    {"name": "当年高考升入高校", "stages": ["new_college"], "months": 8, **AUTUMN},
]
# By the code of the item: from when, the note, the cases in order.
RULES: tuple[tuple[str, datetime.date, str, list[dict[str, Any]]], ...] = (
    (
        "living",
        SINCE,
        f"深度困难职工全年不超过 12 个月低保标准，其他不超过 10 个月。{DEFAULT}",
        [
            {
                "name": "深度困难职工、低保户",
                "categories": ["deep", "low_income"],
                "formula": "months",
                "months": 12,
                "for_year": True,
            },
            {"name": "其他困难职工", "formula": "months", "months": 10, "for_year": True},
        ],
    ),
    (
        "medical",
        SINCE,
        f"不超过个人自付部分，每户每年不超过 20,000 元。{DEFAULT}",
        [{"name": "个人自付医药费", "formula": "share", "share": 100, "bill_months": 12, "most_year": 20000}],
    ),
    ("schooling", SINCE, f"每生每学年，按当地城市低保标准。{DEFAULT}", SCHOOL_LINES),
    (
        "golden-autumn",
        SINCE,
        "2025 年以前的标准未见文件，暂按 2025 年的月数计算。系统默认值，请按当年文件另行登记。",
        AUTUMN_LINES,
    ),
    (
        "golden-autumn",
        datetime.date(2025, 1, 1),
        "云南省 2025 年金秋助学标准：当年中考升入中职（高职）的不超过 5 个月、当年高考升入全日制高校的不超过 8 个月 "
        "2025 年云南省城市低保标准。",
        AUTUMN_LINES,
    ),
    ("warmth", SINCE, WARMTH_NOTE, WARMTH),
    (
        "emergency",
        SINCE,
        f"全年不超过 3,000 元。{DEFAULT}",
        [{"name": "应急（临时）救助", "amount": 3000, "for_year": True}],
    ),
    (
        "mutual",
        SINCE,
        "按个人自付部分的 70% 补助，参照有关报道。系统默认值，请按医疗互助办法另行登记。",
        [{"name": "个人自付医药费", "formula": "share", "share": 70, "bill_months": 12}],
    ),
    ("gifts", SINCE, f"实物按价值计算，{WARMTH_NOTE}", WARMTH),
)


def ship_items(union_model: Any, item_model: Any, rule_model: Any, line_model: Any) -> None:
    """Enter the items that are not there yet, with their published rules."""
    province = union_model.objects.filter(code=PROVINCE).first()
    if province is None:
        return
    made = {}
    for facts in ITEMS:
        item, is_new = item_model.objects.get_or_create(code=facts["code"], defaults={"union": province, **facts})
        if is_new:
            made[item.code] = item
    for code, since, note, lines in RULES:
        if code not in made:
            continue
        rule = rule_model.objects.create(item=made[code], union=province, valid_from=since, note=note)
        line_model.objects.bulk_create(
            line_model(rule=rule, position=position, **line) for position, line in enumerate(lines, 1)
        )
        # Last, since from then on the version and its cases are frozen.
        rule_model.objects.filter(pk=rule.pk).update(published_at=timezone.now())
