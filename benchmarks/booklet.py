"""How fast booklets are set, bound, and printed again; and what a machine without HarfBuzz's subset library pays.

``python -m benchmarks.booklet --without-subset-library`` is how the last figure is taken, in a process of its own.
"""

import gc
import statistics
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from benchmarks.measure import row, timed

SAMPLE = 60
REPEATS = 15
WITHOUT = "--without-subset-library"


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the households of the home's database; an empty one has nothing to print."""
    from django.conf import settings  # noqa: PLC0415 -- Django is set up by whoever starts the benchmarks
    from django.test.utils import override_settings  # noqa: PLC0415

    booklets, loading = timed(lambda: sample(SAMPLE))
    if not booklets:
        raise SystemExit("no archives: load some first, e.g. bin/manage import_archives FILE --by USER")
    with tempfile.TemporaryDirectory(dir=settings.APP_HOME) as folder, override_settings(EXPORT_ROOT=Path(folder)):
        rows = [
            row("loading one household", loading / len(booklets) * 1000, "ms"),
            *single(booklets[:REPEATS]),
            *batch(Path(folder)),
        ]
    return [*rows, row("warm booklet without libharfbuzz-subset", without_subset_library(), "s")]


def sample(count: int) -> list[Any]:
    from households.models import Household  # noqa: PLC0415
    from reports.booklet.loading import load_booklets  # noqa: PLC0415

    numbers = Household.objects.in_care().order_by("archive_no").values_list("archive_no", flat=True)[:count]
    return load_booklets(Household.objects.filter(archive_no__in=list(numbers)), in_full=lambda household: True)


def print_one(booklet: Any) -> bytes:
    """Set and finish one booklet, whatever was set before."""
    from reports.booklet.merge import Stamp, finished  # noqa: PLC0415
    from reports.booklet.render import css, render_body  # noqa: PLC0415

    stamp = Stamp("户户清表册", "打印时间 2026-03-02 09:00")
    return finished(render_body(booklet), booklet.archive.archive_no, stamp, css())


def single(booklets: list[Any]) -> list[dict[str, Any]]:
    """Measure one booklet after another in one process, as a web worker prints them."""
    _pdf, cold = timed(lambda: print_one(booklets[0]))
    times, sizes = [], []
    for booklet in booklets:
        pdf, seconds = timed(lambda booklet=booklet: print_one(booklet))
        times.append(seconds)
        sizes.append(len(pdf))
        gc.collect()
    return [
        row("first booklet of a process", cold, "s"),
        row("warm booklet, median", statistics.median(times), "s", "<= 0.6"),
        row("warm booklet, fastest", min(times), "s"),
        row("size of one booklet", statistics.mean(sizes) / 1024, "KB"),
    ]


def batch(folder: Path) -> list[dict[str, Any]]:
    """Measure a selection: nothing printed before, then everything; each with loading and binding."""
    count, first = timed(lambda: bound(folder, SAMPLE))
    again, second = timed(lambda: bound(folder, SAMPLE))
    size = (folder / "bound.pdf").stat().st_size
    return [
        row(f"batch of {count}, nothing kept", count / first, "per s", ">= 2.8"),
        row(f"batch of {again}, all unchanged", again / second, "per s", ">= 50"),
        row("size of one booklet in the batch", size / count / 1024, "KB"),
    ]


def bound(folder: Path, count: int) -> int:
    from reports.booklet.batch import bind, leaves_of  # noqa: PLC0415
    from reports.booklet.fonts import require_printable  # noqa: PLC0415
    from reports.booklet.merge import Stamp  # noqa: PLC0415

    booklets = sample(count)
    for booklet in booklets:
        require_printable(booklet)
    leaves = list(leaves_of(booklets, count=len(booklets)))
    bind(leaves, Stamp("户户清表册", "打印时间 2026-03-02 09:00"), folder / "bound.pdf")
    return len(leaves)


def without_subset_library() -> float:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.booklet", WITHOUT]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(answer.stdout.split()[-1])


def main() -> None:
    """Print the seconds that a warm booklet takes where libharfbuzz-subset0 is not installed."""
    import django  # noqa: PLC0415
    from weasyprint.pdf import fonts  # noqa: PLC0415

    django.setup()
    from reports.booklet import trimmed  # noqa: PLC0415

    fonts.harfbuzz_subset = None
    trimmed.font_faces = lambda: ""  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    first, second = sample(2)
    print_one(first)
    _pdf, seconds = timed(lambda: print_one(second))
    print(seconds)


if __name__ == "__main__" and WITHOUT in sys.argv:
    main()
