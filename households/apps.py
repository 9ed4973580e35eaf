"""Application households."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = "困难职工档案"

    def ready(self) -> None:
        # Imported here: models exist only now.
        from households.closing import close_archives_first  # noqa: PLC0415
        from organizations.actions.unions import CLOSING_GUARDS  # noqa: PLC0415

        CLOSING_GUARDS.append(close_archives_first)
        # What each app tells on the timeline of an archive (households.timeline), and to whoever asks how it stands.
        autodiscover_modules("timeline", "telling", "standing")
