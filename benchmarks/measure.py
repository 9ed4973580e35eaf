"""What the benchmarks share: figures with their budgets, and a workload that tells how fast the machine is now."""

import datetime
import hashlib
import operator
import time
from collections.abc import Callable
from typing import Any

REFERENCE_ROUNDS = 30_000
TESTS = {"<=": operator.le, ">=": operator.ge}
IN_SECONDS = {"s": 1.0, "ms": 0.001}


def row(what: str, figure: float, unit: str, budget: str = "", **more: Any) -> dict[str, Any]:
    """Return one figure; ``budget`` is a limit in its unit, such as ``<= 0.6``."""
    return {"what": what, "figure": round(figure, 3), "unit": unit, "budget": budget, **more}


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """Return what an act returns, and the seconds that it took."""
    start = time.perf_counter()
    result = act()
    return result, time.perf_counter() - start


def now() -> str:
    """Return the moment at which figures are taken."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def reference() -> float:
    """Return the seconds that a fixed work takes now: what others do on the machine slows both alike."""

    def work() -> str:
        digest, seen = b"", {}
        for number in range(REFERENCE_ROUNDS):
            digest = hashlib.sha256(digest + str(number).encode()).digest()
            seen[digest[:2]] = f"{number:,}"
        return "".join(sorted(seen.values()))

    return min(timed(work)[1] for _ in range(3))


def verdict(figure: dict[str, Any]) -> str:
    """Tell whether a figure keeps its budget; "" where there is none."""
    if not figure["budget"]:
        return ""
    sign, limit = figure["budget"].split()
    kept = TESTS[sign](figure["figure"], float(limit))
    return "ok" if kept and figure.get("queries", 0) <= figure.get("most_queries", 0) else "over"


def ratio(figure: dict[str, Any], seconds: float) -> float | None:
    """Return a time as a multiple of the reference workload, and a rate as how many fit into it."""
    if figure["unit"] == "per s":
        return round(figure["figure"] * seconds, 3)
    scale = IN_SECONDS.get(figure["unit"])
    return round(figure["figure"] * scale / seconds, 3) if scale else None
