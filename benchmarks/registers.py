"""How fast long registers are drawn as paper and written as workbook, and in how much memory; no database.

``python -m benchmarks.registers paper 8000`` takes one figure, in a process of its own.
"""

import os
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.measure import row, timed

SIZES = (7000, 8000)
WIDTHS = (11, 28, 16, 34, 42, 16, 30, 36, 22, 20)
HEADS = ("序号", "档案编号", "姓名", "身份证号", "建档单位", "困难类别", "开户银行", "银行账号", "金额", "签名")


def run(home: Path) -> list[dict[str, Any]]:
    """Draw and write registers of invented people, each in a process of its own."""
    rows = []
    for count in SIZES:
        seconds, most, size = taken("paper", count)
        rows.append(row(f"paper of {count:,} rows x {len(HEADS)}", seconds, "s", "<= 8"))
        rows.append(row(f"most memory meanwhile, {count:,} rows", most, "MB", "<= 300"))
        rows.append(row(f"size of the paper, {count:,} rows", size, "KB"))
        seconds, most, _size = taken("workbook", count)
        rows.append(row(f"workbook of {count:,} rows x {len(HEADS)}", seconds, "s", "<= 3"))
    return rows


def taken(what: str, count: int) -> tuple[float, float, float]:
    """Return seconds, MB and KB of one run."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.registers", what, str(count)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, most, size = answer.stdout.split()[-3:]
    return float(seconds), float(most), float(size)


def register_of(count: int) -> Any:
    """Return a register of people who do not exist."""
    import datetime  # noqa: PLC0415 -- Django is set up by whoever starts the benchmarks
    import random  # noqa: PLC0415

    from reports.demo.people import People  # noqa: PLC0415
    from reports.registers.data import Column, Kind, Register  # noqa: PLC0415

    people = People(random.Random(1))
    kinds = [Kind.COUNT, Kind.CODE, Kind.WORD, Kind.CODE, Kind.TEXT, Kind.WORD, Kind.TEXT, Kind.CODE, Kind.MONEY]
    columns = [Column(*facts) for facts in zip(HEADS, WIDTHS, [*kinds, Kind.HAND], strict=True)]
    columns[8] = Column("金额", 22, Kind.MONEY, is_summed=True)
    units = ("建水县临安镇工会联合会", "红河州建筑建材行业工会联合会第三分会", "个旧市总工会")
    rows = [
        (
            *(number, f"53252420{number:07d}", people.name()),
            people.identity_no("532524", datetime.date(1970, 1, 1 + number % 28).replace(year=1950 + number % 45)),
            *(units[number % 3], "相对困难职工", "云南省农村信用社", people.card()),
            *(Decimal(number * 7919 % 900_000) / 100, None),
        )
        for number in range(1, count + 1)
    ]
    facts = (("填报单位：建水县总工会", "填报日期：2026年3月2日", "单位：元"),)
    return Register(
        title="发放花名册", number="FF-1-2026-001", facts=facts, columns=tuple(columns), rows=tuple(rows), masked=False
    )


def main(what: str, count: int) -> None:
    """Print the seconds, the most memory in MB and the size in KB."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from reports.registers.render import render_register  # noqa: PLC0415
    from reports.registers.workbook import write_register  # noqa: PLC0415

    register = register_of(count)
    write = render_register if what == "paper" else write_register
    content, seconds = timed(lambda: write(register))
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(content) / 1024)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
