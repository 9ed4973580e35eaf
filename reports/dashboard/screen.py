"""What the page shows, made of one board; no query."""

from dataclasses import dataclass

from households.enums import Category, Level
from organizations.models import Union
from organizations.unionrows import SUM, rows_for
from reports.dashboard.charts import Chart, charts_of, snapshot_note
from reports.dashboard.links import Cell, Links
from reports.dashboard.tiles import TileMap, tiles_of
from reports.indicators.behind import NO_KIND, name_of
from reports.indicators.board import Board, Row
from reports.indicators.codes import Code
from reports.indicators.money import month_label
from reports.indicators.standing import UNCLEAR_IN

HEADLINE = ("on_file", "opening", "new", "back", "exited", "cancelled")
STATE = ("care", "clear", "clear_rate", "unpaired", "pairing_rate", *UNCLEAR_IN)
COLUMNS = (
    *("on_file", "new", "back", "exited", "cancelled", "home_visit", "need", "measure", "task", "solved"),
    *("clear_rate", "pairing_rate"),
)
FLOWS = (Code.NEW, Code.BACK, Code.EXITED, Code.CANCELLED)


@dataclass(frozen=True)
class Line:
    """A row of a table: a union below or a kind, with its numbers."""

    name: str
    cells: list[Cell]
    code: str = ""


@dataclass(frozen=True)
class Screen:
    """Everything on the page."""

    board: Board
    tiles: list[Cell]
    state: list[Cell]
    state_note: str
    charts: list[Chart]
    map: TileMap | None
    places: list[Line]
    total: Line
    kinds: list[Line]
    channels: list[Line]
    money: list[Line]
    money_note: str


def screen_of(board: Board, children: list[Union], *, sort: str = "") -> Screen:
    """Return what the page shows of a board; rows by place in the order of the tree unless a column is asked for."""
    links = Links.of(board)
    places = [_place(board, row) for row in rows_for(Row, board.union, children, board.places)]
    total = Line(SUM, [links.cell(code, board.figures) for code in COLUMNS])
    return Screen(
        board,
        tiles=[links.cell(code, board.figures) for code in HEADLINE],
        state=[links.cell(code, board.figures) for code in STATE],
        state_note=snapshot_note(board),
        charts=charts_of(board),
        map=tiles_of(board, {child.code: child.path for child in children}),
        places=sorted_lines(places, sort),
        total=total,
        kinds=_kinds(board),
        channels=_channels(board),
        money=_money(board),
        money_note=_money_note(board),
    )


def _place(board: Board, row: Row) -> Line:
    own = bool(row.label)
    links = Links(row.union, board.spell, board.standing.is_live, own=own)
    cells = [links.cell(code, row.figures) for code in COLUMNS]
    return Line(row.name, cells, "" if own else row.union.code)


def sorted_lines(lines: list[Line], sort: str) -> list[Line]:
    """Sort by a column from the largest down, with a minus from the smallest up; what is not known comes last."""
    key = sort.removeprefix("-")
    if key not in COLUMNS:
        return lines
    at, sign = COLUMNS.index(key), 1 if sort.startswith("-") else -1

    def rank(line: Line) -> tuple[bool, float]:
        value = line.cells[at].value
        return value is None, sign * float(value or 0)

    return sorted(lines, key=rank)


def _kinds(board: Board) -> list[Line]:
    links, counts = Links.of(board), board.figures.tally
    found = []
    for name, choices in (("level", Level), ("category", Category)):
        stock = counts.stock_by(name)
        for kind in choices:
            asked = {name: str(kind.value)}
            flows = [links.number(code, counts.flow(code, **asked), **asked) for code in FLOWS]
            opening = links.number("opening", counts.opening(**asked), **asked)
            cells = [opening, *flows, links.number("on_file", stock.get(kind.value, 0), **asked)]
            if any(cell.value for cell in cells):
                found.append(Line(str(kind.label), cells))
    return found


def _channels(board: Board) -> list[Line]:
    links, counts = Links.of(board), board.figures.tally
    found = []
    for code in (Code.EXITED, Code.CANCELLED):
        by = sorted(counts.by("dimension", code).items(), key=lambda one: -one[1])
        for kind, number in by:
            name = f"{code.label} · {name_of(code, kind)}"
            found.append(Line(name, [links.number(code, number, dimension=kind or NO_KIND)]))
    return found


def _money(board: Board) -> list[Line]:
    links, money = Links.of(board), board.money
    items = [(name, cell, {"item": item}) for (item, name), cell in money.items.items() if cell]
    sources = [(str(kind.label), cell, {"source": str(kind.value)}) for kind, cell in money.by_source if cell]
    found: list[Line] = []
    for head, rows in (("按项目", items), ("按资金来源", sources)):
        found += [Line(head, []), *(Line(name, _paid(links, cell, asked)) for name, cell, asked in rows)]
    return [*found, Line(SUM, _paid(links, money.total, {}))] if items or sources else []


def _paid(links: Links, cell, asked: dict[str, str]) -> list[Cell]:
    return [links.number("spent_lines", cell.lines), links.number("spent", cell.amount, **asked)]


def _money_note(board: Board) -> str:
    spell = board.money.spell
    if spell is None:
        return "资金按整月统计，所选时段没有整月。"
    return f"资金按整月统计：{month_label(spell.first)}至 {month_label(spell.last)}。"
