"""What the database itself holds of score sheets (SQL of triggers)."""

FACTS = ("union_id", "year", "name", "kinds", '"full"', "note", "created_by_id", "published_at", "published_by_id")

# A sheet goes from draft to published to closed, and what it says stands from its publication on.
ONE_WAY = f"""
IF array_position(ARRAY['draft', 'published', 'closed'], NEW.status::text)
   < array_position(ARRAY['draft', 'published', 'closed'], OLD.status::text) THEN
    RAISE EXCEPTION 'score sheet % cannot go from % back to %', OLD.id, OLD.status, NEW.status;
END IF;
IF OLD.published_at IS NOT NULL AND ({", ".join(f"NEW.{name}" for name in FACTS)})
   IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in FACTS)}) THEN
    RAISE EXCEPTION 'a published score sheet is frozen';
END IF;
RETURN NEW;
"""
# What is published adds up to the full mark.
BALANCED = """
IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NEW."full" IS DISTINCT FROM (
    SELECT sum(weight) FROM audits_scoreitem WHERE sheet_id = NEW.id AND sense = 'base'
) THEN
    RAISE EXCEPTION 'the weights of score sheet % do not add up to its full mark', NEW.id;
END IF;
RETURN NEW;
"""
# What is scored lies below a heading of the same sheet, which lies below nothing.
TWO_LEVELS = """
IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM audits_scoreitem WHERE id = NEW.parent_id AND sheet_id = NEW.sheet_id AND kind = 'group'
) THEN
    RAISE EXCEPTION 'a score item lies below a heading of its own sheet';
END IF;
RETURN NEW;
"""
