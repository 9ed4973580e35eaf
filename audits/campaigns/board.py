"""The board of a campaign: a row for each union below, or for each cadre, and who is behind the calendar."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from audits.campaigns.behind import WITHOUT_CADRE, whose
from audits.campaigns.figures import TABLE, Column, Figures, figures_below, grouped, percent, targets_of
from audits.models import Campaign
from core import clock
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow
from pairing.models import Cadre

BEHIND_SHOWN = 10
# Beside a cadre's name the six items would say little: most have a handful of households.
OF_CADRE = tuple(column for column in TABLE if not column.value.startswith("clear_"))


@dataclass(frozen=True)
class Row(UnionRow):
    """The figures of a union below; with a label those filed for the union itself, or all; or those of a cadre."""

    campaign: Campaign
    union: Union
    figures: Figures
    gone: float
    label: str = ""
    own: bool = False
    cadre: Cadre | str | None = None
    columns: tuple[Column, ...] = TABLE

    @property
    def cells(self) -> list[tuple[Column, int, str]]:
        """Column, number, and the address of the list behind it ("" where there is none)."""
        numbers = [(column, getattr(self.figures, column.value)) for column in self.columns]
        return [(column, number, self.list_url(column) if number else "") for column, number in numbers]

    def list_url(self, column: Column) -> str:
        """Return the address of the list behind a number."""
        return f"{self._lists}{column.value}"

    @cached_property
    def _lists(self) -> str:
        asked = {"union": self.union.code}
        if self.cadre is not None:
            asked["cadre"] = self.cadre if isinstance(self.cadre, str) else str(self.cadre.pk)
        if self.own:
            asked["own"] = "1"
        return f"{reverse('campaign_behind', args=[self.campaign.pk])}?{urlencode(asked)}&column="

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses of all lists by the key of their column."""
        return {column.value: self.list_url(column) for column in Column}

    @property
    def visits_lag(self) -> float:
        """How many percentage points the share of visited targets is below the share of days gone, else 0."""
        return lag(self.figures.visited_percent, self.gone)

    @property
    def clear_lag(self) -> float:
        """How many percentage points the share of clear targets is below the share of days gone, else 0."""
        return lag(self.figures.clear_percent, self.gone)

    @property
    def lag(self) -> float:
        """The larger of the two, by which the rows that are behind are ordered."""
        return max(self.visits_lag, self.clear_lag)


def lag(share: float | None, gone: float) -> float:
    """Return by how many percentage points a share is below that of the days gone; what is not there is not behind."""
    return max(round(gone - share, 1), 0.0) if share is not None else 0.0


def last_day(campaign: Campaign) -> datetime.date:
    """Return the day that the figures are of: today, or when the campaign was closed."""
    return timezone.localdate(campaign.closed_at) if campaign.closed_at else clock.today()


def gone_percent(campaign: Campaign, day: datetime.date) -> float:
    """Return the share of the campaign's days that are over with a day, in per cent from 0 to 100 (时间进度)."""
    days = (campaign.ends_on - campaign.starts_on).days + 1
    over = min(max((day - campaign.starts_on).days + 1, 0), days)
    return percent(over, days) or 0.0


@dataclass(frozen=True)
class Board:
    """The rows of a union's page, and the total."""

    rows: list[Row]
    total: Row

    @property
    def behind(self) -> list[Row]:
        """Those below the calendar, the furthest behind first."""
        return behind(self.rows)


def behind(rows: Iterable[Row]) -> list[Row]:
    """Return the rows below the calendar, the furthest behind first."""
    return sorted((row for row in rows if row.lag), key=lambda row: (-row.lag, row.name))


def board_of(campaign: Campaign, user: User, union: Union, children: list[Union]) -> Board:
    """Return a row for each union below with targets, and the total; one query."""
    found = figures_below(campaign, user, union)
    facts: dict[str, Any] = {"campaign": campaign, "gone": gone_percent(campaign, last_day(campaign))}
    rows = [Row(union=child, figures=found[child.path], **facts) for child in children if child.path in found]
    if own := found.get(union.path):
        rows.append(Row(union=union, figures=own, label=FILED_ITSELF, own=True, **facts))
    return Board(rows, Row(union=union, figures=sum(found.values(), Figures()), label=SUM, **facts))


def has_cadres(union: Union) -> bool:
    """Tell whether the page of a union shows its cadres: from the county down, where they are few enough to compare."""
    return len(union.path) >= COUNTY_PATH


@dataclass(frozen=True)
class CadreRow(Row):
    """The figures of the archives of one cadre, or of those that are nobody's (WITHOUT_CADRE)."""

    @property
    def name(self) -> str:
        return "未结对" if isinstance(self.cadre, str) else str(getattr(self.cadre, "name", ""))

    @property
    def place(self) -> str:
        """The helping unit."""
        return str(getattr(self.cadre, "unit", None) or "")

    @property
    def region(self) -> str:
        """The union that keeps the cadre."""
        return str(getattr(self.cadre, "union", None) or "")


def cadre_rows(campaign: Campaign, user: User, union: Union) -> list[CadreRow]:
    """Return a row for each cadre of targets of a union, the furthest behind first; two queries."""
    found = grouped(targets_of(campaign, user, union), whose())
    cadres = Cadre.objects.filter(pk__in=[pk for pk in found if pk]).select_related("unit", "union").in_bulk()
    facts: dict[str, Any] = {"campaign": campaign, "union": union, "columns": OF_CADRE}
    facts["gone"] = gone_percent(campaign, last_day(campaign))
    rows = [CadreRow(cadre=cadres.get(pk, WITHOUT_CADRE), figures=figures, **facts) for pk, figures in found.items()]
    return sorted(rows, key=lambda row: (-row.lag, row.name))
