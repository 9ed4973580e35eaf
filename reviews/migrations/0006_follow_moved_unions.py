"""When a union moves in the tree, reviews and notices of it, and what waits on its desks, move with it.

Without that they would stay in the scope of the unions it left, and of whoever is later given its old place.
"""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION reviews_follow_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE reviews_review SET union_path = NEW.path WHERE union_id = NEW.id;
    UPDATE reviews_review SET acting_path = NEW.path WHERE step_id IS NOT NULL AND acting_path = OLD.path;
    UPDATE reviews_notice SET union_path = NEW.path WHERE union_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_follow_union AFTER UPDATE OF path ON organizations_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION reviews_follow_union();
"""
BACK = """
DROP TRIGGER reviews_follow_union ON organizations_union;
DROP FUNCTION reviews_follow_union();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_guard_beginnings"), ("organizations", "0002_reference_unions")]
    operations = [migrations.RunSQL(FOLLOW, BACK)]
