"""Application reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报表"

    def ready(self) -> None:
        # Imported here: models exist only now.
        from reports.indicators import scored  # noqa: F401, PLC0415 -- registers what score sheets measure
