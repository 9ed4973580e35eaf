"""Days in order, and archives whose state does not go with what has happened."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, day, of_archives, of_people

DATES, STATUS = Group.DATES, Group.STATUS
EDIT = "household_edit"
CLOSED = "('exited', 'cancelled')"

RULES = (
    Rule(
        "filed-future",
        DATES,
        Severity.ERROR,
        "建档日期在将来",
        "请更正建档日期。",
        EDIT,
        of_archives("h.filed_on > %(today)s::date", day("h.filed_on")),
    ),
    Rule(
        "filed-missing",
        DATES,
        Severity.ERROR,
        "在档而没有建档日期",
        "建档日期是各项期限的起点。请补录。",
        EDIT,
        of_archives("h.filed_on IS NULL", "'没有建档日期'"),
    ),
    Rule(
        "filed-early",
        DATES,
        Severity.DOUBT,
        "建档日期早于 2002 年",
        "工会困难职工档案 2002 年起建立，此前的日期多为录错。请核对。",
        EDIT,
        of_archives("h.filed_on < '2002-01-01'", day("h.filed_on")),
    ),
    Rule(
        "filed-before-birth",
        DATES,
        Severity.ERROR,
        "参加工作早于 14 周岁",
        "请核对出生日期和参加工作日期。",
        "member_edit",
        of_people(
            "m.started_work_on < m.birth_date + interval '14 years'",
            f"'出生 ' || {day('m.birth_date')} || '，参加工作 ' || {day('m.started_work_on')}",
        ),
    ),
    Rule(
        "born-future",
        DATES,
        Severity.ERROR,
        "出生日期在将来",
        "请更正出生日期。",
        "member_edit",
        of_people("m.birth_date > %(today)s::date", day("m.birth_date")),
    ),
    Rule(
        "started-future",
        DATES,
        Severity.ERROR,
        "参加工作日期在将来",
        "请更正参加工作日期。",
        "member_edit",
        of_people("m.started_work_on > %(today)s::date", day("m.started_work_on")),
    ),
    Rule(
        "departed-future",
        DATES,
        Severity.ERROR,
        "成员离户日期在将来",
        "请更正离户日期。",
        "household",
        "SELECT h.id, m.id::text, m.name || '：离户 ' || to_char(m.departed_on, 'YYYY-MM-DD') FROM households_member m"
        " JOIN households_household h ON h.id = m.household_id WHERE h.status = ANY(%(care)s)"
        " AND m.departed_on > %(today)s::date",
    ),
    Rule(
        "taper-over",
        STATUS,
        Severity.DOUBT,
        "渐退期已满仍在渐退",
        "渐退期满应转为已脱困；系统每日自动办理，长期未转的请联系系统管理员。",
        "household_reviews",
        of_archives(
            "h.status = 'tapering' AND h.taper_until < %(today)s::date - 7", f"'渐退期至 ' || {day('h.taper_until')}"
        ),
    ),
    Rule(
        "taper-without-end",
        STATUS,
        Severity.ERROR,
        "渐退而没有渐退期限",
        "没有期限就不会期满。请补办。",
        "household_reviews",
        of_archives("h.status = 'tapering' AND h.taper_until IS NULL", "'没有渐退期限'"),
    ),
    Rule(
        "on-file-never-helped",
        STATUS,
        Severity.DOUBT,
        "在档满一年没有任何帮扶",
        "一年没有帮扶记录，也没有说明“无”。请核对是否仍困难，或补录帮扶（全国系统的“未帮扶过档案”查询）。",
        "aid_add",
        of_archives(
            "h.filed_on < %(today)s::date - interval '12 months'"
            " AND NOT EXISTS (SELECT 1 FROM assistance_aidrecord a WHERE a.household_id = h.id)",
            f"'建档 ' || {day('h.filed_on')} || '，没有帮扶记录'",
        ),
    ),
    Rule(
        "on-file-untouched",
        STATUS,
        Severity.DOUBT,
        "档案一年没有任何变动",
        "一年内没有走访、调查、修改。请入户核实（全国系统的“一年未改的档案”查询）。",
        "visit_log",
        of_archives(
            "h.updated_at < %(today)s::date - interval '12 months'"
            ' AND NOT EXISTS (SELECT 1 FROM pairing_visit v WHERE v.household_id = h.id AND v."on" >'
            " %(today)s::date - interval '12 months') AND NOT EXISTS (SELECT 1 FROM households_incomesurvey s"
            " WHERE s.household_id = h.id AND s.period_end > %(today)s::date - interval '12 months')",
            f"'最近修改 ' || {day('h.updated_at')}",
        ),
    ),
    Rule(
        "review-stuck",
        STATUS,
        Severity.DOUBT,
        "审核中超过 90 天",
        "请催办，或查明退回原因。",
        "household_reviews",
        "SELECT h.id, '', '审核中已 ' || (%(today)s::date - max(c.\"on\")) || ' 天' FROM households_household h"
        " JOIN households_statuschange c ON c.household_id = h.id AND c.to_status = 'under_review'"
        " WHERE h.status = 'under_review' GROUP BY h.id HAVING max(c.\"on\") < %(today)s::date - 90",
    ),
    Rule(
        "draft-old",
        STATUS,
        Severity.NOTE,
        "草稿超过 180 天",
        "长期未提交的草稿请提交或作废。",
        EDIT,
        "SELECT h.id, '', '录入于 ' || to_char(h.created_at, 'YYYY-MM-DD') FROM households_household h"
        " WHERE h.status = 'draft' AND h.created_at < %(today)s::date - interval '180 days'",
    ),
)
