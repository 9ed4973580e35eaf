"""Table of contents of 六清."""

from django.urls import path, register_converter

from audits.enums import ConfirmationKind
from audits.views import clear, counts, dynamics, rechecks, reverify, waiting


class KindConverter:
    """One of the two confirmations; anything else is no page."""

    regex = "|".join(ConfirmationKind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "confirmation")

urlpatterns = [
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
    path("reverifications/", reverify.reverifications, name="reverifications"),
    path("households/<str:archive_no>/reverify/", reverify.reverify, name="reverify"),
    path("households/<str:archive_no>/clear/", clear.household_clear, name="household_clear"),
    path("households/<str:archive_no>/clear/<confirmation:kind>/", clear.clear_confirm, name="clear_confirm"),
]
