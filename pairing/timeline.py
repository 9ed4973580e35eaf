"""What this app tells on the timeline: pairings, visits, and what was corrected in a visit since."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from households.changes import OF_HOUSEHOLD, Tables, Version, present_rows, row_changes
from households.models import Household
from households.timeline import TimelineEntry, on_day, source
from pairing.enums import VisitMethod
from pairing.models import Visit

TABLES: Tables = {Visit: OF_HOUSEHOLD}


@source(TABLES)
def pairings_and_visits(household: Household, history: list[Version]) -> list[TimelineEntry]:
    """Tell who was paired when, each visit on its day, and every correction since; one query."""
    return [*_pairings(household), *_visits(household, history), *_corrections(household, history)]


def _pairings(household: Household) -> Iterator[TimelineEntry]:
    for pairing in household.pairings.select_related("cadre", "unit", "handover__giver"):
        words = f"{pairing.get_kind_display()} {pairing.cadre}"
        told = [str(pairing.unit or "")]
        if pairing.handover:
            told += [f"由 {pairing.handover.giver} 移交（{pairing.handover.reason}）", pairing.handover.note]
        yield TimelineEntry(on_day(pairing.started_on), "pairing", f"结对{words}", "；".join(filter(None, told)))
        if pairing.ended_on:
            yield TimelineEntry(on_day(pairing.ended_on), "pairing", f"结束结对{words}", pairing.end_reason)


def _visits(household: Household, versions: list[Version]) -> Iterator[TimelineEntry]:
    for row in present_rows(versions, Visit):
        title = VisitMethod(row["method"]).label
        url = reverse("visit", args=[household.archive_no, row["id"]])
        yield TimelineEntry(_day(row["on"]), "visit", title, row["situation"], row["visitor_name"], url)


def _corrections(household: Household, versions: list[Version]) -> Iterator[TimelineEntry]:
    for change in row_changes(versions, "pairing"):
        version = change.version
        title = f"更正 {version.facts['on']} 的走访记录"
        url = reverse("visit", args=[household.archive_no, version.row_id])
        yield TimelineEntry(version.at, "visit", title, url=url, changes=change.changes, by_user=version.user_id)


def _day(written: str) -> datetime.datetime:
    return on_day(datetime.date.fromisoformat(written))
