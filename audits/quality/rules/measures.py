"""Difficulties, measures and papers."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, day, of_archives

MEASURES, PAPERS = Group.MEASURES, Group.PAPERS
EDIT, JUDGE = "measure_edit", "measure_judge"


def measure(
    code: str, severity: Severity, title: str, explanation: str, condition: str, detail: str, *, repair: str = EDIT
) -> Rule:
    """Make a rule about measures against open difficulties of archives in care."""
    sql = (
        f"SELECT h.id, q.id::text, {detail} FROM assistance_measure q"
        " JOIN households_difficulty d ON d.id = q.difficulty_id JOIN households_household h ON h.id = d.household_id"
        f" WHERE h.status = ANY(%(care)s) AND ({condition})"
    )
    return Rule(code, MEASURES, severity, title, explanation, repair, sql)


RULES = (
    Rule(
        "difficulty-without-measure",
        MEASURES,
        Severity.DOUBT,
        "困难登记 60 天没有帮扶措施",
        "每项困难都要有措施、责任部门和时限。请制定。",
        "measure_add",
        "SELECT h.id, d.id::text, '登记于 ' || to_char(coalesce(d.found_on, d.created_at::date), 'YYYY-MM-DD')"
        " FROM households_difficulty d JOIN households_household h ON h.id = d.household_id"
        " WHERE h.status = ANY(%(care)s) AND d.closed_on IS NULL"
        " AND coalesce(d.found_on, d.created_at::date) < %(today)s::date - 60"
        " AND NOT EXISTS (SELECT 1 FROM assistance_measure q WHERE q.difficulty_id = d.id)",
    ),
    measure(
        "measure-overdue",
        Severity.DOUBT,
        "措施超过完成时限没有成效评价",
        "时限已过 30 天。请评价成效，或调整时限。",
        "d.closed_on IS NULL AND q.outcome = '' AND q.deadline < %(today)s::date - 30",
        f"'完成时限 ' || {day('q.deadline')}",
        repair=JUDGE,
    ),
    measure(
        "measure-before-difficulty",
        Severity.ERROR,
        "措施的时限早于制定日期",
        "请更正时限。",
        "q.deadline < q.planned_on",
        f"'制定 ' || {day('q.planned_on')} || '，时限 ' || {day('q.deadline')}",
    ),
    measure(
        "measure-without-department",
        Severity.DOUBT,
        "措施没有责任部门",
        "没有责任部门就不能交办。请填写。",
        "d.closed_on IS NULL AND q.lead_department = ''",
        "'没有责任部门'",
    ),
    measure(
        "resolved-without-outcome",
        Severity.DOUBT,
        "措施已解决而没有成效评价",
        "请在走访后评价成效。",
        "q.progress = 'resolved' AND q.outcome = '' AND d.closed_on IS NULL",
        "'落实情况为已解决，没有成效评价'",
        repair=JUDGE,
    ),
    Rule(
        "papers-none",
        PAPERS,
        Severity.NOTE,
        "档案没有任何附件",
        "身份证、户口簿等材料应扫描入档。请上传。",
        "household_attachments",
        of_archives(
            "h.filed_on < %(today)s::date - 30 AND NOT EXISTS (SELECT 1 FROM households_attachment a"
            " WHERE a.household_id = h.id AND a.removed_at IS NULL)",
            "'没有附件'",
        ),
    ),
    Rule(
        "paper-of-others",
        PAPERS,
        Severity.DOUBT,
        "同一份附件用于两份档案",
        "文件内容完全相同，多半传错了档案。请核对。",
        "household_attachments",
        "SELECT h.id, a.id::text, a.title || '与另一份档案的附件相同' FROM households_attachment a"
        " JOIN households_household h ON h.id = a.household_id"
        " WHERE h.status = ANY(%(care)s) AND a.removed_at IS NULL AND EXISTS (SELECT 1 FROM households_attachment b"
        " WHERE b.sha256 = a.sha256 AND b.household_id <> a.household_id AND b.removed_at IS NULL)",
    ),
)
