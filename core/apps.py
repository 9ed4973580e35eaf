"""Application core: small things that all apps share."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "公共"

    def ready(self) -> None:
        from core import checks  # noqa: F401, PLC0415 -- registers the system checks

        autodiscover_modules("jobs")
