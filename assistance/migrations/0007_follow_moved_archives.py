"""Lines of task lists follow their archives, and lists their unions, when these move in the tree."""

from django.db import migrations

LINES = """
CREATE FUNCTION assistance_follow_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE assistance_task SET union_path = NEW.union_path WHERE household_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER assistance_follow_archive AFTER UPDATE OF union_id, union_path ON households_household
    FOR EACH ROW WHEN (OLD.union_path IS DISTINCT FROM NEW.union_path) EXECUTE FUNCTION assistance_follow_archive();
"""
LISTS = """
CREATE FUNCTION assistance_follow_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE assistance_tasklist SET union_path = NEW.path WHERE union_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER assistance_follow_union AFTER UPDATE OF path ON organizations_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION assistance_follow_union();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0006_task_list_history"),
        ("households", "0002_follow_moved_unions"),
        ("organizations", "0002_reference_unions"),
    ]
    operations = [
        migrations.RunSQL(
            LINES,
            "DROP TRIGGER assistance_follow_archive ON households_household; DROP FUNCTION assistance_follow_archive();",
        ),
        migrations.RunSQL(
            LISTS,
            "DROP TRIGGER assistance_follow_union ON organizations_union; DROP FUNCTION assistance_follow_union();",
        ),
    ]
