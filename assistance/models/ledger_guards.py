"""What the database itself holds about budgets and the ledger, whoever asks: SQL of the triggers of models.funds.

An entry is added and never changed; adding it moves the sums of its budget in the same statement, under the lock of the
budget's row, and the check of the budget refuses a balance below zero. Budgets are locked in the order of their keys.
"""

import pgtrigger

from assistance.funds.enums import INTO, OUT_OF, SPENT
from organizations.scope import COPY_PATH


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


# The sums move only inside the trigger of the ledger, which is one level down; by themselves they do not.
SUMS_BY_ENTRIES = """
IF pg_trigger_depth() < 2 AND (NEW.received, NEW.passed_on, NEW.spent, NEW.balance)
   IS DISTINCT FROM (OLD.received, OLD.passed_on, OLD.spent, OLD.balance) THEN
    RAISE EXCEPTION 'the sums of budget % follow from its ledger', OLD.id;
END IF;
IF (NEW.fund_id, NEW.union_id, NEW.year) IS DISTINCT FROM (OLD.fund_id, OLD.union_id, OLD.year) THEN
    RAISE EXCEPTION 'budget % keeps what it is for', OLD.id;
END IF;
RETURN NEW;
"""
BEGINS_EMPTY = (
    "IF (NEW.received, NEW.passed_on, NEW.spent, NEW.balance) IS DISTINCT FROM (0.0, 0.0, 0.0, 0.0) THEN "
    "RAISE EXCEPTION 'a budget begins empty'; END IF; "
) + COPY_PATH
BUDGET_TRIGGERS = [
    pgtrigger.Trigger(
        name="begins_empty",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=BEGINS_EMPTY,
    ),
    pgtrigger.Trigger(
        name="sums_by_entries",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=SUMS_BY_ENTRIES,
    ),
    pgtrigger.Protect(name="budget_is_kept", operation=pgtrigger.Delete),
]
# Only constants of our own code are written into this SQL.
MOVE_THE_SUMS = f"""
PERFORM 1 FROM assistance_budget WHERE id IN (SELECT budget_id FROM added) ORDER BY id FOR NO KEY UPDATE;
IF EXISTS (
    SELECT 1 FROM added JOIN assistance_budget budget ON budget.id = added.budget_id
    JOIN assistance_closedperiod closed ON closed.union_id = budget.union_id AND closed.until >= added."on"
) THEN
    RAISE EXCEPTION 'the books are closed for that day'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'period_is_closed';
END IF;
UPDATE assistance_budget budget SET
    received = budget.received + moved.into_it, passed_on = budget.passed_on + moved.out_of_it,
    spent = budget.spent + moved.used, balance = budget.balance + moved.total
FROM (
    SELECT budget_id, sum(amount) AS total,
        coalesce(sum(amount) FILTER (WHERE kind IN ({_listed(INTO)})), 0) AS into_it,
        coalesce(-sum(amount) FILTER (WHERE kind IN ({_listed(OUT_OF)})), 0) AS out_of_it,
        coalesce(-sum(amount) FILTER (WHERE kind IN ({_listed(SPENT)})), 0) AS used
    FROM added GROUP BY budget_id
) moved WHERE budget.id = moved.budget_id;
IF EXISTS (
    SELECT 1 FROM added WHERE kind IN ('allocate_in', 'allocate_out', 'return_in', 'return_out', 'transfer_in',
        'transfer_out', 'carry_in', 'carry_out')
    GROUP BY movement HAVING sum(amount) <> 0 OR count(*) <> 2
) THEN
    RAISE EXCEPTION 'what leaves one budget comes into another';
END IF;
RETURN NULL;
"""  # noqa: S608
# A payment is booked with the amount of its line out of the budget of its batch; what comes back is never more.
AS_THE_LINE_SAYS = """
IF EXISTS (
    SELECT 1 FROM added JOIN assistance_payment line ON line.id = added.payment_id
    JOIN assistance_batch batch ON batch.id = line.batch_id
    WHERE added.budget_id IS DISTINCT FROM batch.budget_id
        OR (added.kind = 'payment' AND added.amount <> -line.amount)
        OR (added.kind = 'failed' AND added.amount <> line.amount)
) THEN
    RAISE EXCEPTION 'an entry differs from its payment';
END IF;
IF EXISTS (
    SELECT 1 FROM assistance_ledgerentry entry
    WHERE entry.payment_id IN (SELECT payment_id FROM added WHERE payment_id IS NOT NULL)
    GROUP BY entry.payment_id HAVING sum(entry.amount) > 0
) THEN
    RAISE EXCEPTION 'more came back than was paid'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_within_payment';
END IF;
IF EXISTS (
    SELECT 1 FROM added JOIN assistance_servicecharge charge ON charge.id = added.charge_id
    WHERE added.budget_id IS DISTINCT FROM charge.budget_id OR abs(added.amount) <> charge.amount
) THEN
    RAISE EXCEPTION 'an entry differs from its charge';
END IF;
RETURN NULL;
"""
COUNT_SPENDING = """
INSERT INTO assistance_spendingtotal AS total (budget_id, item_id, union_id, union_path, month, lines, amount)
SELECT added.budget_id, batch.item_id, line.union_id, place.path, date_trunc('month', added."on")::date,
    sum(CASE added.kind WHEN 'payment' THEN 1 WHEN 'failed' THEN -1 ELSE 0 END), -sum(added.amount)
FROM added JOIN assistance_payment line ON line.id = added.payment_id
JOIN assistance_batch batch ON batch.id = line.batch_id JOIN organizations_union place ON place.id = line.union_id
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 5
ON CONFLICT (budget_id, item_id, union_id, month) WHERE item_id IS NOT NULL
DO UPDATE SET lines = total.lines + excluded.lines, amount = total.amount + excluded.amount;
INSERT INTO assistance_spendingtotal AS total (budget_id, item_id, union_id, union_path, month, lines, amount)
SELECT added.budget_id, NULL, budget.union_id, budget.union_path, date_trunc('month', added."on")::date,
    sum(CASE added.kind WHEN 'service' THEN 1 ELSE -1 END), -sum(added.amount)
FROM added JOIN assistance_budget budget ON budget.id = added.budget_id WHERE added.charge_id IS NOT NULL
GROUP BY 1, 3, 4, 5 ORDER BY 1, 3, 5
ON CONFLICT (budget_id, union_id, month) WHERE item_id IS NULL
DO UPDATE SET lines = total.lines + excluded.lines, amount = total.amount + excluded.amount;
RETURN NULL;
"""
# A page of the ledger reads these rows: what a statement books of one batch is one of them.
FOLD_THE_ROWS = """
INSERT INTO assistance_ledgeract (budget_id, kind, "on", batch_id, last_id, count, amount)
SELECT added.budget_id, added.kind, added."on", line.batch_id, max(added.id), count(*), sum(added.amount)
FROM added LEFT JOIN assistance_payment line ON line.id = added.payment_id
GROUP BY 1, 2, 3, 4, CASE WHEN line.batch_id IS NULL THEN added.id END ORDER BY 5;
RETURN NULL;
"""


def _after_added(name: str, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),
        func=func,
    )


NOT_EMPTIED = pgtrigger.Trigger(
    name="not_emptied",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the books are not emptied: %', TG_TABLE_NAME;",
)
# Triggers of one kind fire in the order of their names: the sums first, since they take the locks.
ENTRY_TRIGGERS = [
    _after_added("a_move_the_sums", MOVE_THE_SUMS),
    _after_added("b_as_the_line_says", AS_THE_LINE_SAYS),
    _after_added("c_count_spending", COUNT_SPENDING),
    _after_added("d_fold_the_rows", FOLD_THE_ROWS),
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    NOT_EMPTIED,
]
