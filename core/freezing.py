"""What hangs on a published version stands for good: the trigger that its rows have."""

import pgtrigger

# Only names of our own tables are written into this SQL. The share lock waits for whoever is publishing just now.
FROZEN = """
    IF TG_OP <> 'INSERT' THEN
        PERFORM 1 FROM {table} WHERE id = OLD.{key} AND published_at IS NOT NULL FOR SHARE;
        IF FOUND THEN RAISE EXCEPTION '{words}'; END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    END IF;
    PERFORM 1 FROM {table} WHERE id = NEW.{key} FOR SHARE;
    PERFORM 1 FROM {table} WHERE id = NEW.{key} AND published_at IS NOT NULL;
    IF FOUND THEN RAISE EXCEPTION '{words}'; END IF;
    RETURN NEW;
"""


def frozen_with(table: str, key: str, words: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses, in these words, any change of rows whose version in a table is published."""
    return pgtrigger.Trigger(
        name="published_is_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=FROZEN.format(table=table, key=key, words=words),
    )
