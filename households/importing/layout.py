"""The archive workbook as offices keep it: its six sheets and the columns of each, in the order of the form."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.identity import normalize_digits
from households.importing import cells
from households.importing.cells import Reader

ARCHIVES = "困难职工档案"
MEMBERS = "家庭成员"
SURVEYS = "家庭收支"
AID = "已享受帮扶政策资金"
VISITS = "结对帮扶记录"
DIFFICULTIES = "问题清单和帮扶建议"
ARCHIVE_NO = "档案编号"
SERIAL = "序号"
REASONS = "导入问题"  # the column that a workbook of refused rows has in addition; ignored when it comes back

# Columns that a part can read beside these are taken when they are there; the template does not ask for them.
LAYOUT = {
    ARCHIVES: (
        "序号 档案编号 建档标准 困难类别 姓名 性别 民族 政治面貌 身份证号 出生日期 健康状况 残疾类别 工作状态 "
        "劳模类型 婚姻状况 是否单亲 户口类型 户口所在地行政区划 家庭住址 手机号码 工作单位 单位性质 企业状况 "
        "所属行业 参加工作时间 医保状况 是否有一定自救能力 是否零就业家庭 是否农民工 住房类型 建筑面积 "
        "本人月平均收入 家庭其他非薪资年收入 家庭年度总收入 家庭人口 家庭月人均收入 主要致困原因 次要致困原因 "
        "致困原因简述 开户银行 银行卡号 建档单位 建档日期 帮扶单位 帮扶责任人 帮扶责任人职务 帮扶责任人电话 备注"
    ),
    MEMBERS: "档案编号 姓名 关系 性别 身份证号 出生日期 健康状况 身份 单位或学校 月收入 医保状况 备注",
    SURVEYS: (
        "档案编号 核算期起 核算期止 工资性收入 经营净收入 财产净收入 转移净收入 医疗支出 教育支出 残疾康复支出 "
        "长期照料支出 必要就业成本 灾害意外损失 核对报告编号"
    ),
    AID: "档案编号 年度 发放日期 帮扶项目 资金来源 责任部门 金额 受益人 发放方式 凭证号 备注",
    VISITS: "档案编号 日期 方式 帮扶干部 走访情况 存在困难 帮扶措施 宣传政策 发放健康包",
    DIFFICULTIES: "档案编号 问题编号 类别 问题描述 帮扶建议 责任部门 完成时限 落实情况 帮扶成效",
}
SHEETS = tuple(LAYOUT)
CHILD_SHEETS = SHEETS[1:]
# Columns whose cells are text, lest the spreadsheet round the number or drop its first zero.
TEXT_HEADS = (
    "档案编号 身份证号 手机号码 其他联系方式 邮政编码 银行卡号 工会会员卡号 帮扶责任人电话 问题编号 凭证号 "
    "户口所在地行政区划"
)
GUIDE, OPTIONS = "填写说明", "选项"  # further sheets of our own template
# Other names that offices give to a sheet.
SHEET_ALIASES = {
    "档案": ARCHIVES,
    "困难职工档案表": ARCHIVES,
    "成员": MEMBERS,
    "家庭成员表": MEMBERS,
    "收支": SURVEYS,
    "家庭收支调查表": SURVEYS,
    "已享受帮扶": AID,
    "已享受帮扶政策资金记录表": AID,
    "结对记录": VISITS,
    "结对帮扶记录表": VISITS,
    "问题清单": DIFFICULTIES,
}
DECORATION = re.compile(r"\*|\([^)]*\)$")


@dataclass(frozen=True)
class Column:
    """A column that some part reads: its head, how its cells are read, and where the value goes.

    ``field`` names the attribute of the part's own model that takes the value as it is. A ``required`` column must be
    there, with something in each row. ``options`` fill the drop-down of the template, ``note`` the comment on the head.
    """

    name: str
    read: Reader
    field: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    note: str = ""


KEY = Column(ARCHIVE_NO, cells.archive_no, required=True, aliases=("职工编号",), note="15 位数字，以文本格式填写")


def heading(cell: object) -> str:
    """Return what a head says without stars, blanks and a unit in brackets: ``* 金额(元)`` → 金额."""
    return DECORATION.sub("", normalize_digits(str(cell)))


def sheet_called(title: str) -> str | None:
    """Return the sheet of the layout that a workbook's sheet is, by its name; None for any other."""
    name = heading(title)
    return name if name in LAYOUT else SHEET_ALIASES.get(name)


def labels(options: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the words of a code list for a drop-down."""
    return tuple(str(label) for _value, label in options)
