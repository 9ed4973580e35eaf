"""The sixteen prefectures as tiles, roughly where they lie; no map."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.dashboard.charts import snapshot_note
from reports.indicators.board import Board, clear_rate, solved_rate

NAMES = {
    **{"533400": "迪庆", "530600": "昭通", "533300": "怒江", "530700": "丽江", "530300": "曲靖", "530500": "保山"},
    **{"532900": "大理", "532300": "楚雄", "530100": "昆明", "533100": "德宏", "530900": "临沧", "530800": "普洱"},
    **{"530400": "玉溪", "532600": "文山", "532800": "西双版纳", "532500": "红河"},
}
LAYOUT = (
    ("", "533400", "", "", "530600"),
    ("533300", "530700", "", "", "530300"),
    ("530500", "532900", "532300", "530100", ""),
    ("533100", "530900", "530800", "530400", "532600"),
    ("", "", "532800", "532500", ""),
)
STEPS = (60, 80, 90, 97)  # per cent; as dark as so many of them are reached


@dataclass(frozen=True)
class Tile:
    """One prefecture, or an empty place of the grid."""

    name: str = ""
    code: str = ""
    rate: Decimal | None = None

    @property
    def step(self) -> int:
        """How dark it is: 0 without a figure, then 1 to 5."""
        return 0 if self.rate is None else 1 + sum(self.rate >= step for step in STEPS)


@dataclass(frozen=True)
class TileMap:
    """The prefectures in one share."""

    title: str
    note: str
    rows: list[list[Tile]]


def tiles_of(board: Board, paths: dict[str, str]) -> TileMap | None:
    """Return the tile map of a province, None of others; ``paths`` are tree paths of the unions below by code."""
    if not any(code in paths for row in LAYOUT for code in row):
        return None
    label, measure = ("六清率", clear_rate) if board.standing.is_known else ("部门解决率", solved_rate)
    rows = [[_tile(board, code, paths, measure) for code in row] for row in LAYOUT]
    rates = [tile.rate for row in rows for tile in row if tile.rate is not None]
    spread = f"各州市{label}"
    if rates:
        spread += f"均为 {rates[0]}%" if min(rates) == max(rates) else f"在 {min(rates)}% 到 {max(rates)}% 之间"
    note = snapshot_note(board) if board.standing.is_known else "六清没有该日快照，改看部门解决率。"
    return TileMap(spread, f"单位：%。{note}颜色越深越高，分界为 {'、'.join(map(str, STEPS))}。", rows)


def _tile(board: Board, code: str, paths: dict[str, str], measure: Any) -> Tile:
    if code not in paths:
        return Tile()
    figures = board.places.get(paths[code])
    return Tile(NAMES[code], code, measure(figures) if figures else None)
