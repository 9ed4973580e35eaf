"""Querysets of third-party verification: a sample is seen by those who run the project, until it is over by others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models

from audits.verification.enums import (
    FINAL,
    IN_DISPUTE,
    KNOWN_TO_UNIONS,
    FindingStatus,
    InterviewStatus,
    Outcome,
    ProjectStatus,
)
from audits.verification.mending import is_sent
from core import clock
from organizations.enums import CHECKING_ROLES, SUBTREE_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import User


class VerificationQuerySet(models.QuerySet):
    """Verifications, around the unions that have them carried out."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the verifications of the unions of the user's subtree roles, and of those above them."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def kept_by(self, user: User) -> Self:
        """Narrow to the verifications that the user runs."""
        return self.filter(user.scope.subtree("union__path", [Role.OFFICER]))

    def to_share_out(self) -> Self:
        """Narrow to those whose sample waits to be given to assessors."""
        return self.filter(status=ProjectStatus.DRAWN)

    def to_take_in(self) -> Self:
        """Narrow to those of which interviews wait to be taken in."""
        waiting = models.Exists(
            apps.get_model("audits", "Interview").objects.filter(
                verification=models.OuterRef("pk"), status=InterviewStatus.SUBMITTED
            )
        )
        return self.filter(waiting, status=ProjectStatus.RUNNING)

    def for_list(self) -> Self:
        """Load whose each is, and who carries it out."""
        return self.select_related("union", "agency", "created_by", "drawn_by")


class _OfVerification(models.QuerySet):
    """Rows of a verification: whom it asks is known to those alone who run it, lest a union prepare for the visit."""

    at = ""

    def visible_to(self, user: User) -> Self:
        """Narrow to the rows of verifications of the user's own unions, and of ended ones to those below them."""
        own = user.scope.subtree("verification__union__path", SUBTREE_ROLES)
        ended = user.scope.subtree(f"{self.at}__path", SUBTREE_ROLES)
        return self.filter(own | ended & models.Q(verification__status=ProjectStatus.CLOSED))


class OutsideQuerySet(_OfVerification):
    """Households of lists of others."""

    at = "union"


class UnitQuerySet(_OfVerification):
    """The population."""

    at = "union"


class SampleQuerySet(_OfVerification):
    """The sample."""

    at = "unit__union"

    def for_list(self) -> Self:
        """Load what a list shows, in the order of the draw."""
        loaded = self.select_related("unit__household", "unit__outside", "unit__union", "stratum__union")
        return loaded.order_by("stratum", "unit__place")

    def with_replacements(self) -> Self:
        """Load whom each replaces, who replaces it, who said so, and its interviews (one query more)."""
        loaded = self.select_related("replaces__unit", "replaced_by__unit", "left_by")
        return loaded.prefetch_related(models.Prefetch("interviews"))

    def narrowed(self, *, group: str = "", state: str = "", stratum: int | None = None) -> Self:
        """Narrow to a class, a stratum, and to who is asked, has left (for a reason) or was taken instead."""
        found = self.filter(stratum__population_class=group) if group else self
        found = found.filter(stratum=stratum) if stratum else found
        if state == "asked":
            return found.asked()
        if state == "left":
            return found.exclude(left_reason="")
        if state == "taken":
            return found.filter(replaces__isnull=False)
        return found.filter(left_reason=state) if state else found

    def asked(self) -> Self:
        """Leave out those who could not be asked."""
        return self.filter(left_reason="")


def in_field_of(user: User, at: str = "") -> models.Q:
    """Return the condition that a row belongs to an interview of an assessor while the field work lasts.

    ``at`` is the way from the row to the interview. Who has gone over to another agency has none of the former, who
    verifies elsewhere by now has none of where they did.
    """
    if not user.scope.has(Role.ASSESSOR):
        return models.Q(pk__in=[])
    today, project = clock.today(), f"{at}verification"
    during = models.Q(**{f"{project}__starts_on__lte": today, f"{project}__ends_on__gte": today})
    own = models.Q(**{f"{at}assessor": user, f"{project}__agency": user.agency_id})
    own &= user.scope.subtree(f"{project}__union__path", [Role.ASSESSOR])
    return during & own & models.Q(**{f"{project}__status": ProjectStatus.RUNNING})


class InterviewQuerySet(models.QuerySet):
    """Interviews: an assessor's own while the field work lasts, all of a verification for those who run it."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the interviews of verifications of the user's own unions."""
        return self.filter(user.scope.subtree("verification__union__path", SUBTREE_ROLES))

    def in_hands_of(self, user: User) -> Self:
        """Narrow to an assessor's own, from the first to the last day of the field work, not a day longer."""
        return self.given_to(user).exclude(status=InterviewStatus.DROPPED)

    def given_to(self, user: User) -> Self:
        """Narrow to what an assessor was given in that time, with those who could not be asked."""
        return self.filter(in_field_of(user))

    def for_list(self) -> Self:
        """Load what a list shows."""
        units = ("sample__unit__household", "sample__unit__outside", "sample__unit__union")
        return self.select_related(*units, "sample__stratum", "assessor")

    def in_states(self, statuses: Iterable[str]) -> Self:
        """Narrow to some states, all but of replaced households when none is given."""
        wanted = list(statuses)
        return self.filter(status__in=wanted) if wanted else self.exclude(status=InterviewStatus.DROPPED)

    def for_field(self) -> Self:
        """Load what an assessor reads of an errand: whose it is, where they live, and for which verification."""
        units = [f"sample__unit__{part}" for part in ("household", "outside", "union")]
        loaded = self.select_related(*units, "sample__stratum", "verification__union", "verification__questionnaire")
        return loaded.defer("sample__unit__household__search")


class InterviewPhotoQuerySet(models.QuerySet):
    """Photos and signatures of interviews."""

    def visible_to(self, user: User) -> Self:
        """Narrow to an assessor's own interviews while the field work lasts, and to what the user keeps."""
        kept = user.scope.subtree("interview__verification__union__path", SUBTREE_ROLES)
        return self.filter(kept | in_field_of(user, "interview__"))

    def present(self) -> Self:
        """Leave out those that were taken back."""
        return self.filter(removed_at__isnull=True)


class FindingQuerySet(models.QuerySet):
    """Findings: all of a verification for those who run it, for others those of their households once decided."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the findings of verifications of the user's own unions, and to decided ones below them."""
        own = user.scope.subtree("verification__union__path", SUBTREE_ROLES)
        below = user.scope.subtree("sample__unit__union__path", SUBTREE_ROLES)
        return self.filter(own | below & models.Q(status__in=KNOWN_TO_UNIONS))

    def for_list(self) -> Self:
        """Load what a list shows, in the order of the draw."""
        units = ("sample__unit__household", "sample__unit__outside", "sample__unit__union", "sample__stratum__union")
        return self.select_related(*units, "interview__assessor").order_by("sample__stratum", "sample__unit__place")

    def waiting_for(self, user: User) -> Self:
        """Narrow to those that the user may decide about now as one of two, or settle as the third."""
        own = user.scope.subtree("verification__union__path", CHECKING_ROLES)
        second = models.Q(status=FindingStatus.FIRST) & ~models.Q(first_by=user.pk)
        third = models.Q(status__in=IN_DISPUTE) & ~models.Q(first_by=user.pk) & ~models.Q(second_by=user.pk)
        waiting = models.Q(status=FindingStatus.PROPOSED) | second | third
        return self.filter(own & waiting).exclude(contest__by=user.pk)

    def contestable_by(self, user: User) -> Self:
        """Narrow to those against which the user may still contest that something is wrong."""
        own = user.scope.subtree("sample__unit__union__path", [Role.OFFICER])
        decided = models.Q(status=FindingStatus.DECIDED, contest_until__gte=clock.today())
        return self.filter(own & decided).exclude(outcome=Outcome.CORRECT)

    def wrong(self) -> Self:
        """Narrow to those that count as anything but right."""
        return self.filter(status__in=FINAL).exclude(outcome=Outcome.CORRECT)

    def blamed_for(self, cause: str) -> Self:
        """Narrow to the wrong ones with a cause that counts."""
        return self.wrong().filter(found_causes__contains=[cause])

    def for_page(self) -> Self:
        """Load what the page of one shows."""
        people = ("first_by", "second_by", "third_by", "contest__by", "contest__union")
        loaded = self.for_list().select_related("verification__union", "rule_set", "exit_rule", *people)
        return loaded.prefetch_related(
            "interview__verification__questionnaire__questions", "contest__papers", "rectifications"
        )

    def to_mend(self) -> Self:
        """Narrow to those that are wrong for good, nothing being contested any more, and not out to be mended."""
        settled = models.Q(status=FindingStatus.SETTLED)
        uncontested = models.Q(status=FindingStatus.DECIDED, contest_until__lt=clock.today())
        return self.filter(settled | uncontested, ~is_sent("finding")).exclude(outcome=Outcome.CORRECT)
