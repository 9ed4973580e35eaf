"""What the audits keep of each household."""

from audits.models.clear import ClearConfirmation, ClearState
from audits.models.recheck import Recheck, RecheckEntry
from audits.models.reverification import Reverification

__all__ = ["ClearConfirmation", "ClearState", "Recheck", "RecheckEntry", "Reverification"]
