"""The people of a household: the worker of the sheet 困难职工档案, and the sheet 家庭成员."""

from collections import defaultdict
from typing import Any

from core.identity import birth_date_of, is_male
from households import codelists
from households.enums import Relation, Sex
from households.importing import cells
from households.importing.archive import listed
from households.importing.batches import Batch, Desk
from households.importing.cases import Case, Row
from households.importing.layout import ARCHIVES, MEMBERS, Column, labels
from households.importing.registry import Part
from households.models import Member

NAME, IDENTITY, BIRTH, RELATION = "姓名", "身份证号", "出生日期", "关系"
KIN = {
    "儿子": "子",
    "长子": "子",
    "次子": "子",
    "女儿": "女",
    "长女": "女",
    "次女": "女",
    "丈夫": "配偶",
    "妻子": "配偶",
    "夫": "配偶",
    "妻": "配偶",
    "父亲": "父母",
    "母亲": "父母",
    "父": "父母",
    "母": "父母",
    "户主": "本人",
}
IDENTITY_NOTE = "18 位，以文本格式填写"
# What the form asks of every person, under the same heads in both sheets.
COMMON = (
    Column("性别", cells.choice(Sex.choices), "sex", options=labels(Sex.choices)),
    Column(BIRTH, cells.day(past=True), "birth_date", note="如 1970-04-21"),
    listed("健康状况", "health", codelists.HEALTH),
    listed("残疾类别", "disability", codelists.DISABILITY),
    listed("残疾等级", "disability_grade", codelists.DISABILITY_GRADE),
    listed("民族", "ethnicity", codelists.ETHNICITY),
    listed("政治面貌", "politics", codelists.POLITICS),
    listed("婚姻状况", "marriage", codelists.MARRIAGE),
    listed("户口类型", "hukou", codelists.HUKOU),
    listed("医保状况", "insurance", codelists.INSURANCE),
    listed("劳模类型", "model_worker", codelists.MODEL_WORKER),
    Column("手机号码", cells.number_text(20), "phone", note="以文本格式填写"),
    Column("其他联系方式", cells.text(40), "other_contact"),
    listed("单位性质", "workplace_kind", codelists.WORKPLACE_KIND),
    listed("企业状况", "workplace_state", codelists.WORKPLACE_STATE),
    listed("所属行业", "industry", codelists.INDUSTRY),
    Column("劳动合同签订时间", cells.day(month_will_do=True), "contract_on"),
    listed("合同期限", "contract_term", codelists.CONTRACT_TERM),
)
WORKER_COLUMNS = (
    Column(NAME, cells.name(), "name", required=True, aliases=("职工姓名",)),
    Column(IDENTITY, cells.identity, "identity_no", required=True, note=IDENTITY_NOTE),
    listed("工作状态", "position", codelists.WORKER_POSITION),
    Column("工作单位", cells.text(80), "workplace"),
    Column("参加工作时间", cells.day(past=True, month_will_do=True), "started_work_on", aliases=("工作时间",)),
    Column("本人月平均收入", cells.amount(digits=8), "monthly_income", note="元"),
    Column("工会会员卡号", cells.number_text(30), "union_card_no"),
    *COMMON,
)
MEMBER_COLUMNS = (
    Column(NAME, cells.name(), "name", required=True),
    Column(
        RELATION,
        cells.choice(Relation.choices, KIN),
        "relation",
        required=True,
        options=labels(Relation.choices)[1:],
        aliases=("与职工关系", "与本人关系"),
    ),
    Column(IDENTITY, cells.identity, "identity_no", note=IDENTITY_NOTE),
    listed("身份", "position", codelists.POSITION),
    Column("单位或学校", cells.text(80), "workplace"),
    Column("月收入", cells.amount(digits=8), "monthly_income", note="元"),
    listed("当前学历", "education", codelists.EDUCATION),
    Column("入学年份", cells.whole(1950, 2100), "school_year"),
    Column("年制", cells.whole(1, 10), "school_length"),
    Column("备注", cells.text(200), "remark"),
    *COMMON,
)


class PeoplePart(Part):
    """Creates and updates people; never removes one, since the system may know members that a workbook does not."""

    columns = {ARCHIVES: WORKER_COLUMNS, MEMBERS: MEMBER_COLUMNS}
    models = (Member,)

    def check(self, case: Case, desk: Desk) -> None:
        """Hold birth dates against identity numbers, and refuse one number or one worker twice in the household."""
        worker = case.row
        seen = {worker[IDENTITY]: worker}
        _check_birth(case, worker)
        for row in case.rows(MEMBERS):
            _check_birth(case, row)
            if row[RELATION] == Relation.SELF and row[NAME] != worker[NAME]:
                case.fault(RELATION, "关系为“本人”，但姓名与档案表中的职工不同", row=row)
            elif row[RELATION] != Relation.SELF and row[IDENTITY] and seen.setdefault(row[IDENTITY], row) is not row:
                case.fault(IDENTITY, f"身份证号与本户另一人重复（{_place(seen[row[IDENTITY]])}）", row=row)

    def plan(self, batch: Batch) -> None:
        """Refuse people of other open archives, then compare each person with the ones on file; two queries."""
        self._check_elsewhere(batch)
        on_file: dict[int, list[Member]] = defaultdict(list)
        for member in Member.objects.filter(household__in=batch.known).order_by("position_in_form", "pk"):
            on_file[member.household_id].append(member)
        for case in batch.cases:
            plan_people(case, [] if case.is_new else on_file[case.archive.pk])

    def _check_elsewhere(self, batch: Batch) -> None:
        wanted = {row[IDENTITY]: (case, row) for case in batch.cases for row in people_rows(case) if row[IDENTITY]}
        for number, archive_no, head, union in Member.objects.in_open_archives(list(wanted)).values_list(
            "identity_no", "household__archive_no", "household__head_name", "household__union__name"
        ):
            case, row = wanted[number]
            if archive_no != case.archive_no:
                case.fault(IDENTITY, f"此人已在另一份在档档案中：{archive_no}，职工 {head}，{union}", row=row)


def people_rows(case: Case) -> list[Row]:
    """Return the rows of all people of a household, the worker first and only once."""
    return [case.row, *(row for row in case.rows(MEMBERS) if row[RELATION] != Relation.SELF)]


def check_once_in_file(cases: list[Case]) -> None:
    """Refuse a household of whom somebody stands in a household further up in the workbook."""
    first: dict[str, tuple[Case, Row]] = {}
    for case in cases:
        for row in people_rows(case):
            number = row[IDENTITY]
            if not number:
                continue
            other, place = first.setdefault(number, (case, row))
            if other is not case:
                where = f"档案 {other.archive_no}，{_place(place)}"
                case.fault(IDENTITY, f"与本表另一户身份证号重复：{where}", row=row)


def plan_people(case: Case, on_file: list[Member]) -> None:
    """Match the people of a household with those on file: by identity number, else by relation and name."""
    left = list(on_file)
    for position, row in enumerate(people_rows(case)):
        if not position and any(p.identity_no == row[IDENTITY] for p in left if not p.is_worker):
            case.fault(IDENTITY, "职工在系统中是该户的家庭成员，更换职工请先在系统中办理")
            return
        columns = MEMBER_COLUMNS if position else WORKER_COLUMNS
        wanted = {column.field: row[column.name] for column in columns}
        wanted["relation"] = row[RELATION] if position else Relation.SELF
        person = _match(left, wanted)
        if person is None:
            case.create(_new_person(case, wanted, position), "新增成员" if position else "新增职工")
            continue
        left.remove(person)
        if not person.is_present:
            case.flag(NAME, f"{person.name}已登记离户（{person.departed_on}），未更新；又回到本户的请撤回离户", row=row)
            continue
        case.update(person, wanted, "" if person.is_worker else f"成员 {person.name}")


def _match(left: list[Member], wanted: dict[str, Any]) -> Member | None:
    """Return the person on file that a row speaks of; the worker is always the worker."""
    if wanted["relation"] == Relation.SELF:
        return next((person for person in left if person.is_worker), None)
    others = [person for person in left if not person.is_worker]
    same_number = (p for p in others if p.identity_no and p.identity_no == wanted["identity_no"])
    same_name = (p for p in others if (p.relation, p.name) == (wanted["relation"], wanted["name"]))
    return next(same_number, None) or next(same_name, None)


def _new_person(case: Case, wanted: dict[str, Any], position: int) -> Member:
    stated = {name: value for name, value in wanted.items() if value is not None}
    if number := stated.get("identity_no"):
        stated.setdefault("birth_date", birth_date_of(number))
        stated.setdefault("sex", Sex.MALE if is_male(number) else Sex.FEMALE)
    return Member(household=case.household, position_in_form=position, **stated)


def _check_birth(case: Case, row: Row) -> None:
    stated, number = row[BIRTH], row[IDENTITY]
    if stated and number and birth_date_of(number) != stated:
        case.flag(BIRTH, "出生日期与身份证号不一致，请核对", row=row)


def _place(row: Row) -> str:
    return f"“{row.sheet}”第 {row.number} 行"
