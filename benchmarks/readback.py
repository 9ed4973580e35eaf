"""Registers written by ``export_register``, and each cell of the workbooks read back by three programs.

A prefecture's roster of about 8,000 households as PDF and xlsx, and all payments as xlsx, each by the command in a
process of its own. What python-calamine, openpyxl and LibreOffice read is held against the database, which is asked
in SQL of its own. ``python -m benchmarks.readback NAME FORMAT UNION FILE`` writes one file.
"""

import csv
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.files import BUDGETS, BY, ROWS, SINCE, union_of_about
from benchmarks.measure import row, timed
from benchmarks.readback_sql import ASKED

Row = tuple[str, ...]
CALC = shutil.which("soffice") or shutil.which("libreoffice")
AS_KEPT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"  # the values, not as they are shown
RUNNING = "序号"


def run(home: Path) -> list[dict[str, Any]]:
    """Write, read back and compare; nothing is kept, nothing is logged."""
    if CALC is None:
        raise SystemExit("LibreOffice is missing, which reads the workbooks: apt-get install libreoffice-calc")
    if find_spec("openpyxl") is None:
        raise SystemExit("openpyxl is missing, which reads the workbooks: pip install -r requirements-test.txt")
    rows, code = [], union_of_about(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        rows += written("roster", "pdf", code, Path(folder) / "roster.pdf", BUDGETS["pdf"])
        for name, union, budget in (("roster", code, BUDGETS["xlsx"]), ("payments", "", BUDGETS["payments"])):
            path = Path(folder) / f"{name}.xlsx"
            rows += written(name, "xlsx", union, path, budget)
            rows += compared(name, union, path)
    return rows


def written(name: str, format: str, code: str, path: Path, budget: tuple[str, str]) -> list[dict[str, Any]]:
    """Run the command by itself, and return its time and its memory."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.readback", name, format, code, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    seconds, most = said[-2].split()
    what = f"export_register {name} --format {format}: {said[0].partition('：')[2]}"
    return [row(what, float(seconds), "s", budget[0]), row(f"{what}: most memory", float(most), "MB", budget[1])]


def compared(name: str, code: str, path: Path) -> list[dict[str, Any]]:
    """Return for each program how long it reads, and how many rows differ from those of the database."""
    there, rows = Counter(of_database(name, code)), []
    for program, read in READERS.items():
        found, seconds = timed(lambda read=read: list(cells(name, read(path))))
        numbers, found = [line[0] for line in found], [line[1:] for line in found]
        wrong = (Counter(found) - there).total() + (there - Counter(found)).total()
        wrong += numbers != [str(number) for number in range(1, len(found) + 1)]
        what = f"{name}.xlsx read by {program}: {len(found):,} rows x {len(found[0]) + 1} cells"
        rows += [row(what, seconds, "s"), row(f"{what}, rows unlike the database", wrong, "", "<= 0")]
    return rows


def of_database(name: str, code: str) -> Iterator[Row]:
    """Return the cells of a register as SQL tells them."""
    from django.db import connection  # noqa: PLC0415 -- Django is set up by whoever starts the benchmarks

    with connection.cursor() as cursor:
        cursor.execute(ASKED[name].sql, [code or "530000"])
        yield from cursor


def cells(name: str, lines: Iterable[Iterable[Any]]) -> Iterator[Row]:
    """Return the rows below the heads, each value as text; the line of sums and what stands around are left out."""
    heads, texts = False, ASKED[name].texts
    for line in lines:
        line = list(line)
        if heads and str(line[0]).partition(".")[0].isdigit():
            yield tuple(text(value) for text, value in zip(texts, line, strict=True))
        heads = heads or line[:1] == [RUNNING]


def _calamine(path: Path) -> Iterator[list[Any]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    yield from CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()


def _openpyxl(path: Path) -> Iterator[tuple[Any, ...]]:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(path, read_only=True)
    yield from book.worksheets[0].iter_rows(values_only=True)
    book.close()


def _libreoffice(path: Path) -> Iterator[list[str]]:
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [str(CALC), profile, "--headless", "--convert-to", AS_KEPT, "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


READERS: dict[str, Callable[[Path], Iterator[Any]]] = {
    "calamine": _calamine,
    "openpyxl": _openpyxl,
    "LibreOffice": _libreoffice,
}


def main(name: str, format: str, code: str, out: str) -> None:
    """Run the command without leaving lines in the access log; print what it says, seconds and most memory in MB."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    asked = {"fields": ASKED[name].fields} | (SINCE if name == "payments" else {})
    words = [f"{key}={value}" for key, value in asked.items()]
    said = io.StringIO()
    with transaction.atomic():
        facts = {"format": format, "union": code, "by": BY, "out": Path(out), "filter": words, "stdout": said}
        _none, seconds = timed(lambda: call_command("export_register", name, **facts))
        transaction.set_rollback(True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{said.getvalue().strip()}\n{seconds} {most}")


if __name__ == "__main__":
    main(*sys.argv[1:5])
