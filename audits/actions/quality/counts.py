"""Folding the counts of faults that their triggers have added up row by row."""

from audits.models import FaultCount
from core.folding import fold

ALIKE = ("place", "rule", "waived_until")


def fold_fault_counts() -> int:
    """Write one row for each place, rule and waiver's day in place of many, once they are many; returns how many."""
    return fold(FaultCount, ALIKE)
