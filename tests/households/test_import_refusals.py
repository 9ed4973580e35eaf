"""Why a household of a workbook is refused, and what is only remarked on."""

import pytest

from households.enums import Status
from households.importing.layout import AID, ARCHIVES, DIFFICULTIES, MEMBERS, SURVEYS, VISITS
from households.importing.runs import preview_file
from organizations.models import Union
from tests.support.factories import HouseholdFactory, MemberFactory, union
from tests.support.life import put
from tests.support.workbooks import AID_ROW, DIFFICULTY, MEMBER, SURVEY, VISIT, archive, of, write_workbook

HEAD = "532524197004218310"


@pytest.fixture
def check(tmp_path, officer):
    """Return a function that checks rows as an officer of 建水县 and returns the report."""
    return lambda rows, by=officer: preview_file(write_workbook(tmp_path / "a.xlsx", rows), by=by)


def refusals(report) -> list[tuple[str, int, str, str]]:
    return [(remark.sheet, remark.row, remark.column, remark.reason) for remark in report.refused]


def flags(report) -> list[str]:
    return [remark.reason for remark in report.flagged]


def add_school_union(code: str) -> None:
    count = Union.objects.filter(name="第一小学工会").count()
    Union.objects.add_child(union(code), {"code": f"school-{count}", "name": "第一小学工会", "kind": "grassroots"})


def test_a_clean_household_is_new(check):
    report = check([archive()])
    assert (report.counts()["new"], report.refused, report.flagged) == (1, [], [])


def test_a_union_that_is_not_known(check):
    assert refusals(check([archive(建档单位="火星总工会")])) == [
        (ARCHIVES, 2, "建档单位", "建档单位在系统中找不到：“火星总工会”")
    ]


def test_a_union_outside_the_officers_scope(check, outsider):
    assert "不在您的经办范围内" in refusals(check([archive(建档单位="石屏县总工会")]))[0][3]
    assert "不在您的经办范围内" in refusals(check([archive()], by=outsider))[0][3]


def test_a_union_is_also_known_by_its_code(check):
    assert check([archive(建档单位="532524")]).refused == []


def test_unions_of_one_name_are_told_apart_by_scope_then_by_the_archive_number(check, provincial):
    for code in ("532524", "530102"):
        add_school_union(code)
    assert check([archive(建档单位="第一小学工会")]).refused == []
    assert check([archive(建档单位="第一小学工会")], by=provincial).refused == []
    add_school_union("532524")
    assert "多个同名工会" in refusals(check([archive(建档单位="第一小学工会")], by=provincial))[0][3]


def test_an_archive_number_that_is_wrong_or_stands_twice(check):
    report = check([archive(1, 档案编号="5325242019001"), archive(2), archive(2)])
    assert [reason for *_place, reason in refusals(report)] == [
        "档案编号应为 15 位数字，实为“5325242019001”",
        "档案编号与本表第 3 行重复",
    ]
    assert report.counts()["new"] == 1


def test_an_archive_that_is_closed_or_under_review_is_left_alone(check):
    HouseholdFactory(archive_no="532524201900901", status=Status.EXITED)
    HouseholdFactory(archive_no="532524201900902", status=Status.UNDER_REVIEW)
    reasons = [reason for *_place, reason in refusals(check([archive(1), archive(2)]))]
    assert reasons == ["系统中此档案已脱困，不能再修改", "系统中此档案正在审核，审核结束后再导入"]


def test_an_archive_of_another_county_is_not_taken_over_by_naming_ones_own_union(check):
    HouseholdFactory(archive_no="532524201900901", union=union("532525"))
    assert refusals(check([archive()])) == [
        (ARCHIVES, 2, "档案编号", "此档案编号由石屏县总工会建档，不在您的经办范围内")
    ]


def test_a_person_of_another_open_archive_whose_head_and_union_are_named(check):
    other = HouseholdFactory(archive_no="530102202000001", union=union("530102"))
    MemberFactory(household=other, identity_no=HEAD)
    reason = "此人已在另一份在档档案中：530102202000001，职工 赵小兰，五华区总工会"
    assert refusals(check([archive(身份证号=HEAD)])) == [(ARCHIVES, 2, "身份证号", reason)]


def test_a_person_of_a_closed_archive_may_be_filed_again(check):
    other = HouseholdFactory(archive_no="530102202000001")
    MemberFactory(household=other, identity_no=HEAD)
    put(other, Status.EXITED)
    assert check([archive(身份证号=HEAD)]).refused == []


def test_a_member_who_is_the_worker_of_a_household_further_up(check):
    report = check({ARCHIVES: [archive(1, 身份证号=HEAD), archive(2)], MEMBERS: [of(MEMBER, 2, 身份证号=HEAD)]})
    reason = "与本表另一户身份证号重复：档案 532524201900901，“困难职工档案”第 2 行"
    assert refusals(report) == [(MEMBERS, 2, "身份证号", reason)]


def test_one_number_twice_in_a_household(check):
    report = check({ARCHIVES: [archive(身份证号=HEAD)], MEMBERS: [of(MEMBER, 身份证号=HEAD)]})
    assert refusals(report)[0][3] == "身份证号与本户另一人重复（“困难职工档案”第 2 行）"


def test_the_worker_listed_once_more_as_a_member_is_one_person(check):
    rows = {ARCHIVES: [archive(家庭人口=1)], MEMBERS: [of(MEMBER, 姓名="薛琴思", 关系="本人", 身份证号=None)]}
    report = check(rows)
    assert (report.refused, report.flagged) == ([], [])
    rows[MEMBERS][0]["姓名"] = "别人"
    assert refusals(check(rows))[0][3] == "关系为“本人”，但姓名与档案表中的职工不同"


def test_the_main_cause_is_not_a_secondary_one(check):
    assert refusals(check([archive(次要致困原因="患重特大疾病、子女上学")]))[0][3] == "次要致困原因与主要致困原因相同"


FAULTS_OF_ANY_SHEET = [
    (MEMBERS, 2, "关系"),
    (AID, 2, "金额"),
    (VISITS, 2, "方式"),
    (SURVEYS, 2, "核算期止"),
    (SURVEYS, 3, "核算期止"),
    (SURVEYS, 3, "核算期起"),
    (AID, 2, "年度"),
    (DIFFICULTIES, 2, "帮扶建议"),
]


def test_a_faulty_row_of_any_sheet_refuses_its_household_with_every_fault(check):
    report = check(
        {
            ARCHIVES: [archive(1), archive(2)],
            MEMBERS: [of(MEMBER, 关系="同事")],
            SURVEYS: [of(SURVEY, 核算期止="2019-03-31"), of(SURVEY, 核算期止="2019-03-31")],
            AID: [of(AID_ROW, 年度=None, 发放日期=None, 金额="若干")],
            VISITS: [of(VISIT, 方式="托梦")],
            DIFFICULTIES: [of(DIFFICULTY, 帮扶建议=None)],
        }
    )
    assert [(sheet, row, column) for sheet, row, column, _reason in refusals(report)] == FAULTS_OF_ANY_SHEET
    assert (report.counts()["new"], report.counts()["refused"], report.waiting_rows) == (1, 1, 6)


def test_odd_figures_are_flagged_and_taken(check):
    row = archive(身份证号=HEAD, 出生日期="1971-04-21", 家庭人口=3, 家庭月人均收入=999, 银行卡号="6228649668999159208")
    report = check({ARCHIVES: [row], MEMBERS: [of(MEMBER, 出生日期="2010-07-22")]})
    assert flags(report) == [
        "银行卡号校验不通过，请核对",
        "家庭人口与成员数不一致：填 3 人，本人加成员共 2 人",
        "家庭月人均收入与计算不一致：填 999.00 元，按年度总收入应为 400.00 元或 600.00 元",
        "出生日期与身份证号不一致，请核对",
        "出生日期与身份证号不一致，请核对",
    ]
    assert report.counts()["new"] == 1


def test_a_figure_that_fits_the_people_listed_is_not_flagged_once_more(check):
    report = check({ARCHIVES: [archive(家庭人口=4, 家庭月人均收入=600)], MEMBERS: [of(MEMBER)]})
    assert flags(report) == ["家庭人口与成员数不一致：填 4 人，本人加成员共 2 人"]


def test_a_workbook_without_members_says_nothing_about_their_number(check):
    assert flags(check([archive(家庭人口=4, 家庭月人均收入=300)])) == []
