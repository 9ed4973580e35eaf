"""Drawing up a procedure: from a copy to a version in force, and who may."""

import datetime

import pytest

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from reviews.actions.procedures import (
    add_step,
    copy_procedure,
    discard_procedure,
    edit_procedure,
    edit_step,
    faults,
    move_step,
    publish_procedure,
    remove_step,
)
from reviews.actions.starting import procedure_for
from reviews.enums import StepKind, StepLevel, Subject
from reviews.models import Procedure, Step
from tests.support.factories import union, user_with
from tests.support.reviews import begin, step_on, unit

pytestmark = pytest.mark.django_db
DECISION = {"kind": StepKind.DECIDE, "name": "复核", "level": StepLevel.COUNTY, "role": Role.REVIEWER, "work_days": 3}


@pytest.fixture
def approver():
    return user_with(Role.APPROVER, "532500", username="drafter", name="州审批")


@pytest.fixture
def shipped():
    return Procedure.objects.get(subject=Subject.ENTRY)


@pytest.fixture
def draft(shipped, approver):
    return copy_procedure(shipped, by=approver, union=union("532500"))


def names(procedure):
    return list(procedure.steps.order_by("number").values_list("name", flat=True))


def numbers(procedure):
    return list(procedure.steps.order_by("number").values_list("number", flat=True))


def test_a_copy_holds_the_same_steps_and_is_no_procedure_yet(draft, shipped):
    assert (names(draft), draft.published_at) == (names(shipped), None)
    assert procedure_for(Subject.ENTRY, unit()) == shipped


def test_copying_again_returns_the_draft(draft, shipped, approver):
    assert copy_procedure(shipped, by=approver, union=union("532500")) == draft


@pytest.mark.parametrize("code", ["530000", "530100", "532524"])
def test_who_is_of_a_prefecture_draws_up_for_it_alone(shipped, approver, code):
    with pytest.raises(NotAllowed, match="本级范围"):
        copy_procedure(shipped, by=approver, union=union(code))


def test_the_province_draws_up_for_a_prefecture(shipped, provincial, officer):
    assert copy_procedure(shipped, by=provincial, union=union("532500")).union == union("532500")
    with pytest.raises(NotAllowed):
        copy_procedure(shipped, by=officer, union=union("532500"))


def test_a_step_is_added_before_the_assessment_moved_changed_and_removed(draft, approver):
    added = add_step(draft, by=approver, **DECISION)
    assert names(draft)[-2:] == ["复核", "考核"]
    move_step(added, by=approver, up=True)
    assert names(draft)[-3:] == ["复核", "州级终审", "考核"]
    edit_step(added, by=approver, name="会审", work_days=2)
    remove_step(draft.steps.get(name="县级评议"), by=approver)
    assert "县级评议" not in names(draft)
    assert numbers(draft) == list(range(1, 11))


def test_at_the_ends_nothing_moves(draft, approver):
    before = names(draft)
    move_step(draft.steps.get(number=1), by=approver, up=True)
    move_step(draft.steps.get(number=10), by=approver, up=False)
    assert names(draft) == before


def test_published_it_holds_below_its_union_from_its_day_on(draft, shipped, approver):
    edit_procedure(draft, by=approver, name="红河州程序", note="")
    day = clock.today() + datetime.timedelta(days=30)
    publish_procedure(draft, by=approver, valid_from=day)
    assert procedure_for(Subject.ENTRY, unit()) == shipped
    with clock.at(day):
        assert procedure_for(Subject.ENTRY, unit()) == draft
        assert procedure_for(Subject.ENTRY, union("530100")) == shipped


def test_a_running_review_keeps_the_procedure_that_it_began_with(review, staff, draft, shipped, approver):
    remove_step(draft.steps.get(name="基层公示"), by=approver)
    publish_procedure(draft, by=approver, valid_from=clock.today())
    assert step_on(review, staff).step.name == "基层公示"
    fresh = begin(staff, ref="2")
    assert (review.procedure, fresh.procedure) == (shipped, draft)
    assert step_on(fresh, staff).step.name == "基层初审"


def test_a_published_one_is_changed_by_nobody(draft, approver):
    step = draft.steps.get(number=2)
    for _twice in range(2):
        publish_procedure(draft, by=approver, valid_from=clock.today())
    for act in (
        lambda: edit_procedure(draft, by=approver, name="甲", note=""),
        lambda: add_step(draft, by=approver, **DECISION),
        lambda: edit_step(step, by=approver, name="甲"),
        lambda: move_step(step, by=approver, up=True),
        lambda: remove_step(step, by=approver),
        lambda: discard_procedure(draft, by=approver),
    ):
        with pytest.raises(Conflict, match="已经发布"):
            act()


def test_a_past_day_or_a_taken_one_is_refused(draft, shipped, approver):
    with pytest.raises(DomainError, match="不能早于今天"):
        publish_procedure(draft, by=approver, valid_from=clock.today() - datetime.timedelta(days=1))
    publish_procedure(draft, by=approver, valid_from=clock.today())
    second = copy_procedure(shipped, by=approver, union=union("532500"))
    with pytest.raises(Conflict, match="另一个执行日期"):
        publish_procedure(second, by=approver, valid_from=clock.today())


def test_a_draft_with_faults_is_not_published(draft, approver):
    move_step(draft.steps.get(number=1), by=approver, up=False)
    with pytest.raises(DomainError, match="第一个环节应为申请"):
        publish_procedure(draft, by=approver, valid_from=clock.today())


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ("apply decide assess", ""),
        ("decide apply", "第一个环节应为申请"),
        ("apply apply decide", "只有一个申请环节"),
        ("apply appraise", "至少要有一个审定环节"),
        ("apply assess decide", "考核只能是最后一个环节"),
        ("apply decide appraise", "评议应在最后一次审定之前"),
        ("apply decide notice", "公示应在最后一次审定之前"),
    ],
)
def test_what_is_wrong_with_steps_is_said(kinds, words):
    found = "；".join(faults([Step(kind=kind, name=f"环节{n}") for n, kind in enumerate(kinds.split())]))
    assert words in found
    assert bool(words) == bool(found)


def test_two_steps_have_two_names():
    assert faults([Step(kind="apply", name="甲"), Step(kind="decide", name="甲")]) == ["环节名称不能重复"]


def test_a_discarded_draft_is_gone_and_said_to_be(draft, approver):
    discard_procedure(draft, by=approver)
    with pytest.raises(Conflict, match="已被删除"):
        edit_procedure(draft, by=approver, name="甲", note="")
