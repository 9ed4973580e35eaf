"""What the database itself holds about batches, payments and single applications: SQL of their triggers."""

import pgtrigger

from assistance.models.triggers import HOUSEHOLD_PATH
from assistance.payments.enums import BATCH_MOVES, EDITABLE, PAYMENT_MOVES, PaymentStatus
from organizations.scope import COPY_PATH

OPEN_BATCHES = ", ".join(f"'{status}'" for status in EDITABLE)

REQUEST_TRIGGERS = [
    pgtrigger.Trigger(
        name="request_scope_path",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id"),
        func=HOUSEHOLD_PATH,
    ),
    pgtrigger.Protect(name="request_is_kept", operation=pgtrigger.Delete),
]
# A batch that was approved keeps what was decided; a union that moves takes its batches along.
DECIDED = ("union_id", "year", "seq", "item_id", "budget_id", "period", "delivery", "goods", "lines_count", "amount")
KEEPS_WHAT_WAS_DECIDED = f"""
IF OLD.status IN ('locked', 'closed', 'cancelled', 'refused') AND
    ({", ".join(f"NEW.{name}" for name in DECIDED)}) IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in DECIDED)})
THEN
    RAISE EXCEPTION 'batch % keeps what was decided', OLD.id;
END IF;
RETURN NEW;
"""
APPROVED_BY_ITS_REVIEW = """
IF NEW.status IN ('approved', 'locked', 'closed') AND NOT EXISTS (
    SELECT 1 FROM reviews_review WHERE id = NEW.review_id AND status = 'passed' AND subject = 'payment'
) THEN
    RAISE EXCEPTION 'batch % was not approved', NEW.id;
END IF;
RETURN NEW;
"""
BATCH_TRIGGERS = [
    pgtrigger.Trigger(
        name="batch_scope_path",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("union_id"),
        func=COPY_PATH,
    ),
    pgtrigger.FSM(name="legal_batch", field="status", transitions=[(str(a), str(b)) for a, b in BATCH_MOVES]),
    pgtrigger.Trigger(
        name="keeps_what_was_decided",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=KEEPS_WHAT_WAS_DECIDED,
    ),
    pgtrigger.Trigger(
        name="approved_by_its_review",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "review_id"),
        func=APPROVED_BY_ITS_REVIEW,
    ),
    pgtrigger.Protect(name="batch_is_kept", operation=pgtrigger.Delete),
]
# From locking on a line says for ever what was paid to whom and on which account, and the archive as it stood.
KEPT = (
    "batch_id",
    "position",
    "household_id",
    "union_id",
    "member_id",
    "request_id",
    "stage",
    "proposed",
    "ceiling",
    "rule_line_id",
    "reasoning",
    "amount",
    "occasion",
    "once_key",
    "payee_name",
    "bank",
    "bank_branch",
    "card_no",
    "snapshot",
    "round",
    "again_of_id",
)
FROZEN_LINE = f"""
IF OLD.status NOT IN ('proposed', 'dropped') AND
    ({", ".join(f"NEW.{name}" for name in KEPT)}) IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in KEPT)})
THEN
    RAISE EXCEPTION 'payment % is frozen', OLD.id;
END IF;
IF OLD.status = 'paid' AND (NEW.paid_on, NEW.bank_ref) IS DISTINCT FROM (OLD.paid_on, OLD.bank_ref) THEN
    RAISE EXCEPTION 'payment % was paid', OLD.id;
END IF;
RETURN NEW;
"""
# While a batch is decided on, its lines neither come nor change nor go; a line that is locked waits for a locked batch.
WITH_ITS_BATCH = f"""
DECLARE
    stands text;
BEGIN
    SELECT status INTO stands FROM assistance_batch WHERE id = NEW.batch_id;
    IF NEW.status IN ('proposed', 'dropped') AND stands NOT IN ({OPEN_BATCHES}, 'approved') THEN
        RAISE EXCEPTION 'batch % is not open to changes', NEW.batch_id;
    END IF;
    IF stands = 'approved' AND NEW.status = 'proposed' AND (TG_OP = 'INSERT'
        OR (NEW.status, NEW.amount, NEW.household_id, NEW.member_id)
           IS DISTINCT FROM (OLD.status, OLD.amount, OLD.household_id, OLD.member_id)) THEN
        RAISE EXCEPTION 'batch % was not approved so', NEW.batch_id;
    END IF;
    IF NEW.status NOT IN ('proposed', 'dropped') AND stands NOT IN ('locked', 'closed') THEN
        RAISE EXCEPTION 'batch % is not locked', NEW.batch_id;
    END IF;
    RETURN NEW;
END;
"""  # noqa: S608
# At the end of the transaction: a booked line has its entry, one that failed has given the money back.
HAS_ITS_ENTRIES = """
DECLARE
    line assistance_payment; paid integer; back integer;
BEGIN
    SELECT * INTO line FROM assistance_payment WHERE id = NEW.id;
    IF line.id IS NULL OR line.status IN ('proposed', 'dropped') THEN RETURN NULL; END IF;
    SELECT count(*) FILTER (WHERE kind = 'payment'), count(*) FILTER (WHERE kind = 'failed') INTO paid, back
        FROM assistance_ledgerentry WHERE payment_id = line.id;
    IF paid <> 1 OR back <> (CASE line.status WHEN 'failed' THEN 1 ELSE 0 END) THEN
        RAISE EXCEPTION 'the ledger does not say what payment % says', line.id;
    END IF;
    RETURN NULL;
END;
"""
PAYMENT_TRIGGERS = [
    pgtrigger.Trigger(
        name="payment_scope_path",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id"),
        func=HOUSEHOLD_PATH,
    ),
    pgtrigger.Trigger(
        name="legal_line",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__status__df=pgtrigger.F("new__status")),
        func=(
            "IF (OLD.status, NEW.status) NOT IN ("
            + ", ".join(f"('{before}', '{after}')" for before, after in PAYMENT_MOVES)
            + ") THEN RAISE EXCEPTION 'payment % cannot go from % to %', OLD.id, OLD.status, NEW.status; END IF; "
            "RETURN NEW;"
        ),
    ),
    pgtrigger.Trigger(
        name="frozen_payment",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=FROZEN_LINE,
    ),
    pgtrigger.Trigger(
        name="with_its_batch",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "amount", "household_id", "member_id", "batch_id"),
        func=WITH_ITS_BATCH,
    ),
    pgtrigger.Trigger(
        name="has_its_entries",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(
            new__status__in=[PaymentStatus.LOCKED, PaymentStatus.SENT, PaymentStatus.PAID, PaymentStatus.FAILED]
        ),
        func=HAS_ITS_ENTRIES,
    ),
    pgtrigger.Protect(
        name="payment_is_kept",
        operation=pgtrigger.Delete,
        condition=~pgtrigger.Q(old__status__in=[PaymentStatus.PROPOSED, PaymentStatus.DROPPED]),
    ),
]
