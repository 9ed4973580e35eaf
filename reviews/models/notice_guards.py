"""What the database holds about notices, whoever asks: SQL of the triggers of reviews.models.notices and of records."""

OPEN = "EXISTS (SELECT 1 FROM reviews_objection WHERE notice_id = OLD.id AND answered_at IS NULL)"
UPHELD = "EXISTS (SELECT 1 FROM reviews_objection WHERE notice_id = OLD.id AND line_id IS NULL AND upheld)"
# The scope path alone follows a union that is moved, also of a notice that has ended.
FOLLOWS = (
    "to_jsonb(NEW) - 'union_path' = to_jsonb(OLD) - 'union_path'"
    " AND NEW.union_path = (SELECT path FROM organizations_union WHERE id = NEW.union_id)"
)

DRAWN_UP_FIRST = """
BEGIN
    IF NEW.status <> 'draft' THEN RAISE EXCEPTION 'a notice begins as a draft'; END IF;
    RETURN NEW;
END;
"""

# The day of closing is the one that closed_at names, so that a past year can be played through. A day that is still to
# come counts only for a notice that was drawn up in such a time as well.
LEGAL_NOTICE = f"""
BEGIN
    IF {FOLLOWS} THEN RETURN NEW; END IF;
    IF OLD.status IN ('closed', 'withdrawn') THEN RAISE EXCEPTION 'notice % has ended', OLD.id; END IF;
    IF (NEW.token, NEW.created_at, NEW.days, NEW.union_id, NEW.subject, NEW.level, NEW.step_name)
       IS DISTINCT FROM (OLD.token, OLD.created_at, OLD.days, OLD.union_id, OLD.subject, OLD.level, OLD.step_name) THEN
        RAISE EXCEPTION 'notice % keeps what it is about', OLD.id;
    END IF;
    IF OLD.status = 'draft' AND NEW.status = 'closed' OR OLD.status = 'running' AND NEW.status = 'draft' THEN
        RAISE EXCEPTION 'notice % cannot go from % to %', OLD.id, OLD.status, NEW.status;
    END IF;
    IF NEW.status IN ('running', 'closed') AND NEW.ends_on < NEW.starts_on + NEW.days THEN
        RAISE EXCEPTION 'notice % would run fewer than % days', OLD.id, NEW.days;
    END IF;
    IF OLD.status = 'running' THEN
        IF NEW.starts_on <> OLD.starts_on OR NEW.ends_on < OLD.ends_on OR NEW.title <> OLD.title THEN
            RAISE EXCEPTION 'the days of the running notice % are not shortened, nor its title changed', OLD.id;
        END IF;
        IF NEW.paused_on IS NULL AND {OPEN} THEN
            RAISE EXCEPTION 'an objection against notice % is open', OLD.id;
        END IF;
    END IF;
    IF NEW.status = 'closed' THEN
        IF NEW.paused_on IS NOT NULL OR {UPHELD} THEN
            RAISE EXCEPTION 'an objection against notice % is open or upheld', OLD.id;
        END IF;
        IF NEW.photo_sha256 = '' THEN RAISE EXCEPTION 'nothing shows that notice % was posted', OLD.id; END IF;
        IF NEW.closed_at IS NULL OR (NEW.closed_at AT TIME ZONE 'Asia/Shanghai')::date <= NEW.ends_on
           OR (NEW.closed_at > now() + interval '1 day' AND OLD.created_at <= now()) THEN
            RAISE EXCEPTION 'notice % has not ended', OLD.id;
        END IF;
    END IF;
    RETURN NEW;
END;
"""

# The review is locked, so that two notices drawn up in the same moment see each other.
ON_ONE_NOTICE = """
DECLARE
    found reviews_review;
BEGIN
    SELECT * INTO found FROM reviews_review WHERE id = NEW.review_id FOR NO KEY UPDATE;
    IF found.step_id IS DISTINCT FROM NEW.step_id OR found.round <> NEW.round THEN
        RAISE EXCEPTION 'review % does not wait for this step', NEW.review_id;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM reviews_notice WHERE id = NEW.notice_id AND status = 'draft') THEN
        RAISE EXCEPTION 'notice % has been posted', NEW.notice_id;
    END IF;
    -- The lines of one review follow each other: what held for the one before holds for this one.
    IF EXISTS (SELECT 1 FROM reviews_noticeline l WHERE l.notice_id = NEW.notice_id AND l.position = NEW.position - 1
               AND (l.review_id, l.step_id, l.round) = (NEW.review_id, NEW.step_id, NEW.round)) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM reviews_noticeline l JOIN reviews_notice n ON n.id = l.notice_id
               WHERE l.review_id = NEW.review_id AND l.step_id = NEW.step_id AND l.round = NEW.round
               AND n.id <> NEW.notice_id AND n.status IN ('draft', 'running')) THEN
        RAISE EXCEPTION 'review % stands on another notice', NEW.review_id;
    END IF;
    RETURN NEW;
END;
"""

# Waits for whoever is closing the notice, and sees then that it was closed.
WHILE_IT_RUNS = """
DECLARE
    found reviews_notice;
BEGIN
    SELECT * INTO found FROM reviews_notice WHERE id = NEW.notice_id FOR NO KEY UPDATE;
    IF found.status <> 'running' THEN RAISE EXCEPTION 'notice % does not run', NEW.notice_id; END IF;
    RETURN NEW;
END;
"""

# A step of the kind notice is passed by a notice that has run to its end with no line of the review found wrong, and by
# nothing else.
PASSED_BY_ITS_NOTICE = """
BEGIN
    IF NEW.outcome = 'pass' AND EXISTS (SELECT 1 FROM reviews_step WHERE id = NEW.step_id AND kind = 'notice')
       AND NOT EXISTS (
           SELECT 1 FROM reviews_noticeline l JOIN reviews_notice n ON n.id = l.notice_id
           WHERE l.review_id = NEW.review_id AND l.step_id = NEW.step_id AND l.round = NEW.round
           AND n.status = 'closed'
           AND NOT EXISTS (
               SELECT 1 FROM reviews_objection o JOIN reviews_noticeline other ON other.id = o.line_id
               WHERE o.notice_id = n.id AND o.upheld AND other.review_id = NEW.review_id)) THEN
        RAISE EXCEPTION 'no notice over review % has run to its end', NEW.review_id;
    END IF;
    RETURN NEW;
END;
"""
