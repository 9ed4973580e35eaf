"""Application audits."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "六清核查"

    def ready(self) -> None:
        # Imported here: models exist only now. The two of scores register what is measured.
        from audits.actions.verification.agencies import open_work_of  # noqa: PLC0415
        from audits.feed import changes_of_reviews  # noqa: PLC0415
        from audits.scores import counted, surveyed  # noqa: F401, PLC0415
        from audits.subjects import why_not_discarded  # noqa: PLC0415 -- registers also what reviews do
        from households.actions.lifecycle import DISCARD_GUARDS  # noqa: PLC0415
        from households.querysets import FEED_APART, FEED_SCOPES  # noqa: PLC0415
        from organizations.actions.agencies import AGENCY_GUARDS  # noqa: PLC0415

        DISCARD_GUARDS.append(why_not_discarded)
        AGENCY_GUARDS.append(open_work_of)
        FEED_APART.append("reviews")
        FEED_SCOPES.append(changes_of_reviews)
