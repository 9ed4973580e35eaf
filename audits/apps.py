"""Application audits."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "六清核查"

    def ready(self) -> None:
        # Imported here: models exist only now.
        from audits import subjects  # noqa: F401, PLC0415 -- registers what reviews of households do
