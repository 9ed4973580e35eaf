"""Comparing a result file with the lines that wait for it: what fits, and everything that does not.

Pure. A result is taken only when every row fits a line and every line has its row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistance.bank.enums import RowOutcome
from assistance.bank.reading import Fault, ResultFile, ResultRow
from assistance.models import Payment
from assistance.payments.enums import PaymentStatus
from core.money import ZERO, format_money

Pair = tuple[Payment, ResultRow]


@dataclass(frozen=True)
class Matching:
    """Rows with their lines, the faults by row, and the lines of the round that the file does not name."""

    round: int
    paid: tuple[Pair, ...]
    failed: tuple[Pair, ...]
    faults: tuple[Fault, ...]
    missing: tuple[Payment, ...]

    @property
    def fits(self) -> bool:
        return not self.faults and not self.missing

    @property
    def paid_total(self) -> Decimal:
        return sum((line.amount for line, _row in self.paid), ZERO)

    @property
    def failed_total(self) -> Decimal:
        return sum((line.amount for line, _row in self.failed), ZERO)


def match(file: ResultFile, batch_id: int, lines: Sequence[Payment]) -> Matching:
    """Compare a file with all lines of its batch that were ever locked; the round is that of most of its rows."""
    by_place = {line.position: line for line in lines}
    number = _round_of(file.rows, batch_id, by_place)
    pairs: list[Pair] = []
    faults = list(file.faults)
    seen: dict[int, int] = {}
    for row in file.rows:
        place = row.place[1]
        if words := _fault_of(row, batch_id, by_place.get(place), number, seen.get(place)):
            faults.append(Fault(row.number, words))
        else:
            pairs.append((by_place[place], row))
        if row.place[0] == batch_id:
            seen.setdefault(place, row.number)
    waiting = [line for line in lines if line.round == number and line.status == PaymentStatus.SENT]
    return Matching(
        round=number,
        paid=tuple(pair for pair in pairs if pair[1].outcome == RowOutcome.PAID),
        failed=tuple(pair for pair in pairs if pair[1].outcome == RowOutcome.FAILED),
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        missing=tuple(line for line in waiting if line.position not in seen),
    )


def _round_of(rows: Iterable[ResultRow], batch_id: int, by_place: dict[int, Payment]) -> int:
    named = [by_place[row.place[1]].round for row in rows if row.place[0] == batch_id and row.place[1] in by_place]
    rounds = named or [line.round for line in by_place.values() if line.status == PaymentStatus.SENT] or [1]
    return max(sorted(set(rounds)), key=rounds.count)


def _fault_of(row: ResultRow, batch_id: int, line: Payment | None, number: int, before: int | None) -> str:
    if row.place[0] != batch_id:
        return f"流水号 {row.key} 属于另一批次，请核对是否选错了文件"
    if line is None:
        return f"流水号 {row.key} 在本批次中没有对应的明细"
    if before is not None:
        return f"流水号 {row.key} 与第 {before} 行重复"
    if line.round != number:
        return f"流水号 {row.key} 是第 {line.round} 轮的明细，其余各行是第 {number} 轮的"
    if line.status == PaymentStatus.LOCKED:
        return f"流水号 {row.key}（{line.payee_name}）还没有导出代发文件，银行不应有结果"
    if line.status != PaymentStatus.SENT:
        return f"流水号 {row.key}（{line.payee_name}）已登记为“{line.get_status_display()}”，不能再改"
    if row.amount != line.amount:
        told = f"{format_money(row.amount)} 元，代发金额是 {format_money(line.amount)} 元"
        return f"流水号 {row.key}（{line.payee_name}）的金额是 {told}"
    return ""
