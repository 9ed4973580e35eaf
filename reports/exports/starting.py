"""Starting an export: what is asked is checked and its size stated, before anything runs."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core import clock
from core.errors import DomainError
from core.jobs import start_job
from core.models import Job, JobStatus
from core.store import require_room
from core.turns import next_turn
from organizations.models import User
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from reports.catalogue.writing import FORMATS
from reports.exports.kinds import EXPORT
from reports.exports.rates import Estimate, estimated


def start_export(by: User, *, what: str, params: Mapping[str, str], format: str, purpose: str) -> Job:
    """Queue the export of a register as the asker sees it; Conflict, with the job, while the same is being made.

    No password is taken here: it would have to be kept readable until the file is written. Who fetches the file gives
    one then (reports.exports.fetching).
    """
    query = Query.of(kind_of(what), by, params)
    if format not in FORMATS:
        raise DomainError("请选择 PDF、Excel 或 CSV。", field="format")
    if not purpose.strip():
        raise DomainError("请说明用途：导出的文件含个人信息，用途记入访问日志。", field="purpose")
    told = estimate(query, format)
    require_room(told.bytes)
    facts: dict[str, Any] = {"estimate": asdict(told), "purpose": purpose.strip()[:200]}
    asked = {"what": what, "format": format, "query": dict(query.params)}
    facts |= {"title": _title(query, format), "file_name": _file_name(query, format)}
    return start_job(EXPORT, owner=by, params=asked, **facts)


def estimate(query: Query, format: str) -> Estimate:
    """Return how many rows and pages an export has, and how long it takes; counts the rows."""
    waiting = Job(turn=next_turn(query.user), pk=2**62)
    ahead = Job.objects.filter(status=JobStatus.RUNNING).count() + Job.objects.before(waiting).count()
    return estimated(query.kind.name, format, query.count(), paper=query.paper, ahead=ahead)


def _title(query: Query, format: str) -> str:
    numbers = "" if query.is_masked else "，完整号码"
    return f"{query.title} {query.union.name}（{FORMATS[format].partition('（')[0]}{numbers}）"[:200]


def _file_name(query: Query, format: str) -> str:
    return f"{query.title}-{query.union.name}-{clock.today():%Y%m%d}.{format}"[-200:].replace("/", "-")
