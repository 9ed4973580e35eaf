"""Runs benchmarks by name: a table on the screen, and JSON under APP_HOME/bench."""

import ast
import importlib
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import now, ratio, reference, verdict

MODULES = {
    "admin": "admin",
    "booklet": "booklet",
    "dashboard": "dashboard",
    "duplicates": "duplicates",
    "exports": "exports",
    "febrl": "febrl",
    "files": "files",
    "household": "household",
    "import": "imports",
    "ledger": "ledger",
    "list": "lists",
    "money": "money",
    "payments": "payments",
    "quality": "quality",
    "readback": "readback",
    "register": "registers",
    "results": "results",
    "verification": "verification",
    "visits": "visits",
}
ALL = "all"
HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the named benchmarks, or tell which there are; returns how the process ends."""
    if not names:
        print("\n".join(f"{name:<14}{summary(module)}" for name, module in {ALL: "whole", **MODULES}.items()))
        return 0
    if names[0] == ALL:
        from benchmarks import whole  # noqa: PLC0415 -- which runs this module once for each benchmark

        return whole.main(names[1:])
    if unknown := [name for name in names if name not in MODULES]:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(MODULES)}")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 -- the list of names needs no database

    django.setup()
    for name in names:
        report(name)
    return 0


def summary(module: str) -> str:
    """Return the first line of a benchmark's docstring, without importing it."""
    text = ast.get_docstring(ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8")))
    return (text or "").splitlines()[0]


def report(name: str) -> None:
    """Run one benchmark between two runs of the reference, print its table and keep its figures."""
    from django.conf import settings  # noqa: PLC0415

    before, start = reference(), time.monotonic()
    rows = importlib.import_module(f"benchmarks.{MODULES[name]}").run(Path(settings.APP_HOME))
    took, seconds = time.monotonic() - start, (before + reference()) / 2
    for row in rows:
        row |= {"verdict": verdict(row), "ratio": ratio(row, row.get("reference", seconds))}
    facts = {"benchmark": name, "date": now(), "machine": machine(), "reference_s": round(seconds, 4), "figures": rows}
    folder = Path(settings.APP_HOME) / "bench"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\n{name}: {took:.0f} s, reference {seconds * 1000:.0f} ms, {folder / f'{name}.json'}")
    print("\n".join(line(row) for row in rows), flush=True)


def line(row: dict[str, Any]) -> str:
    """Return one figure as a line of the table."""
    pages = ""
    if "queries" in row:
        times = f"p50 {row['p50']:.1f}, fastest {row['fastest']:.1f}"
        pages = f"{times}, {row['queries']} queries of {row['sql']:.1f} ms"
    multiple = "" if row["ratio"] is None else f"{row['ratio']:.3f} x ref"
    figure = f"{row['figure']:>10,.3f} {row['unit']:<6}"
    return f"  {row['verdict']:<5}{figure}{row['budget']:<9}{multiple:>15}  {pages:<50} {row['what']}"


def machine() -> dict[str, Any]:
    """Tell where the figures were taken, and how busy it was."""
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
