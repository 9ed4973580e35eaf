"""Querysets of six-clear states and of campaigns."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Prefetch, Q

from audits.enums import ConfirmationKind, VerifyReason
from households.clearmask import ALL_CLEAR
from households.enums import IN_CARE
from households.models import ArchiveGrant
from households.querysets import PartQuerySet, in_scope
from organizations.enums import CHECKING_ROLES, SUBTREE_ROLES, Role
from organizations.scope import paths_down_to
from reviews.enums import LIVE
from reviews.models import Review

if TYPE_CHECKING:
    from organizations.models import Union, User

CADRE_HOLDS = Q(cadre_confirmed_at__gte=F("facts_changed_at"))
OVERTAKEN_BY_FACTS = Q(computed_at__isnull=True) | Q(computed_at__lt=F("facts_changed_at"))
COUNTY_HOLDS = Q(county_checked_at__gte=F("facts_changed_at"))


class ClearStateQuerySet(PartQuerySet):
    def stale(self, day: datetime.date) -> ClearStateQuerySet:
        """Narrow to states that facts or time have overtaken by a day."""
        return self.filter(OVERTAKEN_BY_FACTS | Q(due_on__lte=day))

    def overtaken_by_facts(self) -> ClearStateQuerySet:
        """Narrow to states whose facts have changed since they were computed."""
        return self.filter(OVERTAKEN_BY_FACTS)

    def awaiting(self, kind: str, user: User) -> ClearStateQuerySet:
        """Narrow to the households, clear in all six, whose confirmation or check this user may make now."""
        ready = self.filter(household__clear_mask=ALL_CLEAR, household__status__in=IN_CARE)
        if kind == ConfirmationKind.COUNTY:
            held = user.scope.subtree("household__union_path", CHECKING_ROLES)
            return ready.filter(held, CADRE_HOLDS).exclude(COUNTY_HOLDS)
        own = user.scope.subtree("household__union_path", [Role.OFFICER])
        if user.scope.has(Role.CADRE):
            own |= Q(pk__in=list(ArchiveGrant.objects.valid_for(user).values_list("household", flat=True)))
        return ready.filter(own).exclude(CADRE_HOLDS)

    def to_verify(self, place: Union | None = None) -> ClearStateQuerySet:
        """Narrow to archives in care with a reason to be re-verified, by their numbers; of one union, or of all."""
        found = self.filter(verify_mask__gt=0, household__status__in=IN_CARE)
        found = found.filter(household__union_path__startswith=place.path) if place else found
        found = found.select_related("household__union").defer("household__search", "reasons")
        return found.order_by("household__archive_no")

    def for_reason(self, reason: VerifyReason) -> ClearStateQuerySet:
        """Narrow to those with one reason among theirs."""
        return self.filter(verify_mask__in=[mask for mask in range(sum(VerifyReason) + 1) if mask & reason])

    def for_list(self) -> ClearStateQuerySet:
        """Load the archives beside the states, those entered first at the top."""
        return self.select_related("household__union").defer("household__search", "reasons").order_by("pk")


class UnionWideQuerySet(models.QuerySet):
    """What a union carries out over all archives below it, from a day until it is closed."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those that the user has a part in: of unions below and above those of subtree roles."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def for_list(self) -> Self:
        """Load whose each is."""
        return self.select_related("union", "created_by")

    def open(self) -> Self:
        """Narrow to those that are not closed."""
        return self.filter(closed_at__isnull=True)


class PlacedQuerySet(models.QuerySet):
    """Rows that repeat the tree path of their union."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the rows below the unions of the user's subtree roles."""
        return self.filter(user.scope.subtree("union_path"))

    def within(self, union: Union) -> Self:
        """Narrow to the rows of a union's subtree."""
        return self.filter(union_path__startswith=union.path)


class RecheckQuerySet(UnionWideQuerySet):
    """回头看."""


class RecheckEntryQuerySet(PlacedQuerySet):
    """Archives of 回头看."""

    def for_list(self) -> RecheckEntryQuerySet:
        """Load the archives beside the entries with their reviews (``asked``), in the order of their numbers."""
        from audits.models import HouseholdReview  # noqa: PLC0415 -- models use these querysets

        asked = HouseholdReview.objects.select_related("review").order_by("-review")
        rows = self.select_related("recheck", "household__union", "by").defer("household__search", "household__remark")
        rows = rows.prefetch_related(Prefetch("household__household_reviews", asked, to_attr="asked"))
        return rows.order_by("household__archive_no")


class CampaignQuerySet(UnionWideQuerySet):
    """专项行动."""


class TargetQuerySet(PlacedQuerySet):
    """Archives of campaigns."""

    def for_list(self) -> Self:
        """Load the archives beside the targets, in the order of their numbers."""
        rows = self.select_related("household__union").defer("household__search", "household__remark")
        return rows.order_by("household__archive_no")


class CampaignDayQuerySet(PlacedQuerySet):
    """Figures of campaigns by day and county."""


class ExitRuleQuerySet(models.QuerySet):
    """Dated rules of exit."""

    def visible_to(self, user: User) -> ExitRuleQuerySet:
        """Narrow to the rules of the user's regions, and of those above, which hold there as well."""
        return self.filter(user.scope.around("union__path"))

    def holding_for(self, union: Union, level: str, day: datetime.date) -> ExitRuleQuerySet:
        """Narrow to the rules that hold for a union's archives on a day; the nearest, narrowest, latest first."""
        found = self.filter(union__path__in=paths_down_to(union.path), valid_from__lte=day, level__in=["", level])
        return found.select_related("union").order_by("-union__depth", "-level", "-valid_from")

    def for_list(self) -> ExitRuleQuerySet:
        """Load the unions beside the rules, in tree order, the latest of each first."""
        return self.select_related("union", "created_by").order_by("union__path", "level", "-valid_from")


class MonitoringQuerySet(PartQuerySet):
    """Looks at households after exit."""

    def planned(self) -> MonitoringQuerySet:
        """Narrow to those still to be made."""
        return self.filter(on_day__isnull=True)

    def made(self) -> MonitoringQuerySet:
        """Narrow to those that were made, the latest first."""
        return self.filter(on_day__isnull=False).order_by("-on_day", "-id")

    def warned(self) -> MonitoringQuerySet:
        """Narrow to those on which a warning sign was seen."""
        return self.made().exclude(signs=[])

    def for_list(self) -> MonitoringQuerySet:
        """Load the archives beside them, without their long texts."""
        return self.select_related("household__union").defer("household__search", "household__remark")


class HouseholdReviewQuerySet(PartQuerySet):
    """Reviews of households."""

    def visible_to(self, user: User) -> HouseholdReviewQuerySet:
        """Narrow to those of households in the user's scope, and those that wait for whom the user stands in for."""
        return self.filter(in_scope(user, "household") | Q(review__in=Review.objects.visible_to(user)))

    def for_evidence(self) -> HouseholdReviewQuerySet:
        """Load what a decision rests on."""
        return self.select_related(
            *("household__union", "household__previous", "survey", "exit_check__rule"),
            *("eligibility__rule_set", "eligibility__survey", "eligibility__by"),
        )

    def for_page(self) -> HouseholdReviewQuerySet:
        """Load what the page of a household shows of its reviews, the latest first."""
        found = self.select_related("review__step", "review__applied_by").order_by("-review")
        return found.prefetch_related("review__records__step", "review__records__by")

    def live(self) -> HouseholdReviewQuerySet:
        """Narrow to those whose review has not ended."""
        return self.filter(review__status__in=LIVE)

    def not_carried_out(self) -> HouseholdReviewQuerySet:
        """Narrow to those that have not yet changed their household."""
        return self.filter(applied_at__isnull=True)
