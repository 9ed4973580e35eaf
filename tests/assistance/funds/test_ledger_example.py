"""The worked example of docs/algorithms/ledger.md, entry by entry."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistance.funds.enums import INTO, OUT_OF, SPENT, EntryKind

PAGE = Path(__file__).parents[3] / "docs/algorithms/ledger.md"
KINDS = {kind.label: kind for kind in EntryKind}


def rows():
    """Return the lines of the example as (kind, numbers)."""
    table = PAGE.read_text(encoding="utf-8").split("| entry | amount |")[1].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [(KINDS[name], [Decimal(n.replace(",", "").replace("−", "-")) for n in numbers]) for name, *numbers in cells]


@pytest.mark.parametrize("row", range(8))
def test_the_example_adds_up(row):
    before = [amounts for _kind, amounts in rows()[:row]]
    kind, (amount, received, passed_on, spent, balance) = rows()[row]
    _amount, was_in, was_out, was_spent, was_left = before[-1] if before else (Decimal(0),) * 5
    assert received - was_in == (amount if kind in INTO else 0)
    assert passed_on - was_out == (-amount if kind in OUT_OF else 0)
    assert spent - was_spent == (-amount if kind in SPENT else 0)
    assert balance == was_left + amount == received - passed_on - spent
