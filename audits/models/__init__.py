"""What the audits keep of each household."""

from audits.models.clear import ClearConfirmation, ClearState

__all__ = ["ClearConfirmation", "ClearState"]
