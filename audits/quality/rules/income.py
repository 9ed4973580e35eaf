"""Income surveys: sums, periods and figures that do not go together, or not with how the household stands."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, of_archives, yuan

GROUP = Group.INCOME
ADD, EDIT = "survey_add", "survey_edit"
LATEST = (
    "JOIN LATERAL (SELECT * FROM households_incomesurvey s WHERE s.household_id = h.id"
    " ORDER BY s.period_end DESC, s.id DESC LIMIT 1) s ON true"
)
LINES = "(SELECT coalesce(sum(l.amount), 0) FROM households_incomeline l WHERE l.survey_id = s.id AND l.kind IN {})"
INCOME = LINES.format("('wages', 'business', 'property', 'transfer')")
WAGES = LINES.format("('wages')")
WITHIN = LINES.format("('government_aid', 'basic_pension')")
TRANSFER = LINES.format("('transfer')")
MEDICAL = LINES.format("('medical', 'rehabilitation', 'care')")
SCHOOLING = LINES.format("('schooling')")
AT_WORK = (
    "EXISTS (SELECT 1 FROM households_member m WHERE m.household_id = h.id AND m.departed_on IS NULL"
    " AND m.position IN ('在岗', '农民工'))"
)


def survey(
    code: str, severity: Severity, title: str, explanation: str, condition: str, detail: str, *, repair: str = EDIT
) -> Rule:
    """Make a rule about the latest survey of an archive, which is corrected, or followed by a new one."""
    sql = of_archives(condition, detail, join=LATEST, part="s.id::text")
    return Rule(code, GROUP, severity, title, explanation, repair, sql)


RULES = (
    Rule(
        "survey-missing",
        GROUP,
        Severity.ERROR,
        "没有收支调查",
        "在档户应有收支调查，否则不能测算。请入户后登记。",
        ADD,
        of_archives(
            "NOT EXISTS (SELECT 1 FROM households_incomesurvey s WHERE s.household_id = h.id)", "'没有登记收支调查'"
        ),
    ),
    survey(
        "survey-old",
        Severity.DOUBT,
        "收支调查超过 24 个月",
        "调查过旧，人均收入不能说明现状。请重新调查。",
        "s.period_end < %(today)s::date - interval '24 months'",
        "'最近一次截至 ' || to_char(s.period_end, 'YYYY-MM')",
        repair=ADD,
    ),
    survey(
        "survey-future",
        Severity.ERROR,
        "收支调查的核算期在将来",
        "核算期应已结束。请更正日期。",
        "s.period_end > %(today)s::date",
        "'核算期至 ' || to_char(s.period_end, 'YYYY-MM-DD')",
    ),
    survey(
        "survey-long",
        Severity.DOUBT,
        "收支调查的核算期超过 12 个月",
        "一次调查一般为 12 个月。请核对起止日期。",
        "s.period_end > s.period_start + interval '13 months'",
        "to_char(s.period_start, 'YYYY-MM') || ' 至 ' || to_char(s.period_end, 'YYYY-MM')",
    ),
    survey(
        "survey-persons",
        Severity.DOUBT,
        "收支调查人口与家庭人口不符",
        "人均收入按人口计算。请核对两处人口。",
        "h.persons IS NOT NULL AND s.persons <> h.persons",
        "'调查 ' || s.persons || ' 人，档案 ' || h.persons || ' 人'",
    ),
    survey(
        "survey-empty",
        Severity.ERROR,
        "收支调查没有任何收支项目",
        "只有期间没有项目，人均收入没有依据。请补录。",
        "NOT EXISTS (SELECT 1 FROM households_incomeline l WHERE l.survey_id = s.id)",
        "'没有收入和支出项目'",
    ),
    survey(
        "income-huge",
        Severity.DOUBT,
        "家庭月人均收入过高",
        "扣减前月人均收入 8,000 元以上，可能多录了位数。请核对。",
        f"{INCOME} / s.persons / 12 > 8000",
        f"'月人均约 ' || {yuan(f'{INCOME} / s.persons / 12')}",
    ),
    survey(
        "income-parts",
        Severity.ERROR,
        "单列的救助和养老金超过转移净收入",
        "政府救助、基础养老金是转移净收入的一部分，不能大于它。请更正。",
        f"{WITHIN} > {TRANSFER}",
        f"'单列 ' || {yuan(WITHIN)} || '，转移净收入 ' || {yuan(TRANSFER)}",
    ),
    survey(
        "work-without-wages",
        Severity.DOUBT,
        "有人在岗而没有工资收入",
        "登记了在岗或农民工，工资性收入为 0。请核对身份或收入。",
        f"{AT_WORK} AND {WAGES} = 0 AND EXISTS (SELECT 1 FROM households_incomeline l WHERE l.survey_id = s.id)",
        "'工资性收入为 0'",
    ),
    survey(
        "illness-without-cost",
        Severity.DOUBT,
        "因病致困而没有医疗支出",
        "主要致困原因是患重特大疾病，调查中没有医疗、康复、照料支出。请核对。",
        f"h.main_cause = 'illness' AND {MEDICAL} = 0"
        " AND EXISTS (SELECT 1 FROM households_incomeline l WHERE l.survey_id = s.id)",
        "'医疗、康复、照料支出为 0'",
    ),
    survey(
        "schooling-without-cost",
        Severity.DOUBT,
        "因学致困而没有教育支出",
        "主要致困原因是子女上学，调查中没有教育支出。请核对。",
        f"h.main_cause = 'schooling' AND {SCHOOLING} = 0"
        " AND EXISTS (SELECT 1 FROM households_incomeline l WHERE l.survey_id = s.id)",
        "'教育支出为 0'",
    ),
    survey(
        "deep-but-rich",
        Severity.DOUBT,
        "深度困难而月人均收入超过低保标准两倍",
        "类别与收入不符。请重新测算，或办理变更、退出。",
        "h.category IN ('deep', 'low_income') AND s.standard IS NOT NULL AND s.per_head > 2 * s.standard",
        f"'月人均 ' || {yuan('s.per_head')} || '，低保标准 ' || {yuan('s.standard')}",
    ),
    Rule(
        "surveys-overlap",
        GROUP,
        Severity.ERROR,
        "两次收支调查的核算期重叠",
        "同一个月只能核算一次。请更正起止日期或删去重复的调查。",
        EDIT,
        "SELECT DISTINCT h.id, a.id::text,"
        " to_char(a.period_start, 'YYYY-MM') || ' 至 ' || to_char(a.period_end, 'YYYY-MM')"
        " || ' 与另一次调查重叠' FROM households_household h"
        " JOIN households_incomesurvey a ON a.household_id = h.id"
        " JOIN households_incomesurvey b ON b.household_id = h.id AND b.id < a.id"
        "  AND b.period_start < a.period_end - 31 AND a.period_start < b.period_end - 31"
        " WHERE h.status = ANY(%(care)s)",
    ),
)
