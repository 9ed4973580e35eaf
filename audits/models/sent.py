"""What may be sent out to be mended, and whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audits.verification.enums import RectificationStatus

if TYPE_CHECKING:
    from audits.models.rectification import Rectification


class Sendable:
    """A finding or a grievance: one rectification of it is in force, withdrawn ones stand beside it."""

    rectifications: Any

    @property
    def rectification(self) -> Rectification | None:
        """The one in force; a query where ``rectifications`` were not loaded."""
        return next((one for one in self.rectifications.all() if one.status != RectificationStatus.WITHDRAWN), None)

    @property
    def sent_last(self) -> Rectification | None:
        """The one in force, else the last that was withdrawn, if any was sent out."""
        return self.rectification or max(self.rectifications.all(), key=lambda one: one.pk, default=None)
