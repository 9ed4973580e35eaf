"""Words as people write them, without what nobody sees."""

import unicodedata

UNSEEN = ("Cc", "Cf")  # controls; marks of no width and of direction
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))  # every one that there is
# What stands between the parts of a name, of one people or another, and is written or left out.
BETWEEN = f"{BLANKS}·•‧・･．.-"


def plain(words: str) -> str:
    """Return one line of words without what nobody sees: blanks at the ends, marks of no width or of direction."""
    return "".join(letter for letter in words if unicodedata.category(letter) not in UNSEEN).strip()


def joined(words: str) -> str:
    """Return words without what may stand between the parts of a name: 依香·罕 and 依香罕 are one."""
    return "".join(letter for letter in words if letter not in BETWEEN)
