"""No difficulty is struck off while an office was asked for help that nobody has seen arrive, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION assistance_close_by_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM assistance_task task JOIN assistance_measure measure ON measure.id = task.measure_id
        WHERE measure.difficulty_id = NEW.id AND task.status NOT IN ('listed', 'arrived', 'returned')
    ) THEN
        RAISE EXCEPTION 'a department task against difficulty % has not arrived', NEW.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assistance_close_by_result BEFORE UPDATE OF closed_on ON households_difficulty
    FOR EACH ROW WHEN (OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL)
    EXECUTE FUNCTION assistance_close_by_result();
"""
BACKWARD = """
DROP TRIGGER assistance_close_by_result ON households_difficulty;
DROP FUNCTION assistance_close_by_result();
"""


class Migration(migrations.Migration):
    dependencies = [("assistance", "0007_follow_moved_archives")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
