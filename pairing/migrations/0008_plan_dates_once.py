"""The dates of the visit rhythm of some households (pairing.actions.rhythm): each connection plans the statement once."""

from django.db import migrations

# Only rows whose dates change are written: each write of a pairing marks its household's six-clear state as stale.
DATES = """
CREATE PROCEDURE pairing_refresh_dates(households bigint[], home_days int, call_days int)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    UPDATE pairing_pairing pairing SET
        last_home_on = fresh.home, last_call_on = fresh.call, home_due_on = fresh.home_due, call_due_on = fresh.call_due
    FROM (
        SELECT paired.id, seen.home, seen.call,
            coalesce(seen.home, paired.started_on) + home_days AS home_due,
            coalesce(greatest(seen.home, seen.call), paired.started_on) + call_days AS call_due
        FROM pairing_pairing paired
        LEFT JOIN (
            SELECT household_id,
                max("on") FILTER (WHERE method = 'home') AS home,
                max("on") FILTER (WHERE method = 'call') AS call
            FROM pairing_visit WHERE household_id = ANY(households) AND met <> 'nobody' GROUP BY household_id
        ) seen USING (household_id)
        WHERE paired.household_id = ANY(households) AND paired.ended_on IS NULL
    ) fresh
    WHERE pairing.id = fresh.id
        AND (pairing.last_home_on, pairing.last_call_on, pairing.home_due_on, pairing.call_due_on)
        IS DISTINCT FROM (fresh.home, fresh.call, fresh.home_due, fresh.call_due);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pairing", "0007_tell_the_feed")]
    operations = [migrations.RunSQL(DATES, "DROP PROCEDURE pairing_refresh_dates(bigint[], int, int);")]
