"""The two versions of the rules that every installation begins with, as the province's own (domain reference 1.2, 1.3).

Whatever the sources leave open has the default named there: it is data, and the next version may say otherwise.
"""

import datetime
from typing import Any

from django.utils import timezone

from organizations.reference import PROVINCE

ASSUMED = "执行日期为暂定，省总工会文件另有规定的，以新版本发布。"
ILLNESS_AND_SCHOOL = ["medical", "schooling", "rehabilitation", "care"]
ALL_RIGID = [*ILLNESS_AND_SCHOOL, "work", "disaster"]
MISHAP_COSTS = ["medical", "rehabilitation", "care", "disaster"]
SETS: tuple[dict[str, Any], ...] = (
    {
        "regime": "A2016",
        "name": "困难职工认定规则（2016 年版）",
        "valid_from": datetime.date(2016, 1, 1),
        "note": f"低保户、低保边缘户、意外致困户。意外致困测算限额按低保标准 1 倍。{ASSUMED}",
    },
    {
        "regime": "B2020",
        "name": "困难职工认定规则（2020 年版）",
        "valid_from": datetime.date(2020, 1, 1),
        "note": f"深度、相对、意外致困职工。意外致困按致困支出超过收入 80% 认定。{ASSUMED}",
    },
)
CASES: dict[str, tuple[dict[str, Any], ...]] = {
    "A2016": (
        {
            "category": "low_income",
            "name": "连续 6 个月以上低于低保标准，未获政府救助",
            "circumstance": "no_government_aid",
            "min_months": 6,
            "upto": 1,
            "upto_operator": "lt",
        },
        {
            "category": "low_income",
            "name": "获政府救助后仍低于低保标准",
            "circumstance": "government_aid",
            "upto": 1,
            "upto_operator": "lt",
        },
        {
            "category": "near_low_income",
            "name": "收入略高于低保标准，因患病、上学、残疾等致困",
            "upto": "1.5",
            "deducted_kinds": ILLNESS_AND_SCHOOL,
            "limit": 1,
            "limit_operator": "lte",
        },
        {
            "category": "mishap_a",
            "name": "收入在低保标准 3 倍以内，因意外致困",
            "circumstance": "mishap",
            "upto": 3,
            "deducted_kinds": MISHAP_COSTS,
            "takes_off_compensation": True,
            "limit": 1,
            "limit_operator": "lte",
        },
        {
            "category": "mishap_a",
            "name": "收入超过低保标准 3 倍，因意外致困（计入储蓄和投资）",
            "circumstance": "mishap",
            "over": 3,
            "deducted_kinds": MISHAP_COSTS,
            "takes_off_compensation": True,
            "adds_assets": True,
            "limit": 1,
            "limit_operator": "lte",
        },
    ),
    "B2020": (
        {
            "category": "deep",
            "name": "扣减刚性支出和必要就业成本后低于低保标准",
            "deducted_kinds": ALL_RIGID,
            "limit": 1,
            "limit_operator": "lt",
        },
        {
            "category": "relative",
            "name": "扣减刚性支出和必要就业成本后在低保标准 2 倍以内",
            "deducted_kinds": ALL_RIGID,
            "limit": 2,
            "limit_operator": "lt",
        },
        {
            "category": "mishap_b",
            "name": "因突发事件、意外伤害、重大疾病致困",
            "circumstance": "mishap",
            "deducted_kinds": MISHAP_COSTS,
            "takes_off_compensation": True,
            "loss_share": 80,
        },
    ),
}
# Code, words, whether it holds; what only some places have is there to be switched on.
VETOES = (
    ("two_homes", "拥有 2 套（含）以上住宅", True),
    ("shop", "拥有商业店铺、厂房或雇佣他人从事经营活动", True),
    ("company", "为公司控股股东或实际控制人", True),
    ("private_school", "子女就读高收费私立学校或自费出国留学", True),
    ("vehicle", "拥有机动车辆（残疾人代步车、生产经营必需的低值车辆除外）", True),
    ("offence", "本人违法犯罪或参与政府明令禁止的非法组织活动", True),
    ("luxury", "有县级以上人民政府规定的高消费行为", True),
    ("refusal", "拒绝配合调查、核查，致使无法核实收入", True),
    ("idle", "青壮劳动力不工作（疾病等除外）", False),
    ("pensioner", "实行社会化管理的退休人员", False),
    ("registered_poor", "已是建档立卡户", False),
)


def load_rules(union_model: Any, set_model: Any, case_model: Any, veto_model: Any) -> None:
    """Enter and publish the shipped versions, unless the province has rules already."""
    province = union_model.objects.filter(code=PROVINCE).first()
    if province is None or set_model.objects.filter(union=province).exists():
        return
    for facts in SETS:
        rule_set = set_model.objects.create(union=province, **facts)
        rows = CASES[facts["regime"]]
        case_model.objects.bulk_create(
            case_model(rule_set=rule_set, position=position, **row) for position, row in enumerate(rows, 1)
        )
        veto_model.objects.bulk_create(
            veto_model(rule_set=rule_set, position=position, code=code, label=label, in_force=in_force)
            for position, (code, label, in_force) in enumerate(VETOES, 1)
        )
        # Last, since from then on the version and its rows are frozen.
        set_model.objects.filter(pk=rule_set.pk).update(published_at=timezone.now())
