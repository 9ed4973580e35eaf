"""What draws on one page of a register."""

from reports.registers.letters import Letters

MM = 72 / 25.4
MIDDLE = 0.38  # of the size: how far the middle of a character lies above its base line
THIN, THICK = 0.4, 0.9
BEGIN, CENTRE, END = 0.0, 0.5, 1.0


class Pen:
    """Collects what is drawn on one page; y runs down from the upper edge, in mm."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.texts: list[str] = []
        self.fills: list[str] = []
        self.paths: list[str] = []

    def text(self, letters: Letters, words: str, size: float, x: float, y: float, side: float = BEGIN) -> None:
        """Write one line around the height ``y``, from, around or up to ``x``."""
        if not words:
            return
        left = x * MM - letters.width(words) * size / 1000 * side
        base = (self.height - y) * MM - size * MIDDLE
        self.texts.append(f"1 0 0 1 {left:.2f} {base:.2f} Tm {letters.shown(words, size)}")

    def stroke(self, *points: tuple[float, float], width: float = THIN) -> None:
        """Draw one line from point to point."""
        (x, y), *rest = [(x * MM, (self.height - y) * MM) for x, y in points]
        drawn = " ".join(f"{x:.2f} {y:.2f} l" for x, y in rest)
        self.paths.append(f"{width} w {x:.2f} {y:.2f} m {drawn} S")

    def shade(self, left: float, right: float, y: float, height: float) -> None:
        """Lay a light grey below what is written."""
        corner = (self.height - y - height) * MM
        self.fills.append(f"{left * MM:.2f} {corner:.2f} {(right - left) * MM:.2f} {height * MM:.2f} re f")

    def content(self) -> bytes:
        """Return the content stream."""
        return f"0.93 g {' '.join(self.fills)} 0 G 0 g {' '.join(self.paths)} BT {' '.join(self.texts)} ET".encode()
