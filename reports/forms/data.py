"""What every printed form has: frozen, already formatted and already masked, so that rendering asks nobody anything."""

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import ClassVar

from reports.booklet.data import text

BLANK_DAY = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"


@dataclass(frozen=True)
class Opinion:
    """One box to be signed; without ``by`` nobody has decided yet, and it is left to be filled in by hand.

    ``hand`` is what somebody of the family signs as, in a box that gets no seal.
    """

    heading: str = text("意见栏")
    said: str = text("意见")
    by: str = text("审核人")
    on: str = BLANK_DAY
    hand: str = ""

    @property
    def signer(self) -> str:
        """What whoever signs the box is called."""
        return "审批人" if "审批" in self.heading else "审核人"


def in_pairs(boxes: tuple[Opinion, ...]) -> list[tuple[Opinion, Opinion | None]]:
    """Set boxes two beside each other; the last may stand alone."""
    return list(zip_longest(boxes[::2], boxes[1::2]))


@dataclass(frozen=True, kw_only=True)
class PrintedForm:
    """A form: ``number`` stands in its foot (of an archive, a review), ``label`` says of what."""

    title: ClassVar[str]
    template: ClassVar[str]
    sheet: ClassVar[str] = "forms.css"
    label: ClassVar[str] = "档案编号"
    has_foot: ClassVar[bool] = True
    number: str
    whose: str = text("姓名")
    masked: bool = True

    @cached_property
    def content(self) -> str:
        """Everything that is printed, as one text."""
        return repr(self)

    @property
    def subject(self) -> str:
        return f"《{self.title}》"
