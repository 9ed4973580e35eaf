"""How large an export will be and how long it takes, from what the latest exports of the same kind took."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from core.models import Job, JobStatus
from reports.exports.kinds import EXPORT

LATEST = 10
BEGINNING = 1.0  # seconds until a worker has begun and a file is in place


@dataclass(frozen=True)
class Rate:
    """What a row costs in one format; ``bytes_before`` is what a file has without rows, such as the fonts of a PDF."""

    rows_per_second: float
    rows_per_page: float
    bytes_per_row: float
    bytes_before: int = 0


# Measured on two cores with the roster of 7,000 households; what an installation measures itself replaces them.
USUAL = {"pdf": Rate(700, 20, 200, 110_000), "xlsx": Rate(1500, 0, 90, 8_000), "csv": Rate(2500, 0, 160)}


@dataclass(frozen=True)
class Estimate:
    """The size of an export before it is started; ``ahead`` jobs are served before it."""

    rows: int
    pages: int
    seconds: int
    bytes: int
    ahead: int = 0

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        pages = f"、约 {self.pages:,} 页" if self.pages else ""
        waiting = f"；前面还有 {self.ahead} 件在排队" if self.ahead else ""
        return f"{self.rows:,} 行{pages}，约需 {in_time(self.seconds)}，文件约 {size_words(self.bytes)}{waiting}。"


def size_words(size: int) -> str:
    """Write the size of a file as one says it."""
    return f"{max(size // 1024, 1):,} KB" if size < 2**20 else f"{size / 2**20:.1f} MB"


def in_time(seconds: int) -> str:
    """Write a length of time as one says it."""
    return f"{seconds} 秒" if seconds < 90 else f"{round(seconds / 60)} 分钟"


def estimated(what: str, format: str, rows: int, *, paper: str = "", ahead: int = 0) -> Estimate:
    """Return the size of an export of so many rows."""
    rate = measured(what, format, paper) or USUAL[format]
    pages = max(ceil(rows / rate.rows_per_page), 1) if rate.rows_per_page else 0
    seconds = round(BEGINNING + rows / rate.rows_per_second)
    size = rate.bytes_before + round(rows * rate.bytes_per_row)
    return Estimate(rows, pages, max(seconds, 1), size, ahead)


def measured(what: str, format: str, paper: str = "") -> Rate | None:
    """Return what the latest exports of the same took; none while there are none of any length."""
    asked = {"params__what": what, "params__format": format, **({"result__paper": paper} if format == "pdf" else {})}
    done = Job.objects.filter(kind=EXPORT, status=JobStatus.DONE, result__rows__gte=100, **asked)
    results = list(done.order_by("-id").values_list("result", flat=True)[:LATEST])
    if not results:
        return None
    rows, pages = total(results, "rows"), total(results, "pages")
    return Rate(
        rows_per_second=rows / max(total(results, "seconds"), 0.01),
        rows_per_page=rows / pages if pages else 0,
        bytes_per_row=total(results, "bytes") / rows,
    )


def total(results: list[dict[str, Any]], name: str) -> float:
    """Add up one figure."""
    return sum(result.get(name, 0) for result in results)
