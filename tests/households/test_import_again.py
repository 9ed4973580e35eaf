"""Loading a workbook again: what has changed is written, and nothing that people typed is lost."""

import datetime
from decimal import Decimal

import pytest

from assistance.models import AidRecord, Measure
from audits.models import ClearState
from benchmarks.workbook import make_workbook
from households.actions.departures import depart_member
from households.actions.imports import keep_workbook
from households.enums import Departure, ImportStatus, Need
from households.importing.layout import AID, ARCHIVES, DIFFICULTIES, MEMBERS, SURVEYS, VISITS
from households.importing.runs import write_run
from households.models import Difficulty, Household, LivingStandard
from organizations.models import User
from pairing.models import Pairing, Visit
from tests.support.factories import (
    CadreFactory,
    DifficultyFactory,
    MemberFactory,
    PairingFactory,
    TaskFactory,
    union,
    user_with,
)
from tests.support.workbooks import (
    AID_ROW,
    ARCHIVE,
    DIFFICULTY,
    KEY,
    MEMBER,
    SURVEY,
    VISIT,
    whole_household,
    write_workbook,
)


@pytest.fixture
def load(tmp_path, officer):
    """Return a function that imports rows as an officer of 建水县 and returns the report."""

    def run(rows, by: User = officer):
        file = write_workbook(tmp_path / "a.xlsx", rows)
        return write_run(keep_workbook(file, by=by, file_name="a.xlsx", status=ImportStatus.RUNNING))

    return run


def outcome(report) -> tuple[str, str]:
    (entry,) = report.households
    return entry.outcome, entry.changes


def household() -> Household:
    return Household.objects.get(archive_no=KEY)


def test_a_field_that_changed_is_updated_with_its_history(load, officer):
    load(whole_household())
    report = load(whole_household(家庭住址="建水县文华街道1号", 手机号码="19900000001"))
    assert outcome(report) == ("changed", "家庭住址、手机号码")
    assert household().address == "建水县文华街道1号"
    event = household().events.get()
    assert (event.address, event.pgh_context.metadata) == (
        "建水县凤翔街道84号",
        {"user": officer.pk, "source": "导入 a.xlsx"},
    )


def test_a_blank_cell_and_a_column_that_is_not_there_clear_nothing(load):
    load(whole_household())
    row = {head: value for head, value in ARCHIVE.items() if head not in {"家庭住址", "帮扶单位"}}
    report = load([row | {"手机号码": None, "家庭人口": 2, "家庭月人均收入": 600}])
    assert outcome(report) == ("unchanged", "")
    assert household().address == "建水县凤翔街道84号"


def test_a_new_name_is_found_by_its_initials(load, officer):
    load(whole_household())
    load(whole_household(姓名="谢敏超"))
    assert Household.objects.matching("xmc").get().head_name == "谢敏超"


def test_members_that_people_typed_stay_and_count(load):
    load(whole_household())
    MemberFactory(household=household(), name="夏福超", relation="daughter")
    assert outcome(load(whole_household())) == ("unchanged", "")
    assert household().members.count() == 3


def test_a_member_is_matched_by_identity_number_or_by_relation_and_name(load):
    rows = whole_household()
    rows[MEMBERS] = [MEMBER, {"档案编号": KEY, "姓名": "龚桂", "关系": "配偶"}]
    load(rows)
    rows[MEMBERS] = [MEMBER | {"姓名": "朱永华"}, {"档案编号": KEY, "姓名": "龚桂", "关系": "妻子", "健康状况": "良好"}]
    assert outcome(load(rows)) == ("changed", "成员 朱勇华、成员 龚桂")
    assert household().members.count() == 3


def test_a_member_added_later_stands_in_the_history(load):
    rows = whole_household()
    load(rows)
    rows[MEMBERS] = [MEMBER, {"档案编号": KEY, "姓名": "龚桂", "关系": "配偶"}]
    assert outcome(load(rows)) == ("changed", "新增成员")
    assert [event.pgh_label for event in household().members.get(name="龚桂").events.all()] == ["add"]


def test_a_survey_that_changed_is_worked_out_anew_for_the_list_too(load):
    rows = whole_household()
    load(rows)
    assert household().per_head == Decimal("550.00")
    rows[SURVEYS] = [SURVEY | {"医疗支出": 2400, "教育支出": 6000}]
    assert outcome(load(rows)) == ("changed", "收支调查")
    survey = household().surveys.get()
    assert (survey.per_head, household().per_head) == (Decimal("250.00"), Decimal("250.00"))
    assert survey.rigid == Decimal("8400.00")


def test_the_standard_of_the_day_goes_with_the_survey_and_a_later_one_changes_nothing(load):
    LivingStandard.objects.create(union=union("532500"), valid_from=datetime.date(2019, 1, 1), amount=560)
    load(whole_household())
    assert household().surveys.get().standard == 560
    LivingStandard.objects.create(union=union("532524"), valid_from=datetime.date(2019, 7, 1), amount=600)
    assert outcome(load(whole_household())) == ("unchanged", "")


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "model", "field", "value"),
    [
        (AID, AID_ROW, {"金额": 3000}, AidRecord, "amount", Decimal(3000)),
        (VISITS, VISIT, {"走访情况": "未见到人。"}, Visit, "situation", "未见到人。"),
        (VISITS, VISIT, {"存在困难": "无"}, Visit, "no_difficulty", True),
        (DIFFICULTIES, DIFFICULTY, {"类别": "住房"}, Difficulty, "need", Need.HOUSING),
        (DIFFICULTIES, DIFFICULTY, {"落实情况": "正在办理"}, Measure, "progress", "under_way"),
    ],
)
def test_a_row_that_was_corrected_is_corrected_not_added(load, sheet, row, cells, model, field, value):
    load(whole_household())
    rows = whole_household()
    rows[sheet] = [row | cells]
    assert outcome(load(rows))[0] == "changed"
    assert getattr(model.objects.get(), field) == value
    assert outcome(load(rows)) == ("unchanged", "")


def test_what_people_changed_of_a_loaded_row_outlives_the_same_row(load):
    load(whole_household())
    Measure.objects.update(progress="unresolved", outcome="none")
    AidRecord.objects.update(amount=1)
    assert outcome(load(whole_household())) == ("unchanged", "")
    assert (Measure.objects.get().progress, AidRecord.objects.get().amount) == ("unresolved", 1)


def test_rows_that_are_alike_are_as_many_as_the_workbook_has_in_any_order(load):
    rows = whole_household()
    rows[VISITS] = [VISIT, VISIT, VISIT | {"走访情况": "又去了一次。"}]
    load(rows)
    assert Visit.objects.count() == 3
    rows[VISITS].reverse()
    assert outcome(load(rows)) == ("unchanged", "")


def test_a_row_added_to_the_workbook_is_added_beside_what_people_typed(load):
    load(whole_household())
    DifficultyFactory(household=household(), number=2, description="网上登记")
    rows = whole_household()
    rows[DIFFICULTIES] = [DIFFICULTY, DIFFICULTY | {"问题编号": f"{KEY}-2", "类别": "就学"}]
    rows[AID] = [AID_ROW, AID_ROW | {"年度": 2019, "发放日期": "2019-10-28"}]
    assert outcome(load(rows)) == ("changed", "问题清单、帮扶记录、帮扶措施")
    assert sorted(household().difficulties.values_list("number", "need")) == [
        (1, "medical"),
        (2, "medical"),
        (3, "education"),
    ]


def test_a_household_is_paired_once_and_its_cadre_shown(load):
    load(whole_household())
    pairing = Pairing.objects.get()
    assert (pairing.cadre.name, pairing.cadre.position, str(pairing.unit)) == ("吴燕琴", "副局长", "建水县住建局")
    assert (pairing.started_on, household().cadre_names) == (datetime.date(2019, 4, 19), "吴燕琴")
    assert pairing.last_home_on == datetime.date(2020, 2, 10)


def test_a_cadre_with_an_account_sees_the_household_from_then_on(load):
    account = user_with("cadre", "532524")
    CadreFactory(name="吴燕琴", phone="19995181291", user=account)
    load(whole_household())
    assert list(Household.objects.visible_to(account)) == [household()]


def test_another_cadre_in_the_workbook_does_not_undo_a_handover(load):
    load(whole_household())
    report = load(whole_household(帮扶责任人="钱云华"))
    assert outcome(report) == ("unchanged", "")
    assert "帮扶责任人与系统登记的不一致（吴燕琴）" in report.flagged[0].reason
    assert Pairing.objects.count() == 1


def test_a_pairing_that_was_ended_is_not_begun_again(load):
    load(whole_household())
    Pairing.objects.update(ended_on=datetime.date(2021, 1, 1), end_reason="调离")
    assert outcome(load(whole_household())) == ("unchanged", "")


def test_a_cadre_no_longer_in_office_is_not_paired_but_remarked_on(load):
    CadreFactory(name="吴燕琴", phone="19995181291", is_active=False)
    report = load(whole_household())
    assert outcome(report)[0] == "new"
    assert "已不在任" in report.flagged[0].reason
    assert not Pairing.objects.exists()


def test_a_visit_belongs_to_the_households_cadre(load):
    PairingFactory()  # somebody else's
    rows = whole_household()
    rows[VISITS] = [VISIT, VISIT | {"日期": "2020-03-10", "帮扶干部": None}, VISIT | {"帮扶干部": "路人"}]
    load(rows)
    assert sorted(household().visits.values_list("visitor_name", "cadre__name", "no_difficulty")) == [
        ("吴燕琴", "吴燕琴", False),
        ("吴燕琴", "吴燕琴", False),
        ("路人", None, False),
    ]


def test_a_worker_is_not_replaced_by_a_member_behind_the_systems_back(load):
    load(whole_household())
    son = {"姓名": "朱勇华", "身份证号": MEMBER["身份证号"], "出生日期": None}
    report = load([ARCHIVE | son])
    assert outcome(report)[0] == "refused"
    assert report.refused[0].reason == "职工在系统中是该户的家庭成员，更换职工请先在系统中办理"


@pytest.mark.parametrize("households", [1, 3, 30])
def test_the_queries_are_as_many_for_one_household_as_for_thirty(
    households, tmp_path, provincial, django_assert_max_num_queries
):
    path = tmp_path / "many.xlsx"
    make_workbook(path, households)
    run = keep_workbook(path, by=provincial, file_name="many.xlsx", status=ImportStatus.RUNNING)
    with django_assert_max_num_queries(64):
        assert write_run(run).counts()["new"] == households
    again = keep_workbook(path, by=provincial, file_name="many.xlsx", status=ImportStatus.RUNNING)
    with django_assert_max_num_queries(22):
        assert write_run(again).counts()["unchanged"] == households


def test_the_six_items_of_a_written_household_are_known_at_once(load):
    load(whole_household())
    state = ClearState.objects.get(household=household())
    assert state.computed_at > state.facts_changed_at
    assert household().clear_mask == state.mask


def test_a_member_who_left_is_not_brought_back(load, officer):
    load(whole_household())
    member = household().members.filter(departed_on=None).exclude(relation="self").select_related("household").first()
    depart_member(member, by=officer, on=datetime.date(2026, 3, 1), why=Departure.MARRIED)
    before = Household.objects.get(archive_no=KEY).members.count()
    report = load(whole_household())
    (flag,) = [flag.reason for flag in report.flagged if "离户" in flag.reason]
    assert flag == f"{member.name}已登记离户（2026-03-01），未更新；又回到本户的请撤回离户"
    assert household().members.count() == before
    assert not household().members.get(pk=member.pk).is_present


def test_columns_that_the_template_does_not_ask_for_are_taken_when_they_are_there(load):
    load({ARCHIVES: [ARCHIVE], SURVEYS: [SURVEY]})
    report = load({ARCHIVES: [ARCHIVE], SURVEYS: [SURVEY | {"工会帮扶资金": 3000, "储蓄存款余额": "5,000"}]})
    assert outcome(report) == ("changed", "收支调查")
    survey = household().surveys.get()
    assert (survey.per_head, [f"{line}" for line in survey.memo_lines]) == (
        1100,
        ["工会帮扶资金 3000.00", "储蓄存款余额 5000.00"],
    )


def test_a_measure_on_a_task_list_stays_as_the_department_was_asked(load):
    load(whole_household())
    measure = Measure.objects.get()
    TaskFactory(measure=measure, household=measure.difficulty.household)
    rows = whole_household()
    rows[DIFFICULTIES] = [DIFFICULTY | {"帮扶建议": "改由民政救助", "落实情况": "正在办理"}]
    load(rows)
    assert (Measure.objects.get().text, Measure.objects.get().progress) == (measure.text, measure.progress)
