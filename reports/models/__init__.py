"""What the reports keep of their own."""

from reports.models.registers import SavedRegister

__all__ = ["SavedRegister"]
