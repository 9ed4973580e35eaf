"""Folding the counts of archives that their trigger has added up row by row."""

from core.folding import fold
from households.models import ArchiveCount

ALIKE = ("place", "status", "clear_mask", "is_alone", "main_cause")


def fold_counts() -> int:
    """Write one row for each kind of archives in place of many, once they are many; returns how many there were."""
    return fold(ArchiveCount, ALIKE)
