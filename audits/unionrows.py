"""What the rows of all tables by union have in common."""

from organizations.models import Union

FILED_ITSELF, SUM = "本级直接建档", "合计"


class UnionRow:
    """A row about a union below; with a label about what was filed for the upper union itself, or about all."""

    union: Union
    label: str

    @property
    def name(self) -> str:
        return self.label or self.union.name

    @property
    def goes_down(self) -> bool:
        """Tell whether the table has a page one level below."""
        return not self.label and self.union.numchild > 0
