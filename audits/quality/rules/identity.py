"""Identity numbers, names and telephone numbers."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, day, of_archives, of_people

NUMBER = r"m.identity_no ~ '^\d{17}[\dX]$'"
BORN = "substr(m.identity_no, 7, 8)"
# Weights of MOD 11-2 and its check digits (GB 11643-1999).
SUM = " + ".join(
    f"substr(m.identity_no, {place}, 1)::int * {weight}"
    for place, weight in enumerate((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), start=1)
)
CHECK = f"substr('10X98765432', ({SUM}) %% 11 + 1, 1)"
GROUP = Group.IDENTITY
EDIT, PERSON = "household_edit", "member_edit"


def digits(expression: str) -> str:
    """Ask something of a number only where it has the shape of one: nothing else can be counted with."""
    return f"CASE WHEN {NUMBER} THEN {expression} END"


RULES = (
    Rule(
        "identity-shape",
        GROUP,
        Severity.ERROR,
        "身份证号不是 18 位",
        "身份证号应为 17 位数字加 1 位校验码。请对照身份证原件更正。",
        PERSON,
        of_people(f"m.identity_no <> '' AND NOT {NUMBER}", "'身份证号共 ' || length(m.identity_no) || ' 位'"),
    ),
    Rule(
        "identity-check",
        GROUP,
        Severity.ERROR,
        "身份证号校验码不符",
        "最后一位由前 17 位算出，不符说明有一位抄错。请对照身份证原件更正。",
        PERSON,
        of_people(digits(f"{CHECK} <> right(m.identity_no, 1)"), f"'校验码应为 ' || {digits(CHECK)}"),
    ),
    Rule(
        "identity-born",
        GROUP,
        Severity.ERROR,
        "出生日期与身份证号不符",
        "身份证号第 7 至 14 位是出生日期。请核对后更正其中一项。",
        PERSON,
        of_people(
            f"m.birth_date IS NOT NULL AND {digits(f'{BORN} <> to_char(m.birth_date, $$YYYYMMDD$$)')}",
            f"'登记 ' || {day('m.birth_date')} || '，身份证号中为 ' || {BORN}",
        ),
    ),
    Rule(
        "identity-sex",
        GROUP,
        Severity.ERROR,
        "性别与身份证号不符",
        "身份证号第 17 位单数为男、双数为女。请核对后更正其中一项。",
        PERSON,
        of_people(
            "m.sex <> '' AND " + digits("(substr(m.identity_no, 17, 1)::int %% 2 = 1) <> (m.sex = 'male')"),
            "'登记为' || CASE m.sex WHEN 'male' THEN '男' ELSE '女' END || '，与身份证号第 17 位不符'",
        ),
    ),
    Rule(
        "identity-missing",
        GROUP,
        Severity.ERROR,
        "职工没有身份证号",
        "职工本人的身份证号是建档和发放的依据。请补录。",
        PERSON,
        of_people("m.relation = 'self' AND m.identity_no = ''", "'没有登记身份证号'"),
    ),
    Rule(
        "identity-adult",
        GROUP,
        Severity.NOTE,
        "成年家庭成员没有身份证号",
        "16 周岁以上的成员应有身份证，没有号码就查不出重复。请补录。",
        PERSON,
        of_people(
            "m.relation <> 'self' AND m.identity_no = '' AND m.birth_date <= %(today)s::date - interval '16 years'",
            "'已满 16 周岁，没有登记身份证号'",
        ),
    ),
    Rule(
        "name-signs",
        GROUP,
        Severity.DOUBT,
        "姓名含数字或符号",
        "姓名应只有汉字（少数民族姓名可用间隔号）或字母。请对照证件更正。",
        PERSON,
        of_people(r"m.name ~ '[0-9０-９?？*＊#/\\]'", "'姓名中有数字或符号'"),
    ),
    Rule(
        "name-short",
        GROUP,
        Severity.DOUBT,
        "姓名只有一个字",
        "可能漏录。请对照证件核对。",
        PERSON,
        of_people("length(btrim(m.name)) = 1", "'姓名只有一个字'"),
    ),
    Rule(
        "phone-shape",
        GROUP,
        Severity.DOUBT,
        "电话号码不能拨打",
        "手机号码应为 1 开头的 11 位，座机为 7 至 12 位。请核对后更正，走访前要能联系上。",
        PERSON,
        of_people(
            r"m.phone <> '' AND m.phone !~ '^(1\d{10}|(0\d{2,3}-?)?[2-9]\d{6,7})$'",
            "'号码共 ' || length(m.phone) || ' 位，格式不对'",
        ),
    ),
    Rule(
        "phone-missing",
        GROUP,
        Severity.NOTE,
        "职工没有联系电话",
        "没有电话就不能电话联系和回访。请补录本人或家属的电话。",
        PERSON,
        of_people(
            "m.relation = 'self' AND m.phone = '' AND m.other_contact = '' AND NOT EXISTS (SELECT 1 FROM"
            " households_member o WHERE o.household_id = m.household_id AND o.phone <> '' AND o.departed_on IS NULL)",
            "'全家没有登记电话'",
        ),
    ),
    Rule(
        "card-of-many",
        Group.DUPLICATES,
        Severity.ERROR,
        "同一银行卡号用于多份在档档案",
        "一张卡只能收一户的帮扶金。请核对持卡人，更正错录的卡号。",
        EDIT,
        of_archives(
            "h.card_no <> '' AND EXISTS (SELECT 1 FROM households_household o WHERE o.card_no = h.card_no"
            " AND o.id <> h.id AND o.status = ANY(%(care)s))",
            "'尾号 ' || right(h.card_no, 4) || ' 的银行卡也登记在其他在档档案中'",
        ),
    ),
    Rule(
        "card-shape",
        GROUP,
        Severity.DOUBT,
        "银行卡号位数不对",
        "银行卡号一般为 16 至 19 位数字。请对照银行卡更正，否则发放会被退回。",
        EDIT,
        of_archives(r"h.card_no <> '' AND h.card_no !~ '^\d{12,21}$'", "'银行卡号共 ' || length(h.card_no) || ' 位'"),
    ),
    Rule(
        "phone-of-many",
        Group.DUPLICATES,
        Severity.DOUBT,
        "同一手机号码登记在多户",
        "五户以上共用一个手机号码，多半是单位或经办人的号码。请改为职工本人或家属的号码。",
        PERSON,
        "SELECT h.id, m.id::text, m.name || '：' || '该号码登记在 ' || shared.homes || ' 户'"
        " FROM (SELECT phone, count(DISTINCT household_id) AS homes FROM households_member"
        "   WHERE archive_open AND departed_on IS NULL AND phone ~ '^1[0-9]{10}$'"
        "   GROUP BY phone HAVING count(DISTINCT household_id) > 5) shared"
        " JOIN households_member m ON m.phone = shared.phone AND m.archive_open AND m.departed_on IS NULL"
        " JOIN households_household h ON h.id = m.household_id AND h.status = ANY(%(care)s)",
    ),
)
