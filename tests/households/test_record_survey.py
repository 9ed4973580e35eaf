"""Recording and correcting an income survey, and the standards that it is held against."""

import datetime
from decimal import Decimal

import pytest

from core.errors import Conflict, DomainError
from households.actions.income import Line, edit_survey, lines_of, record_survey, survey_version
from households.actions.standards import remove_standard, set_standard
from households.enums import LineKind, Status
from households.models import IncomeSurvey, LivingStandard
from tests.support.factories import HouseholdFactory, union

pytestmark = pytest.mark.django_db
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 4}
LINES = {LineKind.WAGES: Line(Decimal(36000), "工资条"), LineKind.MEDICAL: Line(Decimal(12000))}


@pytest.fixture
def standard(provincial):
    return set_standard(
        by=provincial,
        union=union("532500"),
        valid_from=datetime.date(2025, 7, 1),
        amount=Decimal(740),
        source="红民发〔2025〕9号",
    )


@pytest.fixture
def survey(household, officer, standard):
    made = record_survey(household, by=officer, facts=FACTS, lines=LINES)
    return IncomeSurvey.objects.prefetch_related("lines").select_related("household__union").get(pk=made.pk)


def test_a_survey_keeps_its_lines_its_figure_and_its_standard(survey, household):
    assert (survey.income, survey.rigid, survey.per_head) == (36000, 12000, 500)
    assert survey.standard == 740
    assert survey.standard_source == "红河哈尼族彝族自治州 2025-07-01 起执行（红民发〔2025〕9号）"
    household.refresh_from_db()
    assert household.per_head == 500


def test_without_a_standard_of_the_region_none_is_made_up(household, officer):
    survey = record_survey(household, by=officer, facts=FACTS, lines=LINES)
    assert (survey.standard, survey.standard_source) == (None, "")


def test_lines_of_nothing_are_not_kept(household, officer):
    lines = {**LINES, LineKind.CARE: Line(Decimal(0))}
    survey = record_survey(household, by=officer, facts=FACTS, lines=lines)
    assert lines_of(survey) == LINES


def test_the_same_survey_again_is_the_one_on_file(household, officer, survey):
    assert record_survey(household, by=officer, facts=FACTS, lines=LINES) == survey


def test_the_list_shows_the_latest_period(household, officer, survey):
    earlier = {**FACTS, "period_start": datetime.date(2024, 4, 1), "period_end": datetime.date(2025, 3, 31)}
    record_survey(household, by=officer, facts=earlier, lines={LineKind.WAGES: Line(Decimal(4800))})
    household.refresh_from_db()
    assert household.per_head == 500


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"persons": 3}, "period_start", "该核算期已有收支调查"),
        ({"period_end": datetime.date(2025, 4, 1)}, "period_end", "核算期止应晚于核算期起"),
        ({"period_end": datetime.date(2999, 1, 1)}, "period_end", "核算期止不能晚于今天"),
        ({"period_end": datetime.date(2026, 2, 28), "persons": 0}, "persons", "至少为 1 人"),
        ({"period_end": datetime.date(2026, 2, 28), "persons": 31}, "", "共同生活人口应在 1 到 30 之间"),
    ],
)
@pytest.mark.usefixtures("survey")
def test_what_recording_refuses(household, officer, change, field, message):
    with pytest.raises(DomainError, match=message) as refusal:
        record_survey(household, by=officer, facts={**FACTS, **change}, lines=LINES)
    assert refusal.value.field == field
    assert household.surveys.count() == 1


def test_a_correction_works_the_figure_out_anew_and_keeps_the_former_one(survey, household, officer):
    lines = {LineKind.WAGES: Line(Decimal(36000), "工资条"), LineKind.CARE: Line(Decimal(6000))}
    edited = edit_survey(survey, by=officer, facts=FACTS, lines=lines)
    household.refresh_from_db()
    assert (edited.per_head, household.per_head) == (625, 625)
    event = survey.events.get()
    assert (event.per_head, event.pgh_context.metadata["user"]) == (500, officer.pk)
    assert lines_of(IncomeSurvey.objects.prefetch_related("lines").get()) == lines


def test_a_line_that_is_corrected_or_dropped_stands_in_the_history(survey, officer):
    edit_survey(survey, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(40000), "工资条")})
    events = type(survey.lines.first().events.model()).objects.order_by("pgh_id")
    assert [(e.pgh_label, e.kind, e.amount) for e in events] == [
        ("update", LineKind.WAGES, 36000),
        ("delete", LineKind.MEDICAL, 12000),
    ]


def test_saving_what_stands_there_writes_nothing(survey, officer):
    edit_survey(survey, by=officer, facts=FACTS, lines=LINES, seen="whatever was seen")
    assert survey.events.count() == 0


def test_a_change_in_between_is_not_overwritten(survey, officer, provincial):
    seen = survey_version(survey)
    edit_survey(survey, by=provincial, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(1))}, seen=seen)
    with pytest.raises(Conflict, match="修改了这份收支调查"):
        edit_survey(survey, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(2))}, seen=seen)


def test_a_survey_cannot_move_to_the_period_of_another(survey, household, officer):
    other = {**FACTS, "period_start": datetime.date(2024, 4, 1), "period_end": datetime.date(2025, 3, 31)}
    record_survey(household, by=officer, facts=other, lines=LINES)
    with pytest.raises(DomainError, match="该核算期已有收支调查"):
        edit_survey(survey, by=officer, facts=other, lines=LINES)


def test_an_archive_under_review_takes_no_survey(officer):
    archive = HouseholdFactory(status=Status.UNDER_REVIEW)
    with pytest.raises(DomainError, match="正在审核"):
        record_survey(archive, by=officer, facts=FACTS, lines=LINES)


def test_the_same_standard_again_is_the_one_on_file(standard, provincial):
    again = set_standard(by=provincial, union=standard.union, valid_from=standard.valid_from, amount=Decimal("740.00"))
    assert again == standard


def test_another_amount_for_the_same_day_is_refused(standard, provincial):
    with pytest.raises(DomainError, match="2025-07-01 起已登记 740.00 元"):
        set_standard(by=provincial, union=standard.union, valid_from=standard.valid_from, amount=Decimal(750))


def test_a_standard_is_more_than_nothing(provincial):
    with pytest.raises(DomainError, match="标准应大于零"):
        set_standard(by=provincial, union=union("532500"), valid_from=datetime.date(2025, 7, 1), amount=Decimal(0))


@pytest.mark.usefixtures("survey")
def test_a_standard_that_a_survey_was_held_against_stays(standard, provincial):
    with pytest.raises(DomainError, match="已被收支调查或认定测算使用，不能移除"):
        remove_standard(standard, by=provincial)


def test_a_standard_not_used_yet_can_be_removed_and_removing_twice_changes_nothing(standard, provincial):
    remove_standard(standard, by=provincial)
    remove_standard(standard, by=provincial)
    assert not LivingStandard.objects.exists()


MEMOS = ("government_aid", "basic_pension", "union_aid", "compensation", "savings", "investments")


def test_what_the_identification_rules_ask_besides_is_kept_and_no_part_of_the_figure(household, officer):
    lines = {**LINES, **{kind: Line(Decimal(9000)) for kind in MEMOS}}
    survey = record_survey(household, by=officer, facts=FACTS, lines=lines)
    assert (survey.per_head, survey.income, survey.rigid) == (500, 36000, 12000)
    assert [line.kind for line in survey.memo_lines] == list(MEMOS)
