"""People at every desk of a review of 建水县, and ways to bring a review to a step."""

import datetime
from dataclasses import dataclass

from core import clock
from core.workdays import add_workdays
from organizations.enums import Role, UnionKind
from organizations.models import Union, User
from reviews.actions.appraising import Sitting, Votes, record_appraisal
from reviews.actions.deciding import assess_many, decide_many, pass_step
from reviews.actions.starting import start_review
from reviews.enums import Outcome, StepKind, Subject
from reviews.models import Review
from tests.support.factories import UserFactory, union, user_with
from tests.support.notice_runs import run_notice

UNIT_CODE = "532524-901"


def unit() -> Union:
    """Return a grassroots union below 建水县, made when first asked for."""
    if found := Union.objects.filter(code=UNIT_CODE).first():
        return found
    fresh = Union(code=UNIT_CODE, name="建水县紫陶厂工会", kind=UnionKind.GRASSROOTS)
    return Union.objects.add_child(union("532524"), instance=fresh)


@dataclass
class Staff:
    """Who sits where."""

    unit_officer: User
    unit_reviewer: User
    county_officer: User
    county_reviewer: User
    prefecture_officer: User
    prefecture_approver: User
    prefecture_registrar: User
    outsider: User

    @classmethod
    def hire(cls) -> "Staff":
        """Make an account for each desk of the shipped procedure, and an officer of another prefecture."""
        unit()
        return cls(
            unit_officer=user_with(Role.OFFICER, UNIT_CODE, username="unit-officer", name="厂经办"),
            unit_reviewer=user_with(Role.REVIEWER, UNIT_CODE, username="unit-reviewer", name="厂审核"),
            county_officer=user_with(Role.OFFICER, "532524", username="co-officer", name="县经办"),
            county_reviewer=user_with(Role.REVIEWER, "532524", username="co-reviewer", name="县审核"),
            prefecture_officer=user_with(Role.OFFICER, "532500", username="pre-officer", name="州经办"),
            prefecture_approver=user_with(Role.APPROVER, "532500", username="pre-approver", name="州审批"),
            prefecture_registrar=user_with(Role.REGISTRAR, "532500", username="pre-registrar", name="州统计"),
            outsider=user_with(Role.OFFICER, "530100", username="kunming", name="外州经办"),
        )

    @staticmethod
    def again(user: User) -> User:
        """Return an account as the next request reads it, with nothing remembered."""
        return User.objects.get(pk=user.pk)

    def at(self, review: Review) -> User:
        """Return whose turn it is."""
        people = [person for person in vars(self).values() if isinstance(person, User)]
        found = [p for p in people if (review.acting_role, review.acting_path) in p.scope.places]
        return found[0]


def begin(staff: Staff, ref: str = "532524202600001", title: str = "赵小兰") -> Review:
    """Apply for an entry that no archive stands behind: the engine alone."""
    content = [["家庭", [["家庭人口", "3"], ["主要致困原因", "患重特大疾病"]]]]
    facts = {"subject": Subject.ENTRY, "union": unit(), "title": title, "subject_ref": ref}
    return start_review(**facts, content=content, facts={}, by=staff.unit_officer)


def sitting(**facts) -> Sitting:
    """Return a meeting of five, held today."""
    usual = {"held_on": clock.today(), "place": "职工之家", "chair": "厂主席", "attendees": "甲、乙、丙、丁、戊"}
    return Sitting(**{**usual, "attended": 5, **facts})


def step_on(review: Review, staff: Staff) -> Review:
    """Have the right person end the step that waits, whatever its kind; a notice as if it had run."""
    by = staff.at(review)
    match review.step.kind:
        case StepKind.APPRAISE:
            record_appraisal(review, by=by, sitting=sitting(), votes=Votes(5))
        case StepKind.DECIDE:
            pass_step(review, by=by, opinion="同意")
        case StepKind.NOTICE:
            run_notice([review], by=by)
            decide_many([review], Outcome.PASS, [StepKind.NOTICE], by=by, opinion="公示期满，无异议")
        case StepKind.ASSESS:
            assess_many([review], by=by)
    return Review.objects.for_list().get(pk=review.pk)


def bring_to(review: Review, staff: Staff, number: int) -> Review:
    """Pass all steps before the one of a number."""
    review = Review.objects.for_list().get(pk=review.pk)
    while review.step.number < number:
        review = step_on(review, staff)
    return review


def workday(day: datetime.date) -> datetime.date:
    """Return the first working day after a day."""
    return add_workdays(day, 1).day


__all__ = ["Staff", "UserFactory", "begin", "bring_to", "sitting", "step_on", "unit", "workday"]
