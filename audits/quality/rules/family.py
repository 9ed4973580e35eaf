"""Who lives in a household: relations, ages, schooling, work and health that do not go together."""

from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule, of_archives, of_people

GROUP = Group.FAMILY
EDIT = "household_edit"
AGE = "extract(year FROM age(%(today)s::date, m.birth_date))::int"
YEARS = f"{AGE} || ' 周岁'"
PRESENT = "(SELECT count(*) FROM households_member m WHERE m.household_id = h.id AND m.departed_on IS NULL)"
HEAD = "JOIN households_member w ON w.household_id = h.id AND w.relation = 'self' AND w.departed_on IS NULL"
BETWEEN = "extract(year FROM age({}, {}))::int"
OLDER = BETWEEN.format("m.birth_date", "w.birth_date")
PARENT_OLDER = BETWEEN.format("w.birth_date", "m.birth_date")
SCHOOL = "('小学', '初中')"
CHILD = "('son', 'daughter')"


def apart(years: str, usual: str, other: str) -> str:
    """Write in SQL how many years a person is apart from the worker, on whichever side."""
    side = f"CASE WHEN {years} < 0 THEN '{other} ' ELSE '{usual} ' END"
    span = f"abs({years})"
    return f"'比职工' || {side} || {span} || ' 岁'"


def person(
    code: str, severity: Severity, title: str, explanation: str, condition: str, detail: str, **more: str
) -> Rule:
    """Make a rule about a person, mended on the page of the person."""
    return Rule(code, GROUP, severity, title, explanation, "member_edit", of_people(condition, detail, **more))


RULES = (
    Rule(
        "persons-count",
        GROUP,
        Severity.DOUBT,
        "家庭人口与成员数不符",
        "家庭人口应等于职工加共同生活的成员。请补录成员或更正人口，人均收入按人口计算。",
        EDIT,
        of_archives(
            f"h.persons IS NOT NULL AND h.persons <> {PRESENT}",
            f"'家庭人口 ' || h.persons || ' 人，登记成员 ' || {PRESENT} || ' 人'",
        ),
    ),
    Rule(
        "worker-missing",
        GROUP,
        Severity.ERROR,
        "档案中没有职工本人",
        "一户一档以职工本人建档。请补录职工。",
        EDIT,
        of_archives(
            "NOT EXISTS (SELECT 1 FROM households_member m WHERE m.household_id = h.id AND m.relation = 'self'"
            " AND m.departed_on IS NULL)",
            "'没有登记职工本人'",
        ),
    ),
    Rule(
        "spouse-twice",
        GROUP,
        Severity.ERROR,
        "登记了两名配偶",
        "请核对与职工的关系，更正错录的一行。",
        "household",
        of_archives(
            "(SELECT count(*) FROM households_member m WHERE m.household_id = h.id AND m.relation = 'spouse'"
            " AND m.departed_on IS NULL) > 1",
            "'登记了一名以上配偶'",
        ),
    ),
    person(
        "spouse-unmarried",
        Severity.DOUBT,
        "未婚而有配偶",
        "婚姻状况与家庭成员不符。请核对后更正其中一项。",
        "m.relation = 'self' AND m.marriage IN ('未婚', '离异', '丧偶') AND EXISTS (SELECT 1 FROM households_member s"
        " WHERE s.household_id = m.household_id AND s.relation = 'spouse' AND s.departed_on IS NULL)",
        "'登记为' || m.marriage || '，成员中有配偶'",
    ),
    person(
        "spouse-of-same-sex",
        Severity.DOUBT,
        "配偶与职工性别相同",
        "多为性别或关系录错。请核对。",
        "m.relation = 'spouse' AND m.sex <> '' AND m.sex = w.sex",
        "'与职工性别相同'",
        join=HEAD,
    ),
    person(
        "son-is-woman",
        Severity.ERROR,
        "关系与性别不符",
        "子应为男，女应为女。请更正关系或性别。",
        "(m.relation = 'son' AND m.sex = 'female') OR (m.relation = 'daughter' AND m.sex = 'male')",
        "'与职工关系和性别不符'",
    ),
    person(
        "child-too-old",
        Severity.ERROR,
        "子女与职工年龄相差过小",
        "子女比职工至少小 14 岁。请核对出生日期和关系。",
        f"m.relation IN {CHILD} AND {OLDER} < 14",
        apart(OLDER, "小", "大"),
        join=HEAD,
    ),
    person(
        "child-too-young",
        Severity.DOUBT,
        "子女与职工年龄相差过大",
        "子女比职工小 60 岁以上，多半是孙辈或出生日期录错。请核对。",
        f"m.relation IN {CHILD} AND {OLDER} > 60",
        apart(OLDER, "小", "大"),
        join=HEAD,
    ),
    person(
        "parent-too-young",
        Severity.ERROR,
        "父母与职工年龄相差过小",
        "父母比职工至少大 14 岁。请核对出生日期和关系。",
        f"m.relation = 'parent' AND {PARENT_OLDER} < 14",
        apart(PARENT_OLDER, "大", "小"),
        join=HEAD,
    ),
    person(
        "grandchild-too-old",
        Severity.ERROR,
        "孙辈与职工年龄相差过小",
        "孙辈比职工至少小 30 岁。请核对出生日期和关系。",
        f"m.relation = 'grandchild' AND {OLDER} < 30",
        apart(OLDER, "小", "大"),
        join=HEAD,
    ),
    person(
        "worker-too-young",
        Severity.ERROR,
        "职工未满 16 周岁",
        "未满 16 周岁不能就业。请核对出生日期。",
        f"m.relation = 'self' AND {AGE} < 16",
        YEARS,
    ),
    person(
        "worker-very-old",
        Severity.DOUBT,
        "职工超过 80 周岁仍在档",
        "请核对是否健在、是否应注销或转由社会救助。",
        f"m.relation = 'self' AND {AGE} > 80",
        YEARS,
    ),
    person(
        "very-old",
        Severity.DOUBT,
        "成员超过 105 周岁",
        "请核对出生日期，或是否已去世未登记离户。",
        f"{AGE} > 105",
        YEARS,
    ),
    person(
        "school-too-young",
        Severity.ERROR,
        "未满 5 周岁在上小学以上",
        "身份与年龄不符。请核对。",
        f"{AGE} < 5 AND m.position IN ('小学', '初中', '高中（中专、技校）', '大专', '本科', '研究生')",
        f"{YEARS} || '，身份为' || m.position",
    ),
    person(
        "school-too-old",
        Severity.DOUBT,
        "年满 18 周岁仍在上小学、初中",
        "多半毕业后未更新。请核对现在的身份，助学帮扶以此为据。",
        f"{AGE} >= 18 AND m.position IN {SCHOOL}",
        f"{YEARS} || '，身份为' || m.position",
    ),
    person(
        "school-over",
        Severity.DOUBT,
        "学制已满仍登记在读",
        "按入学年份和年制已经毕业。请更新身份；继续升学的，更新入学年份和年制。",
        "m.school_year IS NOT NULL AND m.school_length IS NOT NULL"
        " AND m.position IN ('小学', '初中', '高中（中专、技校）', '大专', '本科', '研究生')"
        " AND make_date(m.school_year + m.school_length, 9, 1) <= %(today)s::date",
        "m.school_year || ' 年入学，年制 ' || m.school_length || ' 年，仍登记' || m.position",
    ),
    person(
        "preschool-too-old",
        Severity.DOUBT,
        "年满 8 周岁仍为学龄前儿童",
        "请更新身份；确未入学的，应登记就学困难。",
        f"{AGE} >= 8 AND m.position = '学龄前儿童'",
        YEARS,
    ),
    person(
        "child-at-work",
        Severity.ERROR,
        "未满 16 周岁登记为在岗或失业",
        "身份与年龄不符。请核对。",
        f"{AGE} < 16 AND m.position IN ('在岗', '下（待）岗', '失（无）业', '退休', '内退', '农民工')",
        f"{YEARS} || '，身份为' || m.position",
    ),
    person(
        "retired-too-young",
        Severity.DOUBT,
        "未满 45 周岁登记为退休",
        "请核对；病退的应有证明。",
        f"{AGE} < 45 AND m.position IN ('退休', '离休')",
        f"{YEARS} || '，身份为' || m.position",
    ),
    person(
        "disabled-without-grade",
        Severity.NOTE,
        "有残疾类别没有残疾等级",
        "残疾等级决定可享受的政策。请对照残疾证补录。",
        "m.disability <> '' AND m.disability_grade = ''",
        "m.disability || '，没有等级'",
    ),
    person(
        "grade-without-disability",
        Severity.NOTE,
        "有残疾等级没有残疾类别",
        "请对照残疾证补录类别。",
        "m.disability = '' AND m.disability_grade <> ''",
        "m.disability_grade || '，没有类别'",
    ),
    person(
        "student-with-pay",
        Severity.DOUBT,
        "在读学生登记了较高月收入",
        "小学、初中学生不应有 1,000 元以上的月收入。请核对。",
        "m.position IN ('学龄前儿童', '小学', '初中') AND m.monthly_income > 1000",
        "m.position || '，月收入 ' || m.monthly_income || ' 元'",
    ),
)
