"""Pairings and visits."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, day, of_archives

PAIRING, VISITS = Group.PAIRING, Group.VISITS
LONG_ENOUGH = 20  # characters of a text from which two that are equal were copied


def visit(code: str, severity: Severity, title: str, explanation: str, condition: str, detail: str) -> Rule:
    """Make a rule about single visits of archives in care."""
    sql = (
        f"SELECT h.id, v.id::text, {day('v.on')} || '：' || {detail} FROM pairing_visit v"
        f" JOIN households_household h ON h.id = v.household_id WHERE h.status = ANY(%(care)s) AND ({condition})"
    )
    return Rule(code, VISITS, severity, title, explanation, "visit_correct", sql.replace("v.on", 'v."on"'))


RULES = (
    Rule(
        "cadre-missing",
        PAIRING,
        Severity.ERROR,
        "没有帮扶责任人",
        "每户在档档案都要有帮扶责任人。请结对。",
        "pair_household",
        of_archives("h.cadre_names = ''", "'没有帮扶责任人'"),
    ),
    Rule(
        "cadre-inactive",
        PAIRING,
        Severity.ERROR,
        "帮扶责任人已停用",
        "责任人已不在岗，结对没有移交。请移交给他人。",
        "pairing_hand_over",
        "SELECT h.id, p.id::text, c.name || '已停用' FROM pairing_pairing p"
        " JOIN pairing_cadre c ON c.id = p.cadre_id JOIN households_household h ON h.id = p.household_id"
        " WHERE h.status = ANY(%(care)s) AND p.ended_on IS NULL AND NOT c.is_active",
    ),
    Rule(
        "pairing-before-filing",
        PAIRING,
        Severity.DOUBT,
        "结对早于建档一年以上",
        "请核对结对日期或建档日期。",
        "household_visits",
        "SELECT h.id, p.id::text,"
        " '结对 ' || to_char(p.started_on, 'YYYY-MM-DD') || '，建档 ' || to_char(h.filed_on, 'YYYY-MM-DD')"
        " FROM pairing_pairing p JOIN households_household h ON h.id = p.household_id"
        " WHERE h.status = ANY(%(care)s) AND p.ended_on IS NULL AND p.started_on < h.filed_on - interval '1 year'"
        " AND h.previous_id IS NULL",
    ),
    Rule(
        "visit-overdue",
        VISITS,
        Severity.DOUBT,
        "超过 180 天没有入户走访",
        "帮扶责任人应按规定入户。请安排走访并登记。",
        "visit_log",
        "SELECT h.id, '', CASE WHEN r.last_home_on IS NULL THEN '从未入户' ELSE '上次入户 ' ||"
        " to_char(r.last_home_on, 'YYYY-MM-DD') END FROM pairing_carerhythm r"
        " JOIN households_household h ON h.id = r.household_id WHERE h.status = ANY(%(care)s)"
        " AND coalesce(r.last_home_on, h.filed_on) < %(today)s::date - 180",
    ),
    visit(
        "visit-future",
        Severity.ERROR,
        "走访日期在将来",
        "请更正走访日期。",
        "v.on > %(today)s::date",
        "'日期在将来'",
    ),
    visit(
        "visit-before-filing",
        Severity.DOUBT,
        "走访早于建档两年以上",
        "请核对走访日期。",
        "h.previous_id IS NULL AND v.on < h.filed_on - interval '2 years'",
        "'早于建档日期 ' || to_char(h.filed_on, 'YYYY-MM-DD')",
    ),
    visit(
        "visit-empty",
        Severity.NOTE,
        "走访情况过于简单",
        "走访情况不足 5 个字，看不出了解了什么。请补充。",
        "v.method = 'home' AND length(btrim(v.situation)) < 5",
        "'走访情况：' || v.situation",
    ),
    Rule(
        "visit-copied",
        VISITS,
        Severity.DOUBT,
        "走访情况与同一户前次完全相同",
        "两次走访一字不差，多半是复制。请按实际情况更正。",
        "visit_correct",
        "SELECT h.id, max(v.id)::text, '同样的文字登记了 ' || count(*) || ' 次' FROM pairing_visit v"
        f" JOIN households_household h ON h.id = v.household_id WHERE h.status = ANY(%(care)s) AND v.method = 'home'"
        f" AND length(v.situation) >= {LONG_ENOUGH} GROUP BY h.id, md5(v.situation) HAVING count(*) > 1",
    ),
    Rule(
        "visit-copied-across",
        VISITS,
        Severity.DOUBT,
        "同一人把同样的走访情况写给多户",
        "五户以上的走访情况一字不差。请逐户核实，按实际情况登记。",
        "visit_correct",
        "SELECT h.id, v.id::text, v.visitor_name || '的同样文字用于 ' || copied.homes || ' 户' FROM ("
        "   SELECT visitor_name, md5(situation) AS print, count(DISTINCT household_id) AS homes FROM pairing_visit"
        f"   WHERE method = 'home' AND length(situation) >= {LONG_ENOUGH}"
        "   AND \"on\" > %(today)s::date - interval '1 year'"
        "   GROUP BY visitor_name, md5(situation) HAVING count(DISTINCT household_id) >= 5) copied"
        " JOIN pairing_visit v ON v.visitor_name = copied.visitor_name AND md5(v.situation) = copied.print"
        "   AND v.method = 'home' AND v.\"on\" > %(today)s::date - interval '1 year'"
        f" JOIN households_household h ON h.id = v.household_id WHERE h.status = ANY(%(care)s)",
    ),
    Rule(
        "visit-too-many",
        VISITS,
        Severity.DOUBT,
        "同一人一天入户 15 户以上",
        "一天走访这么多户，很难逐户了解情况。请核实走访日期。",
        "visit_correct",
        "SELECT h.id, v.id::text,"
        " v.visitor_name || ' ' || to_char(v.\"on\", 'YYYY-MM-DD') || ' 入户 ' || much.homes || ' 户' FROM ("
        '   SELECT visitor_name, "on", count(DISTINCT household_id) AS homes FROM pairing_visit'
        "   WHERE method = 'home' AND \"on\" > %(today)s::date - interval '1 year' AND cadre_id IS NOT NULL"
        '   GROUP BY cadre_id, visitor_name, "on" HAVING count(DISTINCT household_id) > 15) much'
        ' JOIN pairing_visit v ON v.visitor_name = much.visitor_name AND v."on" = much."on" AND v.method = \'home\''
        " JOIN households_household h ON h.id = v.household_id WHERE h.status = ANY(%(care)s)",
    ),
    Rule(
        "photo-twice",
        VISITS,
        Severity.DOUBT,
        "同一张走访照片用于两次走访",
        "照片内容完全相同。请换成当次走访的照片。",
        "visit_correct",
        "SELECT h.id, v.id::text, '照片与另一次走访相同' FROM pairing_visitphoto p"
        " JOIN households_attachment a ON a.id = p.attachment_id JOIN pairing_visit v ON v.id = p.visit_id"
        " JOIN households_household h ON h.id = v.household_id"
        " WHERE h.status = ANY(%(care)s) AND EXISTS (SELECT 1 FROM households_attachment b"
        " JOIN pairing_visitphoto q ON q.attachment_id = b.id WHERE b.sha256 = a.sha256 AND q.visit_id <> p.visit_id)",
    ),
)
