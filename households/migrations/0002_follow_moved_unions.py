"""When a union moves in the tree, the scope path of its households moves with it."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION households_follow_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE households_household SET union_path = NEW.path WHERE union_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER households_follow_union AFTER UPDATE OF path ON organizations_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION households_follow_union();
"""
BACK = """
DROP TRIGGER households_follow_union ON organizations_union;
DROP FUNCTION households_follow_union();
"""


class Migration(migrations.Migration):
    dependencies = [("households", "0001_initial"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunSQL(FOLLOW, BACK)]
