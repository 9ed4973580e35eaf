"""The archive itself: the household's own columns of the sheet 困难职工档案."""

from core.errors import DomainError
from core.identity import is_card_plausible
from core.money import CENT, to_money
from households import codelists
from households.enums import MAX_SECONDARY_CAUSES, Category, Cause, Level, Relation, Status, rule_version_of
from households.importing import cells
from households.importing.batches import Batch, Desk
from households.importing.cases import Case
from households.importing.layout import ARCHIVE_NO, ARCHIVES, MEMBERS, Column, labels
from households.importing.registry import Part
from households.income import MONTHS_OF_A_YEAR
from households.models import Household
from households.rules import is_officer

UNION, FILED, PERSONS, PER_HEAD, YEARLY = "建档单位", "建档日期", "家庭人口", "家庭月人均收入", "家庭年度总收入"
MAIN_CAUSE, MORE_CAUSES, CARD = "主要致困原因", "次要致困原因", "银行卡号"
MOST_PERSONS = 30
YES_NO = labels(codelists.YES_NO)


def yes_no(name: str, field: str) -> Column:
    """Return a column of 是 and 否."""
    return Column(name, cells.yes_no, field, options=YES_NO)


def listed(name: str, field: str, options: codelists.Choices) -> Column:
    """Return a column of the words of a code list."""
    return Column(name, cells.choice(options), field, options=labels(options))


COLUMNS = (
    Column("建档标准", cells.choice(Level.choices), "level", required=True, options=labels(Level.choices)),
    Column("困难类别", cells.choice(Category.choices), "category", required=True, options=labels(Category.choices)),
    Column(UNION, cells.text(60), required=True, note="工会全称或编码，须在您的经办范围内"),
    Column(FILED, cells.day(past=True), "filed_on", required=True, note="如 2018-07-01"),
    Column("户口所在地行政区划", cells.text(60), "hukou_division"),
    Column("家庭住址", cells.text(120), "address"),
    Column("邮政编码", cells.number_text(6), "postcode"),
    listed("住房类型", "housing", codelists.HOUSING),
    Column("建筑面积", cells.amount(digits=5, unit="数字"), "floor_area", note="平方米"),
    yes_no("是否单亲", "is_single_parent"),
    yes_no("是否有一定自救能力", "can_help_itself"),
    yes_no("是否零就业家庭", "is_jobless"),
    yes_no("是否农民工", "is_migrant"),
    yes_no("是否低保户", "has_low_income_aid"),
    yes_no("是否解困脱困对象", "is_relief_target"),
    Column(PERSONS, cells.whole(1, MOST_PERSONS), "persons", note="含职工本人"),
    Column("家庭其他非薪资年收入", cells.amount(), "other_income", note="元"),
    Column(YEARLY, cells.amount(), "annual_income", note="元"),
    Column(PER_HEAD, cells.amount(digits=8), "stated_per_head", note="元，按年度总收入 ÷ 家庭人口 ÷ 12"),
    Column(MAIN_CAUSE, cells.choice(Cause.choices), "main_cause", required=True, options=labels(Cause.choices)),
    Column(
        MORE_CAUSES,
        cells.several(Cause.choices, most=MAX_SECONDARY_CAUSES, too_many="多于三项，请保留最主要的三项"),
        "secondary_causes",
        note="最多三项，用顿号隔开；词语与主要致困原因相同",
    ),
    Column("其他致困原因", cells.text(60), "other_cause"),
    Column("致困原因简述", cells.text(500), "cause_text"),
    Column("开户银行", cells.text(40), "bank", options=labels(codelists.BANKS)),
    Column("支行名称", cells.text(60), "bank_branch"),
    Column(CARD, cells.number_text(30), "card_no", note="以文本格式填写"),
    Column("备注", cells.text(500), "remark"),
)


class ArchivePart(Part):
    """Creates and updates archives; refuses those that are closed, under review or outside the importer's scope."""

    columns = {ARCHIVES: COLUMNS}
    models = (Household,)

    def check(self, case: Case, desk: Desk) -> None:
        """Find the union, and hold the stated figures against each other."""
        row = case.row
        if row[UNION]:
            try:
                case.union = desk.union_called(row[UNION], case.archive_no)
            except DomainError as error:
                case.fault(UNION, error.message)
        if row[MAIN_CAUSE] and row[MAIN_CAUSE] in (row[MORE_CAUSES] or ()):
            case.fault(MORE_CAUSES, "次要致困原因与主要致困原因相同")
        if row[CARD] and not is_card_plausible(row[CARD]):
            case.flag(CARD, "银行卡号校验不通过，请核对")
        members = persons_listed(case)
        if MEMBERS in desk.sheets and row[PERSONS] and row[PERSONS] != members:
            case.flag(PERSONS, f"家庭人口与成员数不一致：填 {row[PERSONS]} 人，本人加成员共 {members} 人")
        if row[PER_HEAD] is not None and row[YEARLY] is not None:
            _check_per_head(case, {row[PERSONS] or members, members})

    def plan(self, batch: Batch) -> None:
        """Compare with the archives of the same numbers, read under lock when they will be written; one query."""
        found = {household.archive_no: household for household in self._archives(batch)}
        for case in batch.cases:
            existing = found.get(case.archive_no)
            if existing is not None:
                _check_may_change(case, existing, batch.desk)
            if not case.faults:
                _plan_archive(case, existing, batch.desk)

    def _archives(self, batch: Batch) -> list[Household]:
        households = Household.objects.filter(archive_no__in=[case.archive_no for case in batch.cases])
        if batch.locking:
            households = households.select_for_update(no_key=True, of=("self",))
        # In one order, so that two imports of the same archives wait for each other and never lock each other out; the
        # unions by a query of their own, since a join loses the archive that another import moves meanwhile.
        return list(households.prefetch_related("union").defer("search").order_by("pk"))


def persons_listed(case: Case) -> int:
    """Return how many people the workbook lists, the worker among them whether or not listed as a member."""
    return 1 + sum(row["关系"] != Relation.SELF for row in case.rows(MEMBERS))


def _check_per_head(case: Case, possible_persons: set[int]) -> None:
    """Flag a per-head figure that is not 家庭年度总收入 ÷ persons ÷ 12.

    A wrong number of persons is flagged by itself; a figure that fits either number is not wrong once more.
    """
    stated, yearly = case.row[PER_HEAD], case.row[YEARLY]
    fitting = {to_money(yearly / persons / MONTHS_OF_A_YEAR) for persons in possible_persons}
    if all(abs(stated - figure) > CENT for figure in fitting):
        figures = "或 ".join(f"{figure} 元" for figure in sorted(fitting))
        case.flag(PER_HEAD, f"家庭月人均收入与计算不一致：填 {stated} 元，按年度总收入应为 {figures}")


def _check_may_change(case: Case, existing: Household, desk: Desk) -> None:
    if not is_officer(desk.by, existing):
        case.fault(ARCHIVE_NO, f"此档案编号由{existing.union}建档，不在您的经办范围内")
    elif not existing.is_open:
        case.fault(ARCHIVE_NO, f"系统中此档案{existing.get_status_display()}，不能再修改")
    elif existing.status == Status.UNDER_REVIEW:
        case.fault(ARCHIVE_NO, "系统中此档案正在审核，审核结束后再导入")


def _plan_archive(case: Case, existing: Household | None, desk: Desk) -> None:
    wanted = {column.field: case.row[column.name] for column in COLUMNS if column.field}
    wanted |= {"union": case.union, "rule_version": rule_version_of(wanted["category"])}
    if existing is not None:
        case.household = existing
        case.update(existing, wanted)
        return
    stated = {name: value for name, value in wanted.items() if value is not None}
    stated.setdefault("persons", persons_listed(case))
    case.household = Household(archive_no=case.archive_no, status=Status.ON_FILE, created_by=desk.by, **stated)
    case.create(case.household, "新建档案")
