"""What the database itself holds of task lists: their scope, that they are frozen once sent, how a line may move on."""

import pgtrigger

from assistance.enums import AT_OFFICE, TaskStatus
from organizations.scope import COPY_PATH

HOUSEHOLD_PATH = (
    "SELECT union_path INTO NEW.union_path FROM households_household WHERE id = NEW.household_id; RETURN NEW;"
)
FROZEN_LINE = """
IF EXISTS (
    SELECT FROM assistance_tasklist WHERE id IN (NEW.task_list_id, OLD.task_list_id) AND status = 'sent'
) THEN
    RAISE EXCEPTION 'a task list that was sent is frozen';
END IF;
RETURN coalesce(NEW, OLD);
"""
LINE_OF_PAPER = (
    "task_list_id",
    "position",
    "measure_id",
    "household_id",
    "worker_name",
    "identity_masked",
    "place_name",
    "need",
    "problem",
    "text",
    "expected",
    "deadline",
)

LINE_TRIGGERS = [
    pgtrigger.Trigger(
        name="scope_path",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id"),
        func=HOUSEHOLD_PATH,
    ),
    pgtrigger.Trigger(
        name="frozen_lines",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*LINE_OF_PAPER) | pgtrigger.Delete,
        func=FROZEN_LINE,
    ),
    pgtrigger.FSM(
        name="legal_status",
        field="status",
        transitions=[
            (TaskStatus.LISTED, TaskStatus.SENT),
            *[
                (before, after)
                for before in AT_OFFICE
                for after in (*AT_OFFICE, TaskStatus.DONE, TaskStatus.REFUSED, TaskStatus.RETURNED)
                if before != after
            ],
            (TaskStatus.PARTLY, TaskStatus.ARRIVED),
            (TaskStatus.DONE, TaskStatus.ARRIVED),
            (TaskStatus.DONE, TaskStatus.MISSED),
            (TaskStatus.REFUSED, TaskStatus.RETURNED),
            (TaskStatus.MISSED, TaskStatus.RETURNED),
        ],
    ),
]
# A union that moves in the tree takes its lists along, also those that were sent.
SENT_AND_CHANGED = """
OLD.status = 'sent' AND (to_jsonb(OLD) - 'union_path') IS DISTINCT FROM (to_jsonb(NEW) - 'union_path')
"""
LIST_TRIGGERS = [
    pgtrigger.Trigger(
        name="scope_path",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("union_id"),
        func=COPY_PATH,
    ),
    pgtrigger.Protect(name="frozen", operation=pgtrigger.Update, condition=pgtrigger.Condition(SENT_AND_CHANGED)),
    pgtrigger.Protect(name="kept", operation=pgtrigger.Delete, condition=pgtrigger.Condition("OLD.status = 'sent'")),
]
