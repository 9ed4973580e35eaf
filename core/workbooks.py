"""Writing workbooks of which no cell can be a formula, whatever people typed."""

# Text stays text whatever it begins with: = + - @ start a formula only where a spreadsheet is left to guess.
WRITER_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
DEFUSED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a Chinese input method types the wide ones


def safe(words: str) -> str:
    """Return text that no spreadsheet takes for a formula, also after it was saved as text and read again."""
    return f"'{words}" if words.startswith(DEFUSED) else words
