"""The sheet that one may begin with: a skeleton of the work (domain reference 8.1), not the text of any authority.

The programme's own scoring sheet was not found: headings follow the reference, weights and scales are working figures.
"""

from decimal import Decimal
from typing import Any

from audits.scores.enums import ItemKind, Scale, Sense

NOTE = "推定：未见公布的评分表，本表按工作环节拟出框架，分值、标准均为推定，请按当地考核文件修改后再发布。"
Row = dict[str, Any]


def _hand(code: str, name: str, weight: str, standard: str, evidence: str = "", sense: str = Sense.BASE) -> Row:
    facts = {"code": code, "name": name, "kind": ItemKind.HAND, "weight": Decimal(weight), "sense": sense}
    return {**facts, "standard": standard, "evidence": evidence}


def _line(code: str, name: str, weight: str, source: str, full: str, zero: str, standard: str = "") -> Row:
    facts = {"code": code, "name": name, "kind": ItemKind.INDICATOR, "weight": Decimal(weight), "source": source}
    ends = {"scale": Scale.LINEAR, "full_at": Decimal(full), "zero_at": Decimal(zero)}
    return {**facts, **ends, "standard": standard}


SHEET: tuple[tuple[str, str, tuple[Row, ...]], ...] = (
    (
        "leading",
        "组织领导",
        (
            _hand(
                "plan",
                "专题研究和工作部署",
                "5",
                "年内专题研究不少于 2 次得 3 分，有年度方案得 2 分。",
                "会议纪要、年度方案",
            ),
            _hand("training", "培训和力量配备", "3", "组织业务培训得 2 分，经办人员到位得 1 分。", "培训通知、签到表"),
        ),
    ),
    (
        "filing",
        "精准识别建档",
        (
            _line("wrongly_filed", "错评率", "6", "survey_wrongly_filed", "0", "2"),
            _line("missed", "漏评率", "6", "survey_missed", "0", "2"),
            _line("clear_rate", "六清率", "10", "clear_rate", "100", "60"),
        ),
    ),
    (
        "moving",
        "动态管理",
        (
            _line("wrongly_exited", "错退率", "5", "survey_wrongly_exited", "0", "2"),
            _line("overdue", "漏退率", "5", "survey_overdue", "0", "2"),
            _line("verified", "年度复核", "6", "verified", "100", "60"),
        ),
    ),
    (
        "pairing",
        "结对帮扶",
        (
            _line("pairing_rate", "结对覆盖率", "6", "pairing_rate", "100", "80"),
            _line("visits_in_time", "走访联系按期", "8", "visits_in_time", "100", "60"),
        ),
    ),
    (
        "helping",
        "措施落实和部门协同",
        (
            _line("solved_rate", "部门解决率", "6", "solved_rate", "90", "30"),
            _line("arrived_rate", "部门任务到位率", "4", "arrived_rate", "90", "30"),
            _hand("together", "部门会商", "4", "建立联席会议或会商机制并有记录。", "会商记录"),
        ),
    ),
    (
        "money",
        "资金管理",
        (
            _line("failed_payments", "发放退回率", "4", "failed_payments", "0", "5"),
            _hand("audit", "资金使用合规", "6", "专款专用，无审计、巡察问题。", "审计或自查报告"),
        ),
    ),
    ("books", "档案与系统一致", (_line("faults", "每百户数据问题", "6", "faults", "0", "100"),)),
    (
        "notices",
        "公示",
        (_hand("posted", "公示公开", "4", "按程序公示，照片和记录齐全，异议按时答复。", "公示照片、异议答复"),),
    ),
    ("satisfaction", "满意度", (_line("satisfied", "帮扶满意度", "6", "survey_satisfaction", "98", "80"),)),
    (
        "more",
        "加减分",
        (
            _hand("praised", "经验推广和表扬", "3", "省级及以上推广、表扬每次加 1 分。", "文件或报道", Sense.BONUS),
            _hand("reproved", "通报批评和信访", "5", "被通报批评、有责信访每次扣 1 分。", "", Sense.MALUS),
        ),
    ),
)
