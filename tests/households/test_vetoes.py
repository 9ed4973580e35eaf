"""Recording what bars a household, and overriding it with a reason."""

import datetime
from decimal import Decimal

import pytest
from django.db import Error, transaction

from core.errors import DomainError, NotAllowed
from households.actions.attachments import attach_file
from households.actions.eligibility import check_eligibility, flag_veto, override_veto
from households.actions.income import Line, record_survey
from households.actions.standards import set_standard
from households.enums import AttachmentKind, LineKind, Status
from households.models import RuleSet, VetoFinding, VetoRule
from households.timeline import timeline_of
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.files import photo, upload

pytestmark = pytest.mark.django_db
FACTS = {"period_start": datetime.date(2025, 4, 1), "period_end": datetime.date(2026, 3, 31), "persons": 1}
SEEN = "2026-05-06 车管所查询，名下小型轿车 1 辆"
WHY = "车辆为本人残疾代步所用，见购车发票"


@pytest.fixture
def ready(household, officer, provincial):
    """The household with a survey by which it is 深度困难."""
    set_standard(by=provincial, union=union("532500"), valid_from=datetime.date(2025, 7, 1), amount=Decimal(640))
    record_survey(household, by=officer, facts=FACTS, lines={LineKind.WAGES: Line(Decimal(6000))})
    return household


@pytest.fixture
def vehicle():
    return VetoRule.objects.get(rule_set__regime="B2020", code="vehicle")


@pytest.fixture
def finding(ready, officer, vehicle):
    return flag_veto(ready, by=officer, rule=vehicle, evidence=SEEN)


def paper_of(household, by):
    return attach_file(household, by=by, kind=AttachmentKind.OTHER, title="行驶证", upload=upload(photo()))


def test_a_veto_is_recorded_with_its_evidence_and_fails_the_check(ready, officer, finding):
    check = check_eligibility(ready, by=officer)
    assert (finding.code, finding.found_by, finding.stands) == ("vehicle", officer, True)
    assert (check.category, check.passed, check.outcome) == ("deep", False, "有否决情形，不予认定")
    assert SEEN in check.lines[-2]["text"]
    assert "但有否决情形" in check.lines[-1]["text"]


def test_the_same_veto_again_is_the_one_that_stands(ready, reviewer, vehicle, finding):
    assert flag_veto(ready, by=reviewer, rule=vehicle, evidence="又查一次") == finding
    assert VetoFinding.objects.get().evidence == SEEN


def test_an_override_names_who_and_why_and_brings_the_finding_back(ready, officer, reviewer, finding):
    paper = paper_of(ready, officer)
    override_veto(finding, by=reviewer, reason=WHY, paper=paper)
    stored = VetoFinding.objects.get()
    assert (stored.overridden_by, stored.override_reason, stored.override_paper) == (reviewer, WHY, paper)
    check = check_eligibility(ready, by=officer)
    assert (check.passed, check.outcome) == (True, "符合认定条件：深度困难职工")
    assert f"经复核不作否决，理由：{WHY}" in check.lines[-2]["text"]


def test_a_second_override_changes_nothing_and_a_new_finding_may_stand(ready, officer, reviewer, vehicle, finding):
    override_veto(finding, by=reviewer, reason=WHY)
    assert override_veto(finding, by=reviewer, reason="另一个理由").override_reason == WHY
    again = flag_veto(ready, by=officer, rule=vehicle, evidence="又购车 1 辆")
    assert (again.pk != finding.pk, check_eligibility(ready, by=officer).passed) == (True, False)


def test_who_recorded_it_does_not_override_it(ready, reviewer, vehicle):
    own = flag_veto(ready, by=reviewer, rule=vehicle, evidence=SEEN)
    with pytest.raises(NotAllowed, match="登记人本人不能复核"):
        override_veto(own, by=reviewer, reason=WHY)
    approver = user_with(Role.APPROVER, "532500")
    assert not override_veto(own, by=approver, reason=WHY).stands


@pytest.mark.parametrize("who", ["officer", "registrar", "outsider", "provincial"])
def test_only_reviewers_and_approvers_above_override(who, request, finding):
    with pytest.raises(NotAllowed, match="审核、审批人员复核"):
        override_veto(finding, by=request.getfixturevalue(who), reason=WHY)
    assert VetoFinding.objects.get().stands


@pytest.mark.parametrize("who", ["registrar", "outsider"])
def test_who_does_not_record_one(who, request, ready, vehicle):
    with pytest.raises(NotAllowed):
        flag_veto(ready, by=request.getfixturevalue(who), rule=vehicle, evidence=SEEN)


def test_evidence_and_reason_are_asked_for(ready, officer, reviewer, vehicle, finding):
    with pytest.raises(DomainError, match="依据") as error:
        flag_veto(ready, by=officer, rule=vehicle, evidence="  ")
    assert error.value.field == "evidence"
    with pytest.raises(DomainError, match="理由") as error:
        override_veto(finding, by=reviewer, reason=" ")
    assert error.value.field == "reason"


def test_the_paper_belongs_to_the_archive(ready, officer, vehicle):
    other = paper_of(HouseholdFactory(), officer)
    with pytest.raises(DomainError, match="本档案现有的附件"):
        flag_veto(ready, by=officer, rule=vehicle, evidence=SEEN, paper=other)


def test_a_closed_archive_takes_none(officer, vehicle):
    closed = HouseholdFactory(status=Status.EXITED)
    with pytest.raises(DomainError, match="不能再修改"):
        flag_veto(closed, by=officer, rule=vehicle, evidence=SEEN)


def test_what_the_rules_of_the_day_do_not_bar_is_no_veto(ready, officer):
    pensioner = VetoRule.objects.get(rule_set__regime="B2020", code="pensioner")
    flag_veto(ready, by=officer, rule=pensioner, evidence="退休证")
    assert check_eligibility(ready, by=officer).passed
    assert not RuleSet.objects.filter(vetoes__code="pensioner", vetoes__in_force=True).exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.delete(),
        lambda rows: rows.update(evidence="别的"),
        lambda rows: rows.update(code="shop"),
        lambda rows: rows.update(override_reason="无人签字"),
    ],
)
def test_the_database_keeps_what_was_recorded(change, finding):
    with pytest.raises(Error), transaction.atomic():
        change(VetoFinding.objects.filter(pk=finding.pk))


def test_an_override_is_not_rewritten(finding, reviewer):
    override_veto(finding, by=reviewer, reason=WHY)
    with pytest.raises(Error, match="only overridden, once"), transaction.atomic():
        VetoFinding.objects.update(override_reason="改写")


def test_the_timeline_tells_findings_vetoes_and_overrides(ready, officer, reviewer, finding):
    check_eligibility(ready, by=officer)
    override_veto(finding, by=reviewer, reason=WHY)
    check_eligibility(ready, by=reviewer)
    told = [(entry.title, entry.by) for entry in timeline_of(ready) if entry.kind == "eligibility"]
    assert told == [
        ("认定测算：符合认定条件：深度困难职工", "审核员"),
        ("不作否决：拥有机动车辆（残疾人代步车、生产经营必需的低值车辆除外）", "审核员"),
        ("认定测算：有否决情形，不予认定", "经办员"),
        ("登记否决情形：拥有机动车辆（残疾人代步车、生产经营必需的低值车辆除外）", "经办员"),
    ]
