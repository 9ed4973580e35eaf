"""An archive enters, leaves, returns and is cancelled only as a review has decided that is not yet carried out.

Beside it only a draft is discarded, and a taper ends that has run out. Rows that come in with a status (an import)
are no change.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION audits_guard_life() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed boolean := true;
BEGIN
    IF NEW.status IS DISTINCT FROM OLD.status THEN
        allowed := CASE
            WHEN OLD.status = 'draft' AND NEW.status = 'cancelled' THEN true
            WHEN OLD.status = 'draft' AND NEW.status = 'under_review' THEN audits_decided(OLD.id, 'entry', NULL, '{open}')
            WHEN NEW.status = 'draft' THEN audits_decided(OLD.id, 'entry', NULL, '{returned,withdrawn}')
            WHEN NEW.status = 'rejected' THEN audits_decided(OLD.id, 'entry', NULL, '{refused}')
            WHEN OLD.status = 'tapering' AND NEW.status = 'exited'
                AND OLD.taper_until <= (now() AT TIME ZONE 'Asia/Shanghai')::date THEN true
            ELSE audits_decided(OLD.id, NULL, NEW.status, '{passed}')
        END;
    ELSIF NEW.taper_until IS DISTINCT FROM OLD.taper_until THEN
        allowed := false;
    END IF;
    IF NEW.relieved_on IS NOT NULL AND NEW.relieved_on IS DISTINCT FROM OLD.relieved_on THEN
        allowed := allowed AND audits_decided(OLD.id, 'relief', NULL, '{passed}');
    END IF;
    IF NOT allowed THEN
        RAISE EXCEPTION 'archive % goes from % to % only by a review that decided so', OLD.archive_no, OLD.status, NEW.status;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audits_guard_life BEFORE UPDATE ON households_household FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.taper_until IS DISTINCT FROM NEW.taper_until
        OR OLD.relieved_on IS DISTINCT FROM NEW.relieved_on)
    EXECUTE FUNCTION audits_guard_life();
"""
DECIDED = """
CREATE FUNCTION audits_decided(archive bigint, about text, wanted text, statuses text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM audits_householdreview asked JOIN reviews_review review ON review.id = asked.review_id
        WHERE asked.household_id = archive AND asked.applied_at IS NULL AND review.status = ANY(statuses)
            AND (about IS NULL OR asked.subject = about) AND (wanted IS NULL OR asked.to_status = wanted)
    );
$$;
"""
UNDO = """
DROP TRIGGER audits_guard_life ON households_household;
DROP FUNCTION audits_guard_life();
DROP FUNCTION audits_decided(bigint, text, text, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0009_ship_exit_rule"), ("reviews", "0001_initial")]
    operations = [migrations.RunSQL(DECIDED + GUARD, UNDO)]
