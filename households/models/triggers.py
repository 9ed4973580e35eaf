"""What the database itself holds of an archive: legal statuses, its scope path, its open members, its life."""

import pgtrigger

from households.enums import OPEN_STATUSES, Status
from organizations.scope import COPY_PATH

OPEN_LIST = ", ".join(repr(str(status)) for status in OPEN_STATUSES)
# Only constants of our own code are written into this SQL.
CLOSE_MEMBERS = (
    f"UPDATE households_member SET archive_open = NEW.status IN ({OPEN_LIST}) "  # noqa: S608
    f"WHERE household_id = NEW.id AND archive_open IS DISTINCT FROM (NEW.status IN ({OPEN_LIST})); RETURN NEW;"
)
# An archive that comes in with a status (an import) begins its life there.
BEGIN_LIFE = """
INSERT INTO households_statuschange
    (household_id, union_path, level, category, from_status, to_status, "on", cause, channel, review_no, by_id, at)
    SELECT id, union_path, level, category, '', status,
    coalesce(filed_on, (created_at AT TIME ZONE 'Asia/Shanghai')::date), '', '', '', created_by_id, now()
    FROM new_rows WHERE status <> 'draft';
RETURN NULL;
"""
MOVE_LIFE = "UPDATE households_statuschange SET union_path = NEW.union_path WHERE household_id = NEW.id; RETURN NULL;"
COMPARE_ANEW = (
    "INSERT INTO households_duplicatestale (household_id) VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NULL;"
)
HOUSEHOLD_TRIGGERS = [
    pgtrigger.FSM(
        name="legal_status",
        field="status",
        transitions=[
            (Status.DRAFT, Status.UNDER_REVIEW),
            (Status.DRAFT, Status.CANCELLED),
            (Status.UNDER_REVIEW, Status.DRAFT),
            (Status.UNDER_REVIEW, Status.ON_FILE),
            (Status.UNDER_REVIEW, Status.REJECTED),
            (Status.ON_FILE, Status.TAPERING),
            (Status.ON_FILE, Status.EXITED),
            (Status.ON_FILE, Status.CANCELLED),
            (Status.TAPERING, Status.ON_FILE),
            (Status.TAPERING, Status.EXITED),
            (Status.TAPERING, Status.CANCELLED),
        ],
    ),
    pgtrigger.Trigger(
        name="scope_path",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("union_id"),
        func=COPY_PATH,
    ),
    pgtrigger.Trigger(
        name="close_members",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("status"),
        func=CLOSE_MEMBERS,
    ),
    pgtrigger.Trigger(
        name="begin_life",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=BEGIN_LIFE,
    ),
    pgtrigger.Trigger(
        name="move_life",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("union_id", "union_path"),
        condition=pgtrigger.Condition("OLD.union_path IS DISTINCT FROM NEW.union_path"),
        func=MOVE_LIFE,
    ),
    pgtrigger.Trigger(
        name="compare_card",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("card_no"),
        condition=pgtrigger.AnyChange("card_no"),
        func=COMPARE_ANEW,
    ),
]
