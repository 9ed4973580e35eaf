"""People at every desk of a payment of 建水县, and a batch brought to a state by the real actions."""

from dataclasses import dataclass

from assistance.actions.payments.locking import lock_batch
from assistance.actions.payments.submitting import submit_batch
from assistance.models import Batch
from organizations.enums import Role
from organizations.models import RoleAssignment, User
from reviews.actions.deciding import decide_many, pass_step
from reviews.enums import Outcome, StepKind
from reviews.models import Review
from tests.support.factories import user_with
from tests.support.notice_runs import run_notice
from tests.support.payments import batch_of


@dataclass
class Desks:
    """Who sits where."""

    officer: User
    reviewer: User
    approver: User
    finance: User
    prefecture_approver: User
    outsider: User

    @classmethod
    def hire(cls) -> "Desks":
        """Make an account for each desk, and an officer of another prefecture."""
        return cls(
            officer=user_with(Role.OFFICER, "532524", username="pay-officer", name="县经办"),
            reviewer=user_with(Role.REVIEWER, "532524", username="pay-reviewer", name="县审核"),
            approver=user_with(Role.APPROVER, "532524", username="pay-approver", name="县审批"),
            finance=user_with(Role.FINANCE, "532524", username="pay-finance", name="县财务"),
            prefecture_approver=user_with(Role.APPROVER, "532500", username="pay-prefecture", name="州审批"),
            outsider=user_with(Role.OFFICER, "530100", username="pay-outsider", name="外州经办"),
        )

    def at(self, review: Review) -> User:
        """Return whose turn it is."""
        return next(p for p in vars(self).values() if (review.acting_role, review.acting_path) in p.scope.places)


def both_desks(role: str = Role.REVIEWER) -> User:
    """Return an officer of 建水县 who holds another role there as well."""
    user = user_with(Role.OFFICER, name="两职")
    held = RoleAssignment.objects.get(user=user)
    facts = {"user": user, "union": user.union, "valid_from": held.valid_from, "expires_on": held.expires_on}
    RoleAssignment.objects.create(role=role, **facts)
    return user


def handed_in(desks: Desks, homes=2, **facts) -> Batch:
    """Draw a batch and hand it in."""
    return submit_batch(batch_of(desks.officer, homes=homes, **facts), by=desks.officer)


def approved(desks: Desks, homes=2, **facts) -> Batch:
    """Draw a batch and have everybody agree to it, its notice as if it had run."""
    return agreed(handed_in(desks, homes, **facts), desks)


def agreed(batch: Batch, desks: Desks) -> Batch:
    """Have everybody agree to a batch that was handed in."""
    review = Review.objects.select_related("step").get(pk=batch.review_id)
    while review.step:
        review = step_on(review, desks)
    return Batch.objects.get(pk=batch.pk)


def step_on(review: Review, desks: Desks) -> Review:
    """Have the right person end the step that waits."""
    by = desks.at(review)
    if review.step.kind == StepKind.NOTICE:
        run_notice([review], by=by)
        decide_many([review], Outcome.PASS, [StepKind.NOTICE], by=by, opinion="公示期满，无异议")
    else:
        pass_step(review, by=by, opinion="同意")
    return Review.objects.select_related("step").get(pk=review.pk)


def locked(desks: Desks, homes=2, **facts) -> Batch:
    """Draw a batch, have it agreed to, and lock it."""
    return lock_batch(approved(desks, homes, **facts), by=desks.finance)
