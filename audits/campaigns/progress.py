"""How a campaign went day by day: the shares visited and clear beside the share of days gone, and what that says."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from audits.campaigns.board import gone_percent, last_day
from audits.campaigns.figures import Figures, percent
from audits.models import Campaign
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH


@dataclass(frozen=True)
class Point:
    """One day: targets, those visited and clear, difficulties that departments solved, and the share of days gone."""

    day: datetime.date
    targets: int
    visited: int
    clear: int
    solved: int
    gone: float

    @property
    def visited_percent(self) -> float:
        return percent(self.visited, self.targets) or 0.0

    @property
    def clear_percent(self) -> float:
        return percent(self.clear, self.targets) or 0.0


def progress_of(campaign: Campaign, user: User, union: Union, now: Figures) -> list[Point]:
    """Return the days kept of a union and, while the campaign runs, the present one; one query, none below a county."""
    if len(union.path) > COUNTY_PATH:
        return []  # days are kept for each county
    days = campaign.days.visible_to(user).filter(union_path__startswith=union.path).order_by("day")
    names = ("targets", "visited", "clear", "solved")
    rows: Any = days.values("day").annotate(**{f"sum_{name}": Sum(name) for name in names})
    today = last_day(campaign)
    points = [_point(campaign, row["day"], [row[f"sum_{name}"] for name in names]) for row in rows]
    if campaign.is_open and now.targets:
        points = [point for point in points if point.day < today]
        points.append(_point(campaign, today, [getattr(now, name) for name in names]))
    return points


def _point(campaign: Campaign, day: datetime.date, numbers: list[int]) -> Point:
    targets, visited, clear, solved = numbers
    return Point(day, targets, visited, clear, solved, gone_percent(campaign, day))


def finding(points: list[Point]) -> str:
    """Say what the last day shows, as the title of the chart."""
    if not points:
        return ""
    last = points[-1]
    parts = (("走访率", last.visited_percent), ("六清率", last.clear_percent))
    if last.gone >= 100:
        return "；".join(f"{name} {share:.1f}%{_lacking(share)}" for name, share in parts)
    return "；".join(f"{name} {share:.1f}%，{_compared(share - last.gone)}" for name, share in parts)


def _lacking(share: float) -> str:
    return f"，还差 {100 - share:.1f} 个百分点" if share < 99.95 else ""


def _compared(points: float) -> str:
    if abs(points) < 0.05:
        return "与时间进度持平"
    return f"比时间进度{'快' if points > 0 else '慢'} {abs(points):.1f} 个百分点"


def chart_of(points: list[Point]) -> dict[str, Any]:
    """Return what the chart draws: days, and three lines in per cent."""
    return {
        "days": [point.day.isoformat() for point in points],
        "lines": [
            {"name": "走访率", "values": [round(point.visited_percent, 1) for point in points]},
            {"name": "六清率", "values": [round(point.clear_percent, 1) for point in points]},
            {"name": "时间进度", "values": [round(point.gone, 1) for point in points]},
        ],
    }
