"""Application pairing."""

from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "pairing"
    verbose_name = "结对走访"

    def ready(self) -> None:
        # Imported here: models exist only now.
        from organizations.actions.accounts import DEACTIVATION_GUARDS  # noqa: PLC0415
        from pairing.handover import hand_over_first  # noqa: PLC0415

        DEACTIVATION_GUARDS.append(hand_over_first)
