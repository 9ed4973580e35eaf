"""在档困难职工花名册: each archive on file, with the worker, the figures and who helps."""

import datetime

from households.enums import Level
from organizations.enums import Number
from reports.catalogue.archives import AID, GROUPINGS, ORDERS, PLACE, WORKER, ArchiveSource, Filed, clear_words
from reports.catalogue.base import RUNNING, Field, RegisterKind, Topic
from reports.catalogue.narrowing import BOTH, RosterFilter, of_status
from reports.catalogue.query import Query
from reports.registers.data import Kind

TITLED = {Level.NATIONAL: "全国级", Level.PROVINCE: "省级", Level.PREFECTURE: "地市级", Level.COUNTY: "区县级"}


def day_words(value: datetime.date | None) -> str:
    """Write a day in a narrow column; empty for none."""
    return f"{value:%Y-%m-%d}" if value else ""


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _causes(filed: Filed) -> str:
    return filed.home.secondary_cause_names


# The columns that registers of archives share: the archive, the worker, the household.
ARCHIVE = (
    RUNNING,
    Field("prefecture", "州市", 31, Kind.WORD, lambda filed: filed.prefecture, needs=PLACE),
    Field("county", "县（市、区）", 24, Kind.WORD, lambda filed: filed.county, needs=PLACE),
    Field("union", "建档单位", 34, Kind.TEXT, lambda filed: filed.home.union.name),
    Field("archive_no", "职工编号", 29, Kind.CODE, lambda filed: filed.home.archive_no),
    Field("name", "姓名", 16, Kind.WORD, lambda filed: filed.home.head_name),
    Field("sex", "性别", 10, Kind.WORD, lambda filed: filed.worker.get_sex_display(), needs=WORKER),
    Field(
        "identity_no",
        "身份证号",
        34,
        Kind.CODE,
        lambda filed: filed.worker.identity_no,
        number=Number.IDENTITY,
        needs=WORKER,
    ),
    Field("phone", "手机号码", 24, Kind.CODE, lambda filed: filed.worker.phone, number=Number.PHONE, needs=WORKER),
    Field("category", "困难类别", 20, Kind.WORD, lambda filed: filed.home.get_category_display()),
    Field("level", "建档\n标准", 13, Kind.WORD, lambda filed: filed.home.get_level_display()),
    Field("persons", "家庭\n人口", 11, Kind.COUNT, lambda filed: filed.home.persons, is_summed=True),
    Field("per_head", "月人均\n收入", 19, Kind.MONEY, lambda filed: filed.home.per_head),
    Field("main_cause", "主要致困原因", 30, Kind.WORD, lambda filed: filed.main_cause),
    Field("causes", "次要致困原因", 28, Kind.TEXT, _causes),
    Field("filed_on", "建档时间", 20, Kind.CODE, lambda filed: day_words(filed.home.filed_on)),
    Field("cadre", "帮扶责任人", 20, Kind.WORD, lambda filed: filed.home.cadre_names),
    Field("aid", "已帮扶金额", 22, Kind.MONEY, lambda filed: filed.aid, is_summed=True, needs=AID),
    Field("status", "状态", 14, Kind.WORD, lambda filed: filed.home.get_status_display()),
    Field("ethnicity", "民族", 14, Kind.WORD, lambda filed: filed.worker.get_ethnicity_display(), needs=WORKER),
    Field("birth_date", "出生日期", 20, Kind.CODE, lambda filed: day_words(filed.worker.birth_date), needs=WORKER),
    Field("health", "健康状况", 20, Kind.WORD, lambda filed: filed.worker.get_health_display(), needs=WORKER),
    Field("position", "工作状态", 18, Kind.WORD, lambda filed: filed.worker.get_position_display(), needs=WORKER),
    Field("workplace", "工作单位", 36, Kind.TEXT, lambda filed: filed.worker.workplace, needs=WORKER),
    Field("address", "家庭住址", 44, Kind.TEXT, lambda filed: filed.home.address),
    Field("housing", "住房类型", 20, Kind.WORD, lambda filed: filed.home.get_housing_display()),
    Field("is_migrant", "农民工", 12, Kind.WORD, lambda filed: _yes(filed.home.is_migrant)),
    Field("is_single_parent", "单亲", 10, Kind.WORD, lambda filed: _yes(filed.home.is_single_parent)),
    Field("has_low_income_aid", "低保户", 12, Kind.WORD, lambda filed: _yes(filed.home.has_low_income_aid)),
    Field("clear", "六清", 26, Kind.TEXT, lambda filed: clear_words(filed.home.clear_mask), is_told_of_past=False),
)
BY_KEY = {field.key: field for field in ARCHIVE}


def fields_of(*keys: str) -> tuple[Field, ...]:
    """Return some of the columns that registers of archives share."""
    return tuple(BY_KEY[key] for key in keys)


def title_of(query: Query) -> str:
    """Name the level that the roster is narrowed to, and the status."""
    level = TITLED.get(Level(query.asked["level"]), "") if query.asked["level"] else ""
    status = {"": "在档", "on_file": "在档", BOTH: "在档和渐退期"}.get(query.asked["status"], "渐退期")
    return f"{level}{status}困难职工花名册"


ROSTER = RegisterKind(
    name="roster",
    title="在档困难职工花名册",
    about="每户一行：职工、类别、收入、致困原因、帮扶责任人和已帮扶金额；可按过去某一天。",
    topic=Topic.ARCHIVES,
    unit="户",
    measure="单位：人、元",
    fields=ARCHIVE,
    usual=(
        *("no", "prefecture", "county", "union", "archive_no", "name", "sex", "identity_no", "category", "level"),
        *("persons", "per_head", "main_cause", "filed_on", "cadre", "aid", "status"),
    ),
    orders=ORDERS,
    groupings=GROUPINGS,
    filters=RosterFilter,
    source=ArchiveSource(of_status),
    is_told_of_past=True,
    is_wide=True,
    title_of=title_of,
)
