"""A draft is not discarded while a review of it still runs, such as one that was returned to its applicant."""

from django.db import migrations

OLD = "WHEN OLD.status = 'draft' AND NEW.status = 'cancelled' THEN true"
NEW = "WHEN OLD.status = 'draft' AND NEW.status = 'cancelled' THEN NOT audits_decided(OLD.id, NULL, NULL, '{open,returned}')"
# The function is long and but one line of it changes: it is read from the database, changed there and made anew.
CHANGE = """
DO $$
DECLARE body text := pg_get_functiondef('audits_guard_life()'::regprocedure);
BEGIN
    IF strpos(body, {old}) = 0 THEN RAISE EXCEPTION 'audits_guard_life is not as expected'; END IF;
    EXECUTE replace(body, {old}, {new});
END $$;
"""


def change(old: str, new: str) -> str:
    """Return the statement that replaces one line of the guard."""
    quoted = ["'" + text.replace("'", "''") + "'" for text in (old, new)]
    return CHANGE.format(old=quoted[0], new=quoted[1])


class Migration(migrations.Migration):
    dependencies = [("audits", "0011_reports_of_means")]
    operations = [migrations.RunSQL(change(OLD, NEW), change(NEW, OLD))]
