"""The worked tables of the documents, for tests to hold the calculations to."""

from tests.support.source import ROOT


def table(page: str, heading: str) -> list[dict[str, str]]:
    """Return the rows of the tables below a heading of ``docs/algorithms``, each by the names of its columns."""
    text = (ROOT / "docs/algorithms" / page).read_text(encoding="utf-8")
    lines = text.partition(f"# {heading}\n")[2].partition("\n#")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]
