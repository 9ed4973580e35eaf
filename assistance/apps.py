"""Application assistance."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "assistance"
    verbose_name = "帮扶"

    def ready(self) -> None:
        # Imported here: models exist only now.
        import assistance.payments.subject  # noqa: PLC0415 -- registers what its reviews do
        import assistance.requests.subject  # noqa: F401, PLC0415 -- registers what its reviews do
        from assistance.actions.effects import why_not_corrected, why_not_struck_off  # noqa: PLC0415
        from assistance.after import effects_to_confirm  # noqa: PLC0415
        from assistance.office import changes_of_office  # noqa: PLC0415
        from assistance.openitems import open_measures, open_tasks  # noqa: PLC0415
        from households.actions.difficulties import STRIKE_OFF_GUARDS  # noqa: PLC0415
        from households.querysets import FEED_SCOPES  # noqa: PLC0415
        from pairing.after import AFTER_VISIT, CORRECTION_GUARDS  # noqa: PLC0415
        from pairing.openitems import SOURCES  # noqa: PLC0415

        FEED_SCOPES.append(changes_of_office)
        STRIKE_OFF_GUARDS.append(why_not_struck_off)
        CORRECTION_GUARDS.append(why_not_corrected)
        AFTER_VISIT.append(effects_to_confirm)
        SOURCES += [open_measures, open_tasks]
