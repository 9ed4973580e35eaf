"""Table of contents of 六清."""

from django.urls import path, register_converter

from audits.enums import ConfirmationKind
from audits.views import (
    campaigns,
    clear,
    counts,
    dynamics,
    exits,
    household_reviews,
    monitoring,
    rechecks,
    reverify,
    waiting,
)


class KindConverter:
    """One of the two confirmations; anything else is no page."""

    regex = "|".join(ConfirmationKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "confirmation")

urlpatterns = [
    path("exit-rules/", exits.exit_rules, name="exit_rules"),
    path("monitoring/", monitoring.monitorings, name="monitorings"),
    path("reviews/<int:pk>/evidence/", household_reviews.review_evidence, name="review_evidence"),
    path("households/<str:archive_no>/reviews/", household_reviews.household_reviews, name="household_reviews"),
    *(
        path(
            f"households/<str:archive_no>/apply/{subject}/",
            household_reviews.review_apply,
            {"subject": subject},
            name=f"{subject}_apply",
        )
        for subject in household_reviews.APPLY
    ),
    path("households/<str:archive_no>/discard/", household_reviews.household_discard, name="household_discard"),
    path("households/<str:archive_no>/relapse/", household_reviews.household_relapse, name="household_relapse"),
    path("households/<str:archive_no>/exit-checks/new/", exits.exit_check_record, name="exit_check_record"),
    path("households/<str:archive_no>/exit-checks/<int:pk>/", exits.exit_check, name="exit_check"),
    path("households/<str:archive_no>/monitoring/new/", monitoring.monitoring_record, name="monitoring_record"),
    path("clear/waiting/", waiting.clear_waiting, name="clear_waiting"),
    path("clear/", counts.clear_counts, name="clear_counts"),
    path("dynamics/", dynamics.dynamics, name="dynamics"),
    path("dynamics/archives/", dynamics.dynamics_behind, name="dynamics_behind"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("rechecks/new/", rechecks.recheck_create, name="recheck_create"),
    path("rechecks/<int:pk>/", rechecks.recheck, name="recheck"),
    path("rechecks/<int:pk>/archives/", rechecks.recheck_entries, name="recheck_entries"),
    path("rechecks/<int:pk>/outcomes/", rechecks.recheck_note, name="recheck_note"),
    path("rechecks/<int:pk>/found/", rechecks.recheck_add, name="recheck_add"),
    path("rechecks/<int:pk>/close/", rechecks.recheck_close, name="recheck_close"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_create, name="campaign_create"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/behind/", campaigns.campaign_behind, name="campaign_behind"),
    path("campaigns/<int:pk>/correct/", campaigns.campaign_correct, name="campaign_correct"),
    path("campaigns/<int:pk>/close/", campaigns.campaign_close, name="campaign_close"),
    path("reverifications/", reverify.reverifications, name="reverifications"),
    path("households/<str:archive_no>/reverify/", reverify.reverify, name="reverify"),
    path("households/<str:archive_no>/clear/", clear.household_clear, name="household_clear"),
    path("households/<str:archive_no>/clear/<confirmation:kind>/", clear.clear_confirm, name="clear_confirm"),
]
