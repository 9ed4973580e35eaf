"""The statements of the reconciliation; each returns (key, what, expected, found) of the rows that differ."""

from dataclasses import dataclass
from string import Template

from assistance.funds.enums import INTO, OUT_OF, PAIRED, SPENT
from assistance.payments.enums import BOOKED_BATCH, EVER_BOOKED, BatchStatus, PaymentStatus


@dataclass(frozen=True)
class Proof:
    """One equality: its name, the table whose rows are held against it, and the statement."""

    name: str
    table: str
    sql: str
    rows: str


def _one_of(*values: str) -> str:
    return "IN " + str(tuple(str(value) for value in values))


def _with(sql: str) -> str:
    """Write our own codes, and nothing else, into a statement."""
    return Template(sql).substitute(CODES)


CODES = {
    "INTO": _one_of(*INTO),
    "OUT_OF": _one_of(*OUT_OF),
    "SPENT": _one_of(*SPENT),
    "PAIRED": _one_of(*PAIRED, *PAIRED.values()),
    "BOOKED_ONCE": _one_of(*EVER_BOOKED),
    "DECIDED": _one_of(BatchStatus.REVIEWING, *BOOKED_BATCH),
    "FAILED": f"'{PaymentStatus.FAILED}'",
    "DROPPED": f"'{PaymentStatus.DROPPED}'",
    "PAID": f"'{PaymentStatus.PAID}'",
}
BUDGETS = _with("""
WITH sums AS (
    SELECT budget_id, sum(amount) AS total,
        coalesce(sum(amount) FILTER (WHERE kind $INTO), 0.00) AS into_it,
        coalesce(-sum(amount) FILTER (WHERE kind $OUT_OF), 0.00) AS out_of_it,
        coalesce(-sum(amount) FILTER (WHERE kind $SPENT), 0.00) AS used
    FROM assistance_ledgerentry GROUP BY budget_id
)
SELECT budget.id, side.what, side.expected, side.found
FROM assistance_budget budget LEFT JOIN sums ON sums.budget_id = budget.id
CROSS JOIN LATERAL (VALUES
    ('收入', coalesce(sums.into_it, 0.00), budget.received), ('拨出', coalesce(sums.out_of_it, 0.00), budget.passed_on),
    ('支出', coalesce(sums.used, 0.00), budget.spent), ('余额', coalesce(sums.total, 0.00), budget.balance)
) side (what, expected, found) WHERE side.expected <> side.found ORDER BY 1, 2
""")
ACTS = """
WITH entries AS (
    SELECT budget_id, count(*) AS count, sum(amount) AS amount FROM assistance_ledgerentry GROUP BY 1
), acts AS (
    SELECT budget_id, sum(count) AS count, sum(amount) AS amount FROM assistance_ledgeract GROUP BY 1
)
SELECT budget_id, side.what, side.expected, side.found FROM entries FULL JOIN acts USING (budget_id)
CROSS JOIN LATERAL (VALUES ('笔数', coalesce(entries.count, 0)::numeric, coalesce(acts.count, 0)::numeric),
    ('金额', coalesce(entries.amount, 0.00), coalesce(acts.amount, 0.00))) side (what, expected, found)
WHERE side.expected <> side.found ORDER BY 1, 2
"""
PAIRS = _with("""
SELECT movement, '一出一入，合计', 0.00, sum(amount) FROM assistance_ledgerentry
WHERE kind $PAIRED
GROUP BY movement HAVING sum(amount) <> 0 OR count(*) <> 2 ORDER BY 1
""")
LINES = _with("""
WITH booked AS (
    SELECT payment_id, count(*) FILTER (WHERE kind = 'payment') AS paid,
        count(*) FILTER (WHERE kind = 'failed') AS failed,
        coalesce(-sum(amount) FILTER (WHERE kind = 'payment'), 0.00) AS amount,
        coalesce(sum(amount) FILTER (WHERE kind = 'failed'), 0.00) AS back,
        coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0.00) AS refunded
    FROM assistance_ledgerentry WHERE payment_id IS NOT NULL GROUP BY payment_id
)
SELECT line.id, side.what, side.expected, side.found
FROM assistance_payment line LEFT JOIN booked ON booked.payment_id = line.id
CROSS JOIN LATERAL (VALUES
    ('发放记账次数', (line.status $BOOKED_ONCE)::int::numeric, booked.paid::numeric),
    ('退回记账次数', (line.status = $FAILED)::int::numeric, booked.failed::numeric),
    ('发放记账金额', CASE WHEN booked.paid > 0 THEN line.amount ELSE 0.00 END, booked.amount),
    ('退回记账金额', CASE WHEN booked.failed > 0 THEN line.amount ELSE 0.00 END, booked.back),
    ('追回金额', line.refunded, booked.refunded)
) side (what, expected, found) WHERE side.expected <> coalesce(side.found, 0) ORDER BY 1, 2
""")
# What the ledger's own trigger adds up as it goes, added up anew.
TOTALS = """
WITH anew AS (
    SELECT entry.budget_id, batch.item_id, line.union_id, date_trunc('month', entry."on")::date AS month,
        sum(CASE entry.kind WHEN 'payment' THEN 1 WHEN 'failed' THEN -1 ELSE 0 END) AS lines,
        -sum(entry.amount) AS amount
    FROM assistance_ledgerentry entry JOIN assistance_payment line ON line.id = entry.payment_id
    JOIN assistance_batch batch ON batch.id = line.batch_id GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT entry.budget_id, NULL, budget.union_id, date_trunc('month', entry."on")::date,
        sum(CASE entry.kind WHEN 'service' THEN 1 ELSE -1 END), -sum(entry.amount)
    FROM assistance_ledgerentry entry JOIN assistance_budget budget ON budget.id = entry.budget_id
    WHERE entry.charge_id IS NOT NULL GROUP BY 1, 3, 4
), kept AS (
    SELECT budget_id, item_id, union_id, month, lines, amount FROM assistance_spendingtotal
)
SELECT concat_ws('/', budget_id, coalesce(item_id, 0), union_id, to_char(month, 'YYYY-MM')), side.what,
    side.expected, side.found
FROM (
    SELECT budget_id, item_id, union_id, month, sum(anew_lines) AS anew_lines, sum(kept_lines) AS kept_lines,
        sum(anew_amount) AS anew_amount, sum(kept_amount) AS kept_amount
    FROM (
        SELECT budget_id, item_id, union_id, month, lines AS anew_lines, 0 AS kept_lines, amount AS anew_amount,
            0.00 AS kept_amount FROM anew
        UNION ALL SELECT budget_id, item_id, union_id, month, 0, lines, 0.00, amount FROM kept
    ) both_sides GROUP BY 1, 2, 3, 4
) total
CROSS JOIN LATERAL (VALUES ('户次', anew_lines::numeric, kept_lines::numeric), ('金额', anew_amount, kept_amount))
    side (what, expected, found) WHERE side.expected <> side.found ORDER BY 1, 2
"""
# Lines that are paid again after a failure came later than what was decided on.
BATCHES = _with("""
WITH sums AS (
    SELECT batch_id, count(*) AS lines, sum(amount) AS amount FROM assistance_payment
    WHERE again_of_id IS NULL AND status <> $DROPPED GROUP BY batch_id
)
SELECT batch.id, side.what, side.expected, side.found
FROM assistance_batch batch LEFT JOIN sums ON sums.batch_id = batch.id
CROSS JOIN LATERAL (VALUES
    ('户次', coalesce(sums.lines, 0)::numeric, batch.lines_count::numeric),
    ('金额', coalesce(sums.amount, 0.00), batch.amount)
) side (what, expected, found)
WHERE batch.status $DECIDED
    AND side.expected <> side.found ORDER BY 1, 2
""")
RECORDS = _with("""
SELECT line.id, '已享受帮扶资金', CASE WHEN line.status = $PAID THEN line.amount - line.refunded END,
    record.amount
FROM assistance_payment line LEFT JOIN assistance_aidrecord record ON record.payment_id = line.id
WHERE CASE WHEN line.status = $PAID THEN line.amount - line.refunded END
    IS DISTINCT FROM record.amount ORDER BY 1
""")
BANK = """
WITH sums AS (
    SELECT row.result_id, count(*) FILTER (WHERE row.outcome = 'paid') AS paid,
        count(*) FILTER (WHERE row.outcome = 'failed') AS failed,
        coalesce(sum(line.amount) FILTER (WHERE row.outcome = 'paid'), 0.00) AS total
    FROM assistance_bankresultrow row JOIN assistance_payment line ON line.id = row.payment_id GROUP BY 1
)
SELECT result.id, side.what, side.expected, side.found
FROM assistance_bankresult result LEFT JOIN sums ON sums.result_id = result.id
CROSS JOIN LATERAL (VALUES
    ('成功笔数', coalesce(sums.paid, 0)::numeric, result.paid_count::numeric),
    ('失败笔数', coalesce(sums.failed, 0)::numeric, result.failed_count::numeric),
    ('成功金额', coalesce(sums.total, 0.00), result.paid_total)
) side (what, expected, found) WHERE side.expected <> side.found ORDER BY 1, 2
"""
BANK_ROWS = """
SELECT row.id, '回盘结果', row.outcome, line.status
FROM assistance_bankresultrow row JOIN assistance_payment line ON line.id = row.payment_id
WHERE row.outcome <> line.status ORDER BY 1
"""
CHARGES = """
SELECT charge.id, '服务支出记账金额', charge.amount, -sum(entry.amount) FILTER (WHERE entry.kind = 'service')
FROM assistance_servicecharge charge LEFT JOIN assistance_ledgerentry entry ON entry.charge_id = charge.id
GROUP BY charge.id
HAVING charge.amount IS DISTINCT FROM -sum(entry.amount) FILTER (WHERE entry.kind = 'service') ORDER BY 1
"""
PROOFS = (
    Proof("预算四项合计等于台账", "assistance_budget", BUDGETS, "assistance_budget"),
    Proof("台账行等于台账", "assistance_ledgeract", ACTS, "assistance_ledgeract"),
    Proof("上下级往来一出一入", "assistance_ledgerentry", PAIRS, "assistance_ledgerentry"),
    Proof("发放明细等于台账", "assistance_payment", LINES, "assistance_payment"),
    Proof("服务支出等于台账", "assistance_servicecharge", CHARGES, "assistance_servicecharge"),
    Proof("支出汇总等于台账", "assistance_spendingtotal", TOTALS, "assistance_spendingtotal"),
    Proof("批次户次和金额等于明细", "assistance_batch", BATCHES, "assistance_batch"),
    Proof("已享受帮扶资金等于明细", "assistance_aidrecord", RECORDS, "assistance_payment"),
    Proof("回盘文件等于回盘明细", "assistance_bankresult", BANK, "assistance_bankresult"),
    Proof("回盘明细等于发放明细", "assistance_bankresultrow", BANK_ROWS, "assistance_bankresultrow"),
)
