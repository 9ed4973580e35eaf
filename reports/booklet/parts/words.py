"""How values are written on the forms."""

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone

from core import masking

LONG_NUMBER = re.compile(r"\d{7,}")


@dataclass(frozen=True)
class Numbers:
    """Writes personal numbers, masked or in full as the reader may have them."""

    masked: bool

    def identity(self, value: str) -> str:
        return masking.mask_identity_no(value) if self.masked else value

    def phone(self, value: str) -> str:
        return masking.mask_phone(value) if self.masked else value

    def card(self, value: str) -> str:
        return masking.mask_card(value) if self.masked else value

    def contact(self, value: str) -> str:
        """Write a contact, in which a phone number may stand among words."""
        return LONG_NUMBER.sub(lambda found: masking.mask_phone(found[0]), value) if self.masked else value


def day(value: datetime.date | None) -> str:
    """Write a day: 2020-01-06; empty for none."""
    return value.isoformat() if value else ""


def moment(value: datetime.datetime) -> str:
    """Write a local time to the minute."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


def yes_no(value: bool) -> str:
    """Write 是 or 否."""
    return "是" if value else "否"


def joined(*texts: str, by: str = "；") -> str:
    """Write texts one after the other, leaving out the empty ones."""
    return by.join(text for text in texts if text)


def with_note(word: str, note: str) -> str:
    """Write a word with what was said to it: ``正在办理：已受理``."""
    return joined(word, note, by="：")
