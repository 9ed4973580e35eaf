"""Application households."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = "困难职工档案"

    def ready(self) -> None:
        # What each app tells on the timeline of an archive (households.timeline).
        autodiscover_modules("timeline", "telling")
