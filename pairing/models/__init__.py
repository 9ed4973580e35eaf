"""Who helps which household, and every visit and call."""

from pairing.models.helpers import Cadre, HelpingUnit, Station
from pairing.models.pairings import Handover, Pairing
from pairing.models.rhythm import CareRhythm
from pairing.models.visits import Visit, VisitPhoto

__all__ = ["Cadre", "CareRhythm", "Handover", "HelpingUnit", "Pairing", "Station", "Visit", "VisitPhoto"]
