"""Improbable patterns: what one person entered, beside what all the others did; and one person in two archives.

docs/algorithms/quality-rules.md says how a share is held against those of others.
"""

from audits.quality.alike import people_twice
from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule

FEWEST_OTHERS = 20  # people to be compared with; of fewer nobody says what is usual
FEWEST_VISITS, FEWEST_AMOUNTS, FEWEST_EQUAL = 10, 20, 5
FARTHEST = 3.5  # modified z-score (Iglewicz and Hoaglin 1993)
TO_SIGMA = 0.6745  # of the median deviation of a normal distribution
LEAST_SPREAD = 0.05  # so that nobody is odd where all are nearly alike
HALF, MOST = 0.5, 0.8
PERCENT = "round(100 * {})::int || '%%'"


def odd(shares: str, least: float) -> str:
    """Return who has a share far above those of others, of a query ``who, key, times, of, share``; as CTE ``odd``."""
    return (
        f"shares AS ({shares}),"  # noqa: S608 -- constants of our own code
        " middle AS (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY share) AS median, count(*) AS people"
        " FROM shares),"
        " spread AS (SELECT greatest(percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(share - median)),"
        f" {LEAST_SPREAD}) AS mad FROM shares, middle),"
        " odd AS (SELECT shares.*, median FROM shares, middle, spread"
        f" WHERE people >= {FEWEST_OTHERS} AND share >= {least} AND {TO_SIGMA} * (share - median) / mad > {FARTHEST})"
    )


def visits_on_one_day(day: str, counted: str, words: str) -> str:
    """Ask for the visits of cadres most of whose home visits of a year fall on one day, as far as they are counted."""
    recent = (
        "v.method = 'home' AND v.cadre_id IS NOT NULL AND v.\"on\" > %(today)s::date - interval '1 year'"
        ' AND v."on" <= %(today)s::date'
    )
    shares = (
        "SELECT DISTINCT ON (who) who, key, times, of, times::float / of AS share FROM ("
        f"SELECT v.cadre_id AS who, {day} AS key, count(*) FILTER (WHERE {counted}) AS times,"  # noqa: S608
        " sum(count(*)) OVER (PARTITION BY v.cadre_id) AS of"
        f" FROM pairing_visit v WHERE {recent} GROUP BY v.cadre_id, {day}) days"
        f" WHERE of >= {FEWEST_VISITS} ORDER BY who, times DESC, key"
    )
    return (
        f"WITH {odd(shares, HALF)} SELECT h.id, v.id::text,"  # noqa: S608
        f" c.name || '一年入户 ' || odd.of || ' 次，' || odd.times || ' 次{words} ' || to_char(odd.key, 'YYYY-MM-DD')"
        f" || '（' || {PERCENT.format('odd.share')} || '，各干部一般为 ' || {PERCENT.format('odd.median')} || '）'"
        f" FROM odd JOIN pairing_cadre c ON c.id = odd.who JOIN pairing_visit v ON v.cadre_id = odd.who"
        f" AND {day} = odd.key AND {recent} AND {counted} JOIN households_household h ON h.id = v.household_id"
        " WHERE h.status = ANY(%(care)s)"
    )


ENTERED = "(v.created_at AT TIME ZONE 'Asia/Shanghai')::date"
# Who surveyed, within a county: names are unique nowhere else.
SURVEYED = "left(h.union_path, 12) || ' ' || s.surveyor"
RECENT = (
    "FROM households_incomesurvey s JOIN households_household h ON h.id = s.household_id AND h.status = ANY(%(care)s)"
    " AND s.surveyor <> '' AND s.period_end > %(today)s::date - interval '2 years'"
)
ROUND = (
    f"SELECT {SURVEYED} AS who, '' AS key, sum((l.amount %% 1000 = 0)::int) AS times, count(*) AS of,"  # noqa: S608
    f" avg((l.amount %% 1000 = 0)::int)::float AS share {RECENT}"
    " JOIN households_incomeline l ON l.survey_id = s.id AND l.amount > 0"
    f" GROUP BY {SURVEYED} HAVING count(*) >= {FEWEST_AMOUNTS}"
)

RULES = (
    Rule(
        "visits-on-one-day",
        Group.VISITS,
        Severity.DOUBT,
        "一名干部的入户走访集中在同一天",
        "一年十次以上的入户，一半以上在同一天，且远高于其他干部。请核实走访日期是否真实。",
        "visit_correct",
        visits_on_one_day('v."on"', "true", "在"),
    ),
    Rule(
        "visits-entered-at-once",
        Group.VISITS,
        Severity.DOUBT,
        "一名干部的走访在一天集中补录",
        "一年十次以上的入户，一半以上在某一天补录（晚于走访七天以上），且远高于其他干部。请核实是否逐户走访。",
        "visit_correct",
        visits_on_one_day(ENTERED, f"v.source = 'web' AND {ENTERED} > v.\"on\" + 7", "补录于"),
    ),
    Rule(
        "incomes-equal",
        Group.INCOME,
        Severity.DOUBT,
        "同一调查人的多户月人均收入完全相同",
        "同一人调查的五户以上、且其一半以上的户月人均收入分文不差。请逐户核对收支。",
        "survey_edit",
        "SELECT h.id, s.id::text, s.surveyor || '调查的 ' || odd.of || ' 户中 ' || odd.times || ' 户月人均均为 '"
        " || to_char(s.per_head, 'FM999,999,990.00') || ' 元' FROM ("
        "   SELECT who, per_head, times, of FROM (SELECT who, per_head, count(*) AS times,"
        "     sum(count(*)) OVER (PARTITION BY who) AS of FROM ("
        f"       SELECT DISTINCT ON (h.id) {SURVEYED} AS who, s.per_head {RECENT}"
        "       ORDER BY h.id, s.period_end DESC, s.id"
        "     ) latest WHERE per_head > 0 GROUP BY who, per_head) counted"
        f"   WHERE times >= {FEWEST_EQUAL} AND times >= {HALF} * of) odd"
        f" JOIN LATERAL (SELECT s.id, s.surveyor, s.per_head, s.household_id {RECENT} WHERE {SURVEYED} = odd.who"
        "   AND s.per_head = odd.per_head) s ON true JOIN households_household h ON h.id = s.household_id",
    ),
    Rule(
        "incomes-round",
        Group.INCOME,
        Severity.NOTE,
        "同一调查人登记的收支多为整千",
        "二十笔以上的收支，八成以上是整千元，且远高于其他调查人，多为估计数。请按凭据核对。",
        "survey_edit",
        f"WITH {odd(ROUND, MOST)} SELECT h.id, max(s.id)::text,"
        f" max(s.surveyor) || '登记的 ' || max(odd.of) || ' 笔收支中 ' || max(odd.times) || ' 笔为整千元（'"
        f" || {PERCENT.format('max(odd.share)')} || '，一般为 ' || {PERCENT.format('max(odd.median)')} || '）'"
        f" {RECENT} JOIN odd ON odd.who = {SURVEYED} GROUP BY h.id",
    ),
    Rule(
        "person-twice",
        Group.DUPLICATES,
        Severity.DOUBT,
        "疑似同一人在两份档案中",
        "姓名、出生日期、身份证号、电话、银行卡号综合比对，极可能是同一人（含号码录错一位）。请对照证件核对；"
        "两份档案的“疑似重复”判定为不是同一户的，不再提示。",
        "member_edit",
        weigh=people_twice,
    ),
)
