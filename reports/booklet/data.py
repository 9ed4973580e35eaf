"""What a booklet prints: frozen, already formatted and already masked, so that rendering asks nobody anything.

Every printed text is declared with ``text("its word on the form")``; reports.booklet.fonts uses the word to say where
a character stands that no font has.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

MEMBER_ROWS = 5
SURVEY_ROWS = 6
VISIT_ROWS = 6
DIFFICULTY_ROWS = 6


def text(label: str) -> str:
    """Declare a printed text and its word on the form."""
    return field(default="", metadata={"label": label})


def blanks(rows: tuple[object, ...], least: int) -> range:
    """Return one step for each empty row that brings a table to its least length, to be filled in by hand."""
    return range(max(0, least - len(rows)))


class Printed(Protocol):
    """What can be held against the fonts: everything printed as one text, and what it is called in a message."""

    @property
    def content(self) -> str: ...

    @property
    def subject(self) -> str: ...


@dataclass(frozen=True)
class Person:
    """One person as the archive form shows them."""

    name: str = text("姓名")
    relation: str = text("关系")
    sex: str = text("性别")
    birth_date: str = text("出生日期")
    ethnicity: str = text("民族")
    politics: str = text("政治面貌")
    identity_no: str = text("身份证号")
    marriage: str = text("婚姻状况")
    hukou: str = text("户口类型")
    health: str = text("健康状况")
    disability: str = text("残疾类别")
    insurance: str = text("医保状况")
    position: str = text("身份")
    model_worker: str = text("劳模类型")
    monthly_income: str = text("月收入")
    phone: str = text("手机号码")
    other_contact: str = text("其他联系方式")
    workplace: str = text("单位或学校")
    workplace_kind: str = text("单位性质")
    workplace_state: str = text("企业状况")
    industry: str = text("所属行业")
    started_work_on: str = text("参加工作时间")
    contract_on: str = text("劳动合同签订时间")
    contract_term: str = text("合同期限")
    union_card_no: str = text("工会会员卡号")
    schooling: str = text("学历")
    remark: str = text("备注")


@dataclass(frozen=True)
class Archive:
    """The facts of the household on the archive form."""

    archive_no: str = text("档案编号")
    union: str = text("建档单位")
    level: str = text("建档标准")
    category: str = text("困难类别")
    rule_version: str = text("认定规则")
    status: str = text("档案状态")
    filed_on: str = text("建档日期")
    hukou_division: str = text("户口所在地行政区划")
    address: str = text("家庭住址")
    postcode: str = text("邮政编码")
    housing: str = text("住房类型")
    floor_area: str = text("建筑面积")
    single_parent: str = text("是否单亲")
    self_help: str = text("是否有一定自救能力")
    jobless: str = text("是否零就业家庭")
    migrant: str = text("是否农民工")
    low_income_aid: str = text("是否低保户")
    relief_target: str = text("是否解困脱困对象")
    key_group: str = text("重点群体")
    relief_way: str = text("“四个一批”措施")
    persons: str = text("家庭人口")
    other_income: str = text("家庭其他非薪资年收入")
    annual_income: str = text("家庭年度总收入")
    stated_per_head: str = text("家庭月人均收入")
    per_head: str = text("家庭月人均纯收入")
    main_cause: str = text("主要致困原因")
    secondary_causes: str = text("次要致困原因")
    cause_text: str = text("致困原因简述")
    bank: str = text("开户银行")
    bank_branch: str = text("支行名称")
    card_no: str = text("银行卡号")
    recorded_by: str = text("录入人")
    remark: str = text("备注")


@dataclass(frozen=True)
class Line:
    """One line of the income survey."""

    kind: str = text("项目")
    amount: str = text("金额")
    note: str = text("说明与凭据")


@dataclass(frozen=True)
class Survey:
    """One income survey with its calculation written out."""

    period: str = text("核算期")
    persons: str = text("共同生活人口")
    report_no: str = text("核对报告编号")
    surveyed_on: str = text("调查日期")
    surveyor: str = text("调查人")
    income: tuple[Line, ...] = ()
    rigid: tuple[Line, ...] = ()
    income_total: str = text("收入合计")
    rigid_total: str = text("支出合计")
    formula: str = text("计算过程")
    per_head: str = text("家庭月人均纯收入")
    standard: str = text("低保标准")
    standard_source: str = text("标准依据")
    comparison: str = text("与低保标准相比")
    rule_version: str = text("核算规则")
    remark: str = text("备注")

    @property
    def sides(self) -> list[tuple[Line, Line]]:
        """Income and expenditure beside each other, row by row."""
        rows = max(len(self.income), len(self.rigid), SURVEY_ROWS)
        pad = [Line()] * rows
        return list(zip([*self.income, *pad][:rows], [*self.rigid, *pad][:rows], strict=True))


@dataclass(frozen=True)
class Aid:
    """One policy or sum received."""

    project: str = text("帮扶项目")
    source: str = text("责任部门与资金来源")
    amount: str = text("金额")
    received_on: str = text("发放日期")
    beneficiary: str = text("受益人")
    delivery: str = text("发放方式")
    voucher_no: str = text("凭证号")
    remark: str = text("备注")


@dataclass(frozen=True)
class AidYear:
    """A year with what was received, or with the statement that nothing was."""

    year: str = text("年度")
    rows: tuple[Aid, ...] = ()
    none_stated: str = text("无帮扶确认")
    total: str = text("年度小计")


@dataclass(frozen=True)
class Helper:
    """A cadre's pairing with the household."""

    kind: str = text("结对关系")
    name: str = text("帮扶干部")
    post: str = text("单位职务")
    phone: str = text("联系电话")
    period: str = text("结对起止")


@dataclass(frozen=True)
class VisitRow:
    """One visit or call."""

    on: str = text("走访日期")
    method: str = text("走访方式")
    visitor: str = text("帮扶干部")
    post: str = text("单位职务")
    situation: str = text("走访情况")
    difficulties: str = text("存在困难与需求")
    measures: str = text("措施与宣传政策")
    health_kit: str = text("健康包")


@dataclass(frozen=True)
class MeasureRow:
    """What is done against a difficulty."""

    plan: str = text("建议措施")
    department: str = text("责任部门")
    deadline: str = text("完成时限")
    progress: str = text("落实情况")
    outcome: str = text("帮扶成效")


@dataclass(frozen=True)
class DifficultyRow:
    """One difficulty with its advice and measures; at least one measure row, which may be empty."""

    number: str = text("问题编号")
    need: str = text("问题类别")
    description: str = text("问题描述")
    advice: str = text("帮扶建议")
    closed: str = text("是否销号")
    grounds: str = text("销号依据")
    measures: tuple[MeasureRow, ...] = (MeasureRow(),)


@dataclass(frozen=True)
class ClearRow:
    """One of the six items; ``is_clear`` is None while nothing has been computed."""

    name: str = text("核查内容")
    is_clear: bool | None = None
    reasons: tuple[str, ...] = field(default=(), metadata={"label": "不清原因"})


@dataclass(frozen=True)
class Confirmation:
    """The latest confirmation by the cadre, or check by the county."""

    kind: str = text("环节")
    by_name: str = text("确认人")
    at: str = text("确认时间")
    result: str = text("当时结果")
    opinion: str = text("意见")
    stale: str = text("变动提示")


@dataclass(frozen=True)
class Booklet:
    """Everything that the booklet of one household prints, but the moment of printing."""

    archive: Archive
    worker: Person
    year: str
    masked: bool
    cadre_names: str = text("帮扶责任人")
    members: tuple[Person, ...] = field(default=(), metadata={"label": "家庭成员"})
    survey: Survey = field(default=Survey(), metadata={"label": "收支调查"})
    earlier_surveys: tuple[Survey, ...] = field(default=(), metadata={"label": "历次收支调查"})
    aid: tuple[AidYear, ...] = field(default=(), metadata={"label": "帮扶记录"})
    aid_summary: str = ""
    aid_total: str = ""
    helpers: tuple[Helper, ...] = field(default=(), metadata={"label": "结对"})
    visits: tuple[VisitRow, ...] = field(default=(), metadata={"label": "走访记录"})
    difficulties: tuple[DifficultyRow, ...] = field(default=(), metadata={"label": "困难问题"})
    no_difficulty: str = text("无困难确认")
    clear: tuple[ClearRow, ...] = field(default=(), metadata={"label": "六清核查"})
    confirmations: tuple[Confirmation, ...] = field(default=(), metadata={"label": "六清确认"})

    @cached_property
    def content(self) -> str:
        """Everything that is printed, as one text."""
        return repr(self)

    @property
    def subject(self) -> str:
        return f"档案 {self.archive.archive_no} "

    @property
    def digest(self) -> str:
        """What two booklets have in common exactly when they print the same."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def member_blanks(self) -> range:
        return blanks(self.members, MEMBER_ROWS)

    @property
    def visit_blanks(self) -> range:
        return blanks(self.visits, VISIT_ROWS)

    @property
    def difficulty_blanks(self) -> range:
        return blanks(self.difficulties, DIFFICULTY_ROWS)
