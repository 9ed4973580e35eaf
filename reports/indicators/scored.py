"""The indicators that score sheets measure, registered with ``audits.scores``, which knows nothing of statistics."""

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from audits.scores.counted import PRESENT, of_present, of_rows
from audits.scores.sources import SOURCES, Asked, Counted, Lead, Source, register, shares
from reports.indicators.codes import SOURCE_OF, Code
from reports.indicators.definitions import INDICATORS
from reports.indicators.remembered import kept_rows
from reports.indicators.standing import CARE, CLEAR, UNPAIRED, Standing, standing_by_place
from reports.models import Event


def _standing(asked: Asked) -> Standing:
    return asked.once("standing", lambda: standing_by_place(asked.last, asked.length))


def _words(standing: Standing) -> str:
    return f"按 {standing.day:%Y-%m-%d} 日终快照" if standing.day else ""


def clear(asked: Asked) -> Counted:
    """Count the archives that are clear in all six among those in care."""
    standing = _standing(asked)
    rows = ((place, n[CLEAR], n[CARE]) for place, n in standing.places.items())
    return shares(asked, rows, _words(standing)) if standing.is_known else {}


def paired(asked: Asked) -> Counted:
    """Count the archives with a responsible cadre among those in care."""
    standing = _standing(asked)
    rows = ((place, n[CARE] - n[UNPAIRED], n[CARE]) for place, n in standing.places.items())
    return shares(asked, rows, _words(standing)) if standing.is_known else {}


def _events(part: Code, whole: Code, asked: Asked) -> Counted:
    """Count the events of one code for those of another in the time asked for; one query."""
    sources = {SOURCE_OF[part], SOURCE_OF[whole]}
    rows = Event.objects.filter(source__in=sources, code__in=[part, whole], on__range=(asked.first, asked.last))
    placed = rows.order_by().values_list(asked.at())
    return shares(
        asked, placed.annotate(part=Count("pk", filter=Q(code=part)), whole=Count("pk", filter=Q(code=whole)))
    )


def present_or_kept(code: str, asked: Asked) -> Counted:
    """Count what stands now; of a past day what its snapshot kept, if it did."""
    if asked.is_now:
        return of_present(code, asked)
    standing = _standing(asked)
    rows = kept_rows(code, standing.places)
    return of_rows(code, asked, rows, _words(standing)) if rows else {}


def solved(asked: Asked) -> Counted:
    """Count the difficulties solved by departments for those recorded."""
    return _events(Code.SOLVED, Code.NEED, asked)


def arrived(asked: Asked) -> Counted:
    """Count the tasks of departments that arrived for those handed over."""
    return _events(Code.ARRIVED, Code.TASK, asked)


def _list(code: str, lead: Lead) -> str:
    query = {"code": code, "union": lead.union.code, "since": lead.first.isoformat(), "day": lead.last.isoformat()}
    return f"{reverse('dashboard_behind')}?{urlencode(query)}"


register(*(replace(SOURCES[code], count=partial(present_or_kept, code)) for code in PRESENT))
register(
    Source(
        "clear_rate",
        "六清率",
        INDICATORS["clear_rate"].formula.removesuffix(" × 100"),
        clear,
        of_present=True,
        behind=lambda lead: f"{reverse('households')}?union={lead.union.code}&status=open&clear=no",
    ),
    Source(
        "pairing_rate",
        "结对覆盖率",
        INDICATORS["pairing_rate"].formula.removesuffix(" × 100"),
        paired,
        of_present=True,
        behind=lambda lead: f"{reverse('pairing_behind')}?union={lead.union.code}&kind=gap",
    ),
    Source(
        "solved_rate",
        "部门解决率",
        INDICATORS["solved_rate"].formula.removesuffix(" × 100"),
        solved,
        behind=lambda lead: _list(Code.SOLVED, lead),
    ),
    Source(
        "arrived_rate",
        "部门任务到位率",
        "时段内到位的任务 ÷ 时段内交办的任务",
        arrived,
        behind=lambda lead: _list(Code.ARRIVED, lead),
    ),
)
