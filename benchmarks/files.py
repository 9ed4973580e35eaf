"""Registers of the home's own data as files, each in a process of its own, beside plain XlsxWriter and Chromium.

``python -m benchmarks.files NAME FORMAT UNION`` takes one figure; as FORMAT also ``plain`` (XlsxWriter by itself) and
``chromium`` (its print of the same table).
"""

import os
import resource
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.measure import row, timed

BY = "province"
ROWS = 8000
FIELDS = "no,archive_no,name,sex,identity_no,union,category,level,filed_on,main_cause"
SINCE = {"start": "2010-01-01"}  # the register is of this year else
CHROMIUM = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
BUDGETS = {"pdf": ("<= 8", "<= 300"), "xlsx": ("<= 3", "<= 300"), "payments": ("<= 20", "<= 150")}


def run(home: Path) -> list[dict[str, Any]]:
    """Measure with the data of the home; nothing is kept, nothing is logged."""
    from reports.catalogue import KINDS  # noqa: PLC0415 -- Django is set up by whoever starts the benchmarks

    code = union_of_about(ROWS)
    rows = []
    for format in ("pdf", "xlsx"):
        rows += _written("roster", format, code, BUDGETS[format])
    rows += [row("Chromium's print of the same table", taken("roster", "chromium", code)[0], "s")]
    rows += [row("plain XlsxWriter, the same cells", taken("roster", "plain", code)[0], "s")]
    if "payments" in KINDS:
        rows += _written("payments", "xlsx", "", BUDGETS["payments"])
        rows += [row("plain XlsxWriter, the same cells of payments", taken("payments", "plain", "")[0], "s")]
    return rows


def _written(name: str, format: str, code: str, budgets: tuple[str, str]) -> list[dict[str, Any]]:
    seconds, most, size, count = taken(name, format, code)
    what = f"{name} as {format}, {count:,.0f} rows"
    return [
        row(what, seconds, "s", budgets[0]),
        row(f"{what}: most memory", most, "MB", budgets[1]),
        row(f"{what}: size", size, "KB"),
    ]


def union_of_about(count: int) -> str:
    """Return the prefecture or county whose archives on file come nearest to a count."""
    from django.db.models import Count  # noqa: PLC0415
    from django.db.models.functions import Left  # noqa: PLC0415

    from households.models import Household  # noqa: PLC0415
    from organizations.models import Union  # noqa: PLC0415

    found: dict[str, int] = {}
    for steps in (8, 12):
        paths = Household.objects.filter(status="on_file").order_by().annotate(at=Left("union_path", steps))
        found |= dict(paths.values_list("at").annotate(many=Count("pk")))
    nearest = min(found, key=lambda path: abs(found[path] - count))
    return str(Union.objects.get(path=nearest).code)


def taken(name: str, format: str, code: str) -> tuple[float, float, float, float]:
    """Return seconds, MB, KB and rows of one run."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.files", name, format, code]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, most, size, count = answer.stdout.split()[-4:]
    return float(seconds), float(most), float(size), float(count)


def main(name: str, format: str, code: str) -> None:
    """Print the seconds, the most memory in MB, the size in KB and the rows."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from organizations.models import User  # noqa: PLC0415
    from reports.catalogue import kind_of  # noqa: PLC0415
    from reports.catalogue.query import Query  # noqa: PLC0415
    from reports.catalogue.writing import write  # noqa: PLC0415

    params = {"union": code} | ({"fields": FIELDS} if name == "roster" else SINCE)
    query = Query.of(kind_of(name), User.objects.get(username=BY), params)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written"
        if format in WRITERS:
            heads, cells = [field.label for field in query.fields], list(query.rows())
            _none, seconds = timed(lambda: WRITERS[format](path, heads, cells))
            count = len(cells)
        else:
            written, seconds = timed(lambda: write(query, format, path))
            count = written.rows
        size = path.stat().st_size / 1024
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size, count)


def _plain(path: Path, heads: list[str], cells: list[Any]) -> None:
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        for number, line in enumerate(cells, 1):
            sheet.write_row(number, 0, ["" if cell is None else cell for cell in line])


def _chromium(path: Path, heads: list[str], cells: list[Any]) -> None:
    lines = ["".join(f"<td>{escape('' if cell is None else str(cell))}" for cell in line) for line in cells]
    head = "".join(f"<th>{escape(name)}" for name in heads)
    style = "@page{size:A4 landscape;margin:10mm} table{border-collapse:collapse} td,th{border:1px solid}"
    page = path.with_suffix(".html")
    table = f"<table><thead><tr>{head}</thead><tbody><tr>{'<tr>'.join(lines)}</tbody></table>"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{table}", encoding="utf-8")
    subprocess.run([*CHROMIUM, f"--print-to-pdf={path}", page.as_uri()], check=True, capture_output=True)


WRITERS = {"plain": _plain, "chromium": _chromium}

if __name__ == "__main__":
    main(*sys.argv[1:4])
