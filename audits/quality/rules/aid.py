"""Aid received and paid."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, of_archives, yuan

AID = Group.AID
PAGE, RECORD = "household_aid", "aid_correct"

RULES = (
    Rule(
        "paid-while-exited",
        AID,
        Severity.ERROR,
        "退出后仍发放帮扶金",
        "已脱困、已注销户在退出后收到工会帮扶金。请核对是否应追回。",
        PAGE,
        "SELECT h.id, p.id::text,"
        " '发放 ' || to_char(p.paid_on, 'YYYY-MM-DD') || '，退出 ' || to_char(c.left_on, 'YYYY-MM-DD')"
        " FROM assistance_payment p JOIN households_household h ON h.id = p.household_id"
        ' JOIN LATERAL (SELECT max("on") AS left_on FROM households_statuschange s WHERE s.household_id = h.id'
        "   AND s.to_status IN ('exited', 'cancelled') AND s.from_status IN ('on_file', 'tapering')) c ON true"
        " WHERE p.status = 'paid' AND h.status IN ('exited', 'cancelled') AND p.paid_on > c.left_on"
        " AND p.amount > p.refunded",
    ),
    Rule(
        "aid-future",
        AID,
        Severity.ERROR,
        "帮扶日期在将来",
        "请更正发放日期。",
        RECORD,
        "SELECT h.id, a.id::text, to_char(a.received_on, 'YYYY-MM-DD') FROM assistance_aidrecord a"
        " JOIN households_household h ON h.id = a.household_id WHERE h.status = ANY(%(care)s)"
        " AND a.received_on > %(today)s::date",
    ),
    Rule(
        "aid-year",
        AID,
        Severity.ERROR,
        "帮扶日期与年度不符",
        "发放日期不在所填年度。请更正其中一项。",
        RECORD,
        "SELECT h.id, a.id::text, a.year || ' 年度，发放 ' || to_char(a.received_on, 'YYYY-MM-DD')"
        " FROM assistance_aidrecord a JOIN households_household h ON h.id = a.household_id"
        " WHERE h.status = ANY(%(care)s) AND extract(year FROM a.received_on) <> a.year",
    ),
    Rule(
        "aid-huge",
        AID,
        Severity.DOUBT,
        "单笔帮扶超过 50,000 元",
        "可能多录了位数。请对照凭证核对。",
        RECORD,
        f"SELECT h.id, a.id::text, {yuan('a.amount')} FROM assistance_aidrecord a"
        f" JOIN households_household h ON h.id = a.household_id WHERE h.status = ANY(%(care)s) AND a.amount > 50000",
    ),
    Rule(
        "aid-twice",
        AID,
        Severity.DOUBT,
        "同日同项同额帮扶登记两次",
        "多半是重复录入。请核对凭证后删去一笔。",
        RECORD,
        "SELECT h.id, max(a.id)::text,"
        " to_char(a.received_on, 'YYYY-MM-DD') || ' ' || to_char(a.amount, 'FM999,999,990.00')"
        " || ' 元登记 ' || count(*) || ' 次' FROM assistance_aidrecord a"
        " JOIN households_household h ON h.id = a.household_id"
        " WHERE h.status = ANY(%(care)s) AND a.received_on IS NOT NULL AND a.amount > 0 AND a.payment_id IS NULL"
        " GROUP BY h.id, a.received_on, a.amount, a.project, a.source, a.beneficiary HAVING count(*) > 1",
    ),
    Rule(
        "aid-and-none",
        AID,
        Severity.ERROR,
        "有帮扶记录的年度又说明“无”",
        "两者只能有一个。请删去错误的一项。",
        PAGE,
        "SELECT DISTINCT h.id, n.year::text, n.year || ' 年度' FROM assistance_aidyearnone n"
        " JOIN households_household h ON h.id = n.household_id"
        " JOIN assistance_aidrecord a ON a.household_id = n.household_id AND a.year = n.year"
        " WHERE h.status = ANY(%(care)s)",
    ),
    Rule(
        "account-of-nobody",
        AID,
        Severity.NOTE,
        "没有银行卡号",
        "没有银行卡不能发放现金帮扶。请补录本人的卡号。",
        "household_edit",
        of_archives("h.card_no = ''", "'没有登记银行卡'"),
    ),
)
