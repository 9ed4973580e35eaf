"""The whole table of docs/performance.md: every row of the budgets, at one and at ten times the data, with yardsticks.

``APP_HOME=1x-home bin/bench all [10x-home]`` runs the benchmarks one after another, those of pages on both homes within
the same minutes, and writes ``bench/all.json`` and ``bench/all.md`` below the first home.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import now, verdict

BOTH = ("admin", "list", "household", "money", "dashboard")
ONCE = ("import", "booklet", "register", "files", "visits")
GROWTH = 1.3
HEADS = ("what", "1x", "10x", "10x / 1x", "queries", "budget", "")
SHOWN: dict[str, Callable[[float], str]] = {"ms": "{:,.0f} ms".format, "s": "{:,.2f} s".format}
# Which yardstick a page is held against, by how its line begins.
BESIDE = {
    "list,": "Django admin, archives",
    "search, surname,": "Django admin, archives, a surname",
    "lines,": "Django admin, payments",
    "dashboard,": "bare SQL, life events of the province counted",
    "roster as pdf": "Chromium's print of the same table",
    "roster as xlsx": "plain XlsxWriter, the same cells",
    "payments as xlsx": "plain XlsxWriter, the same cells of payments",
    "warm booklet, median": "warm booklet without libharfbuzz-subset",
}


def main(arguments: list[str]) -> int:
    """Run everything and write the table; a benchmark that fails is named in it and stops no other."""
    homes = [Path(os.environ["APP_HOME"]), *map(Path, arguments)]
    found: dict[str, list[dict[str, Any]]] = {}
    for name in BOTH:
        found[name] = _beside([_taken(name, home) for home in homes])
    for name in ONCE:
        found[name] = _beside([_taken(name, homes[0])])
    facts = {"machine": machine(), "homes": [str(home) for home in homes], "date": now(), "benchmarks": found}
    folder = homes[0] / "bench"
    (folder / "all.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "all.md").write_text(table(facts), encoding="utf-8")
    print(f"{folder / 'all.json'}, {folder / 'all.md'}")
    return 0


def _taken(name: str, home: Path) -> list[dict[str, Any]]:
    """Run one benchmark on a home; the lines come from the file that it writes."""
    file = home / "bench" / f"{name}.json"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks", name]
    ended = subprocess.run(command, env=os.environ | {"APP_HOME": str(home)}, check=False).returncode
    if ended or not file.exists():
        return [{"what": f"{name} failed", "figure": 0, "unit": "", "budget": ""}]
    figures: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["figures"]
    return figures


def _beside(runs: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Put the lines of the same page beside each other."""
    by_home = [{_name(line): line for line in run} for run in runs]
    names = dict.fromkeys(name for lines in by_home for name in lines)
    return [{"what": name, "runs": [lines.get(name) for lines in by_home]} for name in names]


def _name(line: dict[str, Any]) -> str:
    return str(line["what"])


def table(facts: dict[str, Any]) -> str:
    """Return everything as markdown."""
    words = [f"- {name}: {value}" for name, value in facts["machine"].items()]
    lines = ["# " + facts["date"], "", *words, ""]
    lines += [f"- {times}: `{home}`" for times, home in zip(("1x", "10x"), facts["homes"], strict=False)]
    yardsticks = {line["what"]: line["runs"] for lines in facts["benchmarks"].values() for line in lines}
    for name, found in facts["benchmarks"].items():
        lines += ["", f"## {name}", "", _cells((*HEADS, "yardstick")), _cells(["---"] * (len(HEADS) + 1))]
        lines += [_line(line, yardsticks) for line in found]
    return "\n".join(lines) + "\n"


def _line(line: dict[str, Any], yardsticks: dict[str, list[Any]]) -> str:
    first, *more = line["runs"]
    tenfold = more[0] if more else None
    told = first or tenfold
    growth = _growth(first, tenfold)
    verdicts = [verdict(run) for run in (first, tenfold) if run]
    verdicts += ["grows"] if growth and growth > GROWTH and told["budget"] else []
    judged = next((word for word in ("over", "grows", "ok") if word in verdicts), "")
    queries = "/".join(str(run["queries"]) for run in (first, tenfold) if run and "queries" in run)
    cells = [line["what"], _shown(first), _shown(tenfold), f"{growth:.2f}" if growth else "", queries]
    return _cells([*cells, told["budget"], judged, _yardstick(line, yardsticks)])


def _growth(first: Any, tenfold: Any) -> float | None:
    """Return how a time grows, by the fastest runs: what others do on the machine makes the others slower."""
    if not (first and tenfold and first["unit"] == "ms" and first.get("fastest") and tenfold.get("fastest")):
        return None
    return float(tenfold["fastest"]) / float(first["fastest"])


def _yardstick(line: dict[str, Any], yardsticks: dict[str, list[Any]]) -> str:
    name = next((name for start, name in BESIDE.items() if line["what"].startswith(start)), None)
    if name is None or name not in yardsticks or line["what"] in yardsticks and line["what"] == name:
        return ""
    return f"{name}: {' / '.join(_shown(run) for run in yardsticks[name])}"


def _shown(run: Any) -> str:
    if not run:
        return ""
    figure = SHOWN.get(run["unit"], lambda figure: f"{figure:,.4g} {run['unit']}".strip())(run["figure"])
    return f"{figure} (fastest {run['fastest']:,.0f})" if "fastest" in run else figure


def _cells(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def machine() -> dict[str, str]:
    """Name the machine: processor, memory, systems."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{os.cpu_count()} x {_processor()}",
        "memory": f"{memory:.0f} GiB",
        "system": platform.platform(),
        "Python": platform.python_version(),
        "PostgreSQL": _postgresql(),
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in told if line.startswith("model name")), platform.machine())


def _postgresql() -> str:
    import psycopg2  # noqa: PLC0415 -- asked of the server that the home runs

    from config import embedded  # noqa: PLC0415

    with psycopg2.connect(os.environ.get("DATABASE_URL") or embedded.ensure_running()) as connection:
        return str(connection.server_version // 10_000)
