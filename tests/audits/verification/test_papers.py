"""The papers of verification: the report, the workbook, and the notices to mend; what each says, and to whom."""

import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from audits.models import SampleUnit
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from reports.verification import words
from reports.verification.figures import results_of
from reports.verification.report import report_of
from tests.reports.forms_case import words_of
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(rated):
    return results_of(rated, union("530000"))


def test_the_report_says_what_was_found_and_how(as_user, provincial, rated):
    said = words_of(as_user(provincial).get(f"/verification/{rated.pk}/report/").getvalue())
    for part in (
        "核查总体8户：在档8户。",
        "共抽取8户，见表1。",
        f"随机种子：{rated.seed}",
        rated.snapshot_sha256,
        "认定8户：正确5户、漏退2户、信息错误1户。",
        "漏退率2/8户25.00%25.00%～25.00%—未设标准",
        "综合精准率没有公布公式，按“（抽查户−错评、漏评、错退、漏退户）÷抽查户”计算。",
        "认定有问题的3户，整改情况为：未下发3户。",
        "（核查尚未结束，",
    ):
        assert part.replace(" ", "") in said.replace(" ", "").replace("\n", "")


def test_neither_names_nor_numbers_stand_in_the_report(results, archives_named):
    printed = report_of(results).content
    assert not [said for said in archives_named if said in printed]


@pytest.fixture
def archives_named(rated):
    units = SampleUnit.objects.filter(verification=rated).select_related("unit__household")
    return [said for one in units for said in (one.unit.key, one.unit.household.head_name)]


def test_tables_add_up(results):
    report = report_of(results)
    for table in (report.classes, report.strata):
        *rows, total = table if len(table) > 1 else (*table, table[0])
        assert sum(int(row.cells[-1]) for row in rows) == int(total.cells[-1]) == 8
    *rows, total = report.places
    assert sum(int(row.cells[0]) for row in rows) == int(total.cells[0]) == 8


def test_what_the_sample_cannot_say_is_said(results):
    part = replace(results.parts[0], judged=0, size=40)
    said = list(words.cannot_say(replace(results, parts=(part, *results.parts[1:]))))
    assert said[0] == f"有1层40户没有一户被认定（{part.name}（在档）），各项比例不包括这些户。"
    assert "昆明市总工会、红河州总工会认定不足30户，分地区比例只作参考，不宜据此排名。" in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"region": "whole"}, "按核查对象分层，"),
        ({"region": "county", "by_cause": True}, "按核查对象、县（市、区）、主要致困原因分层，"),
        ({"region": "prefecture", "by_category": True}, "按核查对象、州市（产业）、困难类别分层，"),
        ({"allocation": "census"}, "各层全部核查，共抽取8户"),
        ({"allocation": "equal", "least": 3}, "各层相等，每层至少3户（不足的全部核查），共抽取8户"),
    ],
)
def test_each_design_is_said(results, facts, said):
    for name, value in facts.items():
        setattr(results.verification, name, value)
    assert said in words.population(results)


def test_who_could_not_be_asked_is_counted_by_reason(results):
    left = replace(results.parts[0], left=2, replacing=1)
    told = words.left(replace(results, parts=(left,), left=(("拒绝受访", 2),)))
    assert told == "样本中2户未能入户（拒绝受访2户），均写明经过，由同层的下一户替换1户，名单用完不能替换的1户。"


def test_the_workbook_holds_rates_as_numbers_and_names_who_was_found_wrong(as_user, provincial, rated):
    content = as_user(provincial).get(f"/verification/{rated.pk}/workbook/").getvalue()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["各项比例", "分单位", "分层", "一致程度", "问题清单"]
    rates = {row[0]: row[1:5] for row in book.get_sheet_by_name("各项比例").to_python()[3:]}
    assert rates["漏退率"] == [2.0, 8.0, "户", 0.25]
    wrong = book.get_sheet_by_name("问题清单").to_python()[3:]
    assert sorted(row[4] for row in wrong) == ["信息错误", "漏退", "漏退"]
    logged = AccessLog.objects.filter(verb=AccessVerb.EXPORT, user=provincial).values_list("subject", flat=True)
    assert set(logged) == {f"第三方核查{rated.pk}", *(row[0] for row in wrong)}


@pytest.mark.parametrize("paper", ["report", "workbook"])
def test_a_county_gets_neither_before_the_end_and_a_stranger_never(as_user, rated, officer, paper):
    stranger = user_with(Role.OFFICER, "530300")
    assert as_user(officer).get(f"/verification/{rated.pk}/{paper}/").status_code == 403
    assert as_user(stranger).get(f"/verification/{rated.pk}/{paper}/?union=532524").status_code == 403


def test_the_notice_says_what_is_wrong_until_when_and_keeps_room_for_the_answer(as_user, provincial, sent):
    said = words_of(as_user(provincial).get(f"/rectifications/{sent.pk}/notice/").getvalue()).replace(" ", "")
    for part in (sent.finding.sample.unit.key, sent.union.name, "整改回执", "漏退", sent.verifier.name):
        assert part in said
    assert f"请于{sent.due_on.year}年{sent.due_on.month}月{sent.due_on.day}日前整改完毕" in said.replace("\n", "")


def test_the_slip_of_a_notice_holds_what_was_reported(as_user, provincial, reported):
    said = words_of(as_user(provincial).get(f"/rectifications/{reported.pk}/notice/").getvalue())
    assert "已办理脱困退出。" in said


def test_a_stranger_gets_no_notice(as_user, sent):
    stranger = user_with(Role.OFFICER, "530300")
    assert as_user(stranger).get(f"/rectifications/{sent.pk}/notice/").status_code == 404
