"""Words as people write them, without what nobody sees."""

import unicodedata

UNSEEN = ("Cc", "Cf")  # controls; marks of no width and of direction


def plain(words: str) -> str:
    """Return one line of words without what nobody sees: blanks at the ends, marks of no width or of direction."""
    return "".join(letter for letter in words if unicodedata.category(letter) not in UNSEEN).strip()
