"""What stands around the table of a register: title and facts above, note and signatures below, the foot."""

from reports.registers.layout import (
    FACT_LEAD,
    FACTS,
    LEAD,
    LEFT,
    RIGHT,
    SIGNS,
    SIZE,
    TITLE,
    TITLE_LEAD,
    TOP,
    Frame,
    Setter,
)
from reports.registers.letters import Letters
from reports.registers.pen import BEGIN, CENTRE, END, Pen

FOOT = 9.0


class Surroundings:
    """Draws what stands around the table."""

    def __init__(self, frame: Frame, setter: Setter, styles: dict[str, Letters]) -> None:
        self.frame, self.setter, self.register = frame, setter, frame.register
        self.body, self.title = styles["body"], styles["title"]

    def above(self, pen: Pen, number: int) -> None:
        width = self.frame.paper[0]
        if number:
            self._fact(pen, TOP + FACT_LEAD / 2, (f"{self.register.title}（续）", "", self.register.facts[0][-1]))
            return
        size = self.setter.fitting(self.register.title, width - LEFT - RIGHT, TITLE)
        pen.text(self.title, self.register.title, size, width / 2, TOP + TITLE_LEAD / 2, CENTRE)
        for position, parts in enumerate(self.register.facts):
            self._fact(pen, TOP + TITLE_LEAD + 4 + FACT_LEAD * (position + 0.5), parts)

    def _fact(self, pen: Pen, y: float, parts: tuple[str, ...]) -> None:
        width = self.frame.paper[0]
        places = [(LEFT, BEGIN), (width / 2, CENTRE), (width - RIGHT, END)]
        chosen = places if len(parts) == 3 else [places[0], places[2]]
        size = self.setter.fitting("　　".join(parts), width - LEFT - RIGHT, FACTS)
        for words, (x, side) in zip(parts, chosen, strict=False):
            pen.text(self.body, words, size, x, y, side)

    def end(self, pen: Pen, y: float) -> None:
        register = self.register
        if register.note:
            lines = self.setter.broken(register.note, self.frame.paper[0] - LEFT - RIGHT, SIZE)
            for number, words in enumerate(lines):
                pen.text(self.body, words, SIZE, LEFT, y + LEAD * (number + 0.5) + 1.5)
            y += self.frame.note_height
        room = (self.frame.paper[0] - LEFT - RIGHT) / len(register.signers)
        for number, who in enumerate(register.signers):
            pen.text(self.body, f"{who}：", FACTS, LEFT + room * number, y + SIGNS * 0.3)
        pen.text(self.body, "（盖章）", FACTS, self.frame.paper[0] - RIGHT - 40, y + SIGNS * 0.75, CENTRE)
        pen.text(self.body, "年　　月　　日", FACTS, self.frame.paper[0] - RIGHT, y + SIGNS * 0.75, END)

    def foot(self, pen: Pen, left: str, right: str) -> None:
        width, height = self.frame.paper
        pen.text(self.body, left, FOOT, LEFT, height - 10)
        pen.text(self.body, right, FOOT, width - RIGHT, height - 10, END)
