"""What reports keep: saved registers, figures counted by month and by day."""

from reports.models.figures import CountedSource, DailyFigure, Event, MonthFigure, StaleMonth
from reports.models.registers import SavedRegister

__all__ = ["CountedSource", "DailyFigure", "Event", "MonthFigure", "SavedRegister", "StaleMonth"]
