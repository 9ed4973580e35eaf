"""From interviews to findings: proposed by the rules in force, decided by two, contested, settled by a third."""

import datetime

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audits.actions.verification.findings import (
    begin_judging,
    close_verification,
    contest_finding,
    decide_finding,
    settle_finding,
)
from audits.models import OutsideHousehold, VerificationFinding
from audits.verification.enums import FindingStatus, Outcome, PopulationClass, ProjectStatus
from audits.verification.repeats import causes_of
from core import clock
from core.errors import DomainError, NotAllowed
from households.eligibility.calculator import calculate
from households.eligibility.facts import facts_from_json
from households.eligibility.parameters import rules_of
from tests.audits.verification.conftest import POOR, RICH
from tests.support.factories import HouseholdFactory, union
from tests.support.verification import answered, assessors, decided, in_the_field, judged, verification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("found_once")]


def finding_of(found, archive):
    return found.findings.get(sample__unit__household=archive)


def test_each_household_is_proposed_by_the_rules_in_force(found, archives):
    proposed = [finding_of(found, archive).proposed for archive in archives]
    assert proposed == [Outcome.CORRECT, Outcome.OVERDUE, Outcome.WRONGLY_FILED, Outcome.WRONG_FACTS]
    assert finding_of(found, archives[3]).reasons[1] == "档案信息与实际不符：家庭人口。"
    causes = [finding_of(found, archive).causes for archive in archives]
    assert causes == [[], ["达到退出标准仍在档"], ["拥有机动车辆"], ["家庭人口"]]


def test_a_finding_can_be_calculated_again_from_what_it_keeps(found, archives):
    finding = finding_of(found, archives[1])
    again = calculate(facts_from_json(finding.facts), rules_of(finding.rule_set))
    assert (again.passed, finding.facts["amounts"]["wages"]) == (False, "60000.00")
    assert [line["text"] for line in finding.lines][: len(again.lines)] == [line.text for line in again.lines]


def test_nothing_is_judged_while_an_interview_waits(provincial, archives):
    with pytest.raises(DomainError, match="份问卷没有认可"):
        begin_judging(in_the_field(provincial, assessors(2), name="另一次核查"), by=provincial)


def test_two_who_say_the_same_decide(found, archives, judges):
    finding = decided(finding_of(found, archives[1]), judges)
    assert (finding.status, finding.outcome) == (FindingStatus.DECIDED, Outcome.OVERDUE)
    assert finding.contest_until > clock.today()


@pytest.mark.parametrize(
    ("place", "said", "counted"),
    [
        (1, [("overdue", []), ("overdue", [])], ["达到退出标准仍在档"]),
        (1, [("wrongly_filed", ["拥有机动车辆"]), ("wrongly_filed", [])], ["拥有机动车辆"]),
        (2, [("wrongly_filed", []), ("wrongly_filed", ["不符合认定条件"])], ["拥有机动车辆", "不符合认定条件"]),
        (1, [("wrongly_filed", []), ("wrongly_filed", [])], ["不符合认定条件"]),
        (0, [("wrong_facts", ["家庭成员"]), ("wrong_facts", [])], ["家庭成员"]),
        (0, [("wrong_facts", []), ("wrong_facts", [])], ["档案信息与实际不符"]),
        (2, [("correct", []), ("correct", [])], []),
    ],
)
def test_what_is_not_as_proposed_counts_for_what_the_two_name(found, archives, judges, place, said, counted):
    finding = finding_of(found, archives[place])
    for judge, (outcome, causes) in zip(judges, said, strict=True):
        finding = decide_finding(finding, by=judge, outcome=outcome, words="核对佐证。", causes=causes)
    assert finding.found_causes == counted
    rows = VerificationFinding.objects.all()
    assert [row.cause for row in causes_of(rows, union("530000"))] == sorted(counted)
    assert all(rows.blamed_for(cause).get() == finding for cause in counted)


def test_a_cause_belongs_to_its_outcome(found, archives, judges):
    with pytest.raises(DomainError, match="问题点"):
        decide_finding(finding_of(found, archives[0]), by=judges[0], outcome="overdue", words="x", causes=["家庭成员"])


def test_a_third_names_causes_or_keeps_those_of_the_first(found, archives, judges, third):
    finding = finding_of(found, archives[0])
    decide_finding(finding, by=judges[0], outcome="wrong_facts", words="成员不符。", causes=["家庭成员"])
    decide_finding(finding, by=judges[1], outcome="correct")
    assert settle_finding(finding, by=third, outcome="wrong_facts", words="属实。").found_causes == ["家庭成员"]


def test_nobody_decides_twice(found, archives, judges):
    finding = finding_of(found, archives[1])
    once = decide_finding(finding, by=judges[0], outcome=Outcome.OVERDUE)
    assert decide_finding(once, by=judges[0], outcome=Outcome.OVERDUE).status == FindingStatus.FIRST
    with pytest.raises(DomainError, match="须由另一人"):
        decide_finding(once, by=judges[0], outcome=Outcome.CORRECT, words="更正")
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationFinding.objects.filter(pk=finding.pk).update(second_by=judges[0])


def test_two_who_differ_are_settled_by_a_third(found, archives, judges, third):
    finding = decide_finding(finding_of(found, archives[1]), by=judges[0], outcome=Outcome.OVERDUE)
    split = decide_finding(finding, by=judges[1], outcome=Outcome.CORRECT, words="收入为一次性补偿。")
    assert (split.status, split.outcome) == (FindingStatus.SPLIT, "")
    with pytest.raises(DomainError, match="第三人"):
        settle_finding(split, by=judges[0], outcome=Outcome.CORRECT, words="同意")
    settled = settle_finding(split, by=third, outcome=Outcome.CORRECT, words="补偿不计入。")
    assert (settled.status, settled.outcome) == (FindingStatus.SETTLED, Outcome.CORRECT)


@pytest.mark.parametrize(
    ("outcome", "words", "field"),
    [(Outcome.CORRECT, " ", "words"), (Outcome.MISSED, "x", "outcome"), ("nonsense", "x", "outcome")],
)
def test_an_outcome_is_one_of_its_class_and_another_than_proposed_needs_words(
    found, archives, judges, outcome, words, field
):
    with pytest.raises(DomainError) as refusal:
        decide_finding(finding_of(found, archives[1]), by=judges[0], outcome=outcome, words=words)
    assert refusal.value.field == field


def test_a_union_contests_in_its_days_and_a_third_settles(found, archives, judges, third, officer):
    finding = decided(finding_of(found, archives[1]), judges)
    contested = contest_finding(finding, by=officer, text="工资为两年合计，附工资流水。")
    assert contest_finding(contested, by=officer, text="again").contest.text == "工资为两年合计，附工资流水。"
    assert (contested.status, contested.outcome) == (FindingStatus.CONTESTED, Outcome.OVERDUE)
    settled = settle_finding(contested, by=third, outcome=Outcome.CORRECT, words="流水属实。")
    assert (settled.outcome, settled.second_outcome) == (Outcome.CORRECT, Outcome.OVERDUE)


def test_nobody_contests_that_all_is_right(found, archives, judges, officer):
    with pytest.raises(DomainError, match="认定为正确"):
        contest_finding(decided(finding_of(found, archives[0]), judges), by=officer, text="不服")


def test_after_its_days_nobody_contests(found, archives, judges, officer):
    finding = decided(finding_of(found, archives[1]), judges)
    with clock.at(finding.contest_until + datetime.timedelta(days=1)), pytest.raises(DomainError, match="已于"):
        contest_finding(finding, by=officer, text="迟了")


def test_who_may_do_what(found, archives, judges, officer, outsider, provincial):
    finding = finding_of(found, archives[1])
    for user in (officer, outsider, provincial):
        with pytest.raises(NotAllowed):
            decide_finding(finding, by=user, outcome=Outcome.OVERDUE)
    with pytest.raises(NotAllowed):
        contest_finding(decided(finding, judges), by=outsider, text="与我无关")


def test_a_union_knows_a_finding_when_it_is_decided(found, archives, judges, officer, outsider):
    decided(finding_of(found, archives[1]), judges)
    decide_finding(finding_of(found, archives[0]), by=judges[0], outcome=Outcome.CORRECT)
    seen = [VerificationFinding.objects.visible_to(user).count() for user in (judges[0], officer, outsider)]
    assert seen == [4, 1, 0]


def test_it_ends_when_all_is_final_and_no_contest_can_come(found, judges, provincial):
    with pytest.raises(DomainError, match="还有 4 户没有认定完毕"):
        close_verification(found, by=provincial)
    findings = [decided(finding, judges) for finding in found.findings.all()]
    with pytest.raises(DomainError, match="申辩期到"):
        close_verification(found, by=provincial)
    with clock.at(findings[0].contest_until + datetime.timedelta(days=1)):
        assert close_verification(found, by=provincial).status == ProjectStatus.CLOSED


@pytest.mark.parametrize("change", [{"status": FindingStatus.PROPOSED}, {"outcome": ""}])
def test_the_database_keeps_a_decision(found, archives, judges, change):
    finding = decided(finding_of(found, archives[1]), judges)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        VerificationFinding.objects.filter(pk=finding.pk).update(**change)


def outside(found, number, **facts):
    usual = {"union": union("532524"), "name": "钱大海", "source": "民政低保边缘名单"}
    return OutsideHousehold.objects.create(verification=found, number=number, **usual | facts)


def test_who_is_poor_without_an_archive_was_missed(provincial, archives):
    only = {"name": "另一次核查", "classes": [PopulationClass.NOT_FILED]}
    only |= {"starts_on": clock.today(), "ends_on": clock.today()}
    field = verification(provincial, **only)
    for number in ("MZ1", "MZ2"):
        outside(field, number)
    judged(in_the_field(provincial, assessors(2), **only), provincial, said={"MZ1": POOR, "MZ2": RICH})
    found = dict(field.findings.values_list("sample__unit__key", "proposed"))
    assert found == {"MZ1": Outcome.MISSED, "MZ2": Outcome.CORRECT}


def test_the_statements_of_judging_do_not_grow_with_the_sample(provincial, archives):
    people, counts = assessors(2), []
    for name in ("甲", "乙"):
        field = answered(in_the_field(provincial, people, name=name), provincial)
        with CaptureQueriesContext(connection) as queries:
            begin_judging(field, by=provincial)
        counts.append(len(queries))
        HouseholdFactory.create_batch(2)
    assert counts[0] == counts[1]
