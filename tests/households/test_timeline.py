"""The timeline: what happened with a household, who did it and when, with numbers masked."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from households import timeline
from households.actions.archives import edit_archive
from households.actions.attachments import attach_file, remove_attachment
from households.actions.difficulties import record_difficulty, strike_off_difficulty
from households.actions.income import Line, edit_survey, record_survey
from households.actions.lifecycle import discard_draft
from households.actions.people import add_member, edit_member, remove_member
from households.changes import TABLES
from households.enums import AttachmentKind, Cause, LineKind, Relation, Status
from households.models import Household, IncomeSurvey
from households.telling import archive_history
from households.timeline import TimelineEntry, history_of, on_day, timeline_of, with_names
from tests.support.factories import HouseholdFactory
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 2}


def entries_of(household):
    return archive_history(household, history_of(household))


def told(household):
    """Return what is told beyond the opening; a test is one transaction, so its acts have no order in time."""
    household.refresh_from_db()
    entries = [(entry.kind, entry.title, entry.by) for entry in with_names(entries_of(household))]
    return {entry for entry in entries if not entry[1].startswith("录入档案") and entry[0] != "life"}


def changes(household):
    household.refresh_from_db()
    found = [entry for entry in timeline_of(household) if entry.changes]
    return sorted([(change.label, change.before, change.after) for change in entry.changes] for entry in found)


def test_a_change_tells_what_it_was_and_what_it_is_in_the_words_of_the_form(household, officer):
    facts = {"housing": "租房", "secondary_causes": [Cause.SCHOOLING, Cause.LAID_OFF], "is_migrant": True}
    edit_archive(household, by=officer, facts=facts)
    assert told(household) == {("archive", "修改档案", "经办员")}
    assert changes(household) == [
        [("住房类型", "空", "租房"), ("是否农民工", "否", "是"), ("次要致困原因", "空", "子女上学、下岗失业")]
    ]


def test_each_of_several_changes_tells_its_own_before_and_after(household, officer, provincial):
    edit_archive(household, by=officer, facts={"housing": "租房"})
    edit_archive(household, by=provincial, facts={"housing": "自建房"})
    assert changes(household) == [[("住房类型", "租房", "自建房")], [("住房类型", "空", "租房")]]
    assert {by for _kind, _title, by in told(household)} == {"经办员", "省级经办"}


def test_numbers_are_masked_also_where_the_mask_hides_the_difference(household, officer):
    worker = household.members.get()
    edit_member(worker, by=officer, facts={"phone": "13999990001"})
    edit_archive(household, by=officer, facts={"card_no": "6228480402564890018"})
    assert changes(household) == [
        [("手机号码", "139****0001", "已更正")],
        [("银行卡号", "空", "***************0018")],
    ]


def test_people_come_and_go(household, officer, provincial):
    member = add_member(household, by=officer, facts={"relation": Relation.SON, "name": "赵一鸣"})
    edit_member(member, by=provincial, facts={"health": "良好"})
    remove_member(member, by=officer)
    assert told(household) == {
        ("people", "登记家庭成员 赵一鸣", "经办员"),
        ("people", "修改成员 赵一鸣 的资料", "省级经办"),
        ("people", "移出家庭成员 赵一鸣", "经办员"),
    }


def test_a_survey_tells_its_lines_in_one_entry_and_what_it_said_at_first(household, officer):
    lines = {LineKind.WAGES: Line(Decimal(24000)), LineKind.CARE: Line(Decimal(2400))}
    survey = record_survey(household, by=officer, facts=FACTS, lines=lines)
    corrected = {LineKind.WAGES: Line(Decimal(12000), "工资条"), LineKind.MEDICAL: Line(Decimal(2400))}
    edit_survey(IncomeSurvey.objects.get(pk=survey.pk), by=officer, facts=FACTS, lines=corrected)
    assert told(household) == {
        ("survey", "登记收支调查 2025-04 至 2026-03", "经办员"),
        ("survey", "修改收支调查 2025-04 至 2026-03", "经办员"),
    }
    assert sorted(changes(household)[0]) == sorted(
        [
            ("家庭月人均纯收入", "900.00", "400.00"),
            ("工资性收入", "24,000.00", "12,000.00"),
            ("工资性收入凭据", "空", "工资条"),
            ("医疗支出", "空", "2,400.00"),
            ("长期照料支出", "2,400.00", "空"),
        ]
    )
    first = next(entry for entry in entries_of(household) if entry.title.startswith("登记收支"))
    assert first.text == "家庭月人均纯收入 900.00 元"


def test_difficulties_and_files_are_told(household, officer):
    difficulty = record_difficulty(household, by=officer, need="medical", description="自付医药费高")
    strike_off_difficulty(difficulty, by=officer, on=timezone.localdate(), reason="已报销")
    paper = attach_file(household, by=officer, kind=AttachmentKind.INCOME, title="工资证明", upload=upload(photo()))
    attach_file(household, by=officer, kind=AttachmentKind.PHOTO, title="走访", upload=upload(photo()))
    remove_attachment(paper, by=officer)
    titles = {title for _kind, title, _by in told(household)}
    assert titles == {"登记困难 1：医疗", "销号困难 1", "上传收入证明“工资证明”", "移除收入证明“工资证明”"}


def test_a_change_of_state_is_told_once_with_its_cause(officer):
    draft = discard_draft(HouseholdFactory(status=Status.DRAFT), by=officer, cause="重复录入")
    entries = [entry for entry in timeline_of(draft) if not entry.title.startswith("录入档案")]
    assert [(e.kind, e.title, e.text, e.by) for e in entries] == [("life", "草稿作废", "重复录入", "经办员")]


def test_an_archive_that_came_in_on_file_tells_since_when(household, officer):
    entry = next(entry for entry in timeline_of(household) if entry.kind == "life")
    assert (entry.title, entry.local.date(), entry.has_time) == ("入档", household.filed_on, False)


def test_the_history_costs_one_query(household, officer, django_assert_num_queries):
    for number in range(3):
        edit_archive(household, by=officer, facts={"remark": str(number)})
        add_member(household, by=officer, facts={"relation": Relation.SON, "name": f"赵{number}"})
    household = Household.objects.get()
    with django_assert_num_queries(1):
        entries_of(household)


def test_other_apps_tell_their_part_in_order_of_time(household, officer, monkeypatch):
    def tell(_household, _history):
        return [TimelineEntry(on_day(datetime.date(2020, 1, 6)), "visit", "入户走访", by="李建国")]

    monkeypatch.setattr(timeline, "SOURCES", {archive_history: TABLES, tell: {}})
    entries = timeline_of(household)
    assert [entry.kind for entry in entries] == ["archive", "life", "visit"]
    assert (entries[2].has_time, entries[0].has_time, entries[2].word) == (False, True, "走访")


def test_the_page_shows_one_kind_when_asked(as_user, officer, household):
    edit_archive(household, by=officer, facts={"housing": "租房"})
    add_member(household, by=officer, facts={"relation": Relation.SON, "name": "赵一鸣"})
    client, url = as_user(officer), reverse("household_timeline", args=[household.archive_no])
    whole, people = client.get(url).content.decode(), client.get(f"{url}?kind=people").content.decode()
    assert "登记家庭成员 赵一鸣" in whole
    assert "修改档案" in whole
    assert "登记家庭成员 赵一鸣" in people
    assert "修改档案" not in people


def test_a_change_made_on_screen_carries_the_name_of_who_was_logged_in(as_user, officer, household):
    url = reverse("household_edit", args=[household.archive_no, "remark"])
    as_user(officer).post(url, {"remark": "户主住院"})
    assert told(household) == {("archive", "修改档案", "经办员")}
