"""What the database holds about reviews and their records, whoever asks: SQL of the triggers of models.reviews."""

# Nothing comes into the database decided, or half-way through.
BEGINS_AT_ITS_FIRST_STEP = """
BEGIN
    IF NEW.status <> 'open' OR NEW.round <> 1 OR NOT EXISTS (
        SELECT 1 FROM reviews_step step JOIN reviews_procedure p ON p.id = step.procedure_id
        WHERE step.id = NEW.step_id AND step.procedure_id = NEW.procedure_id AND step.number = 1
        AND p.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a review begins at the first step of a published procedure';
    END IF;
    RETURN NEW;
END;
"""

# A record is of the step that waits; nobody, himself or through who stands in for him, decides what he has applied for
# or decided at another step.
OF_THE_WAITING_STEP = """
DECLARE
    found reviews_review; kind_now text;
BEGIN
    SELECT * INTO found FROM reviews_review WHERE id = NEW.review_id FOR KEY SHARE;
    IF found.step_id IS DISTINCT FROM NEW.step_id OR found.round <> NEW.round THEN
        RAISE EXCEPTION 'review % does not wait for this step in this round', NEW.review_id;
    END IF;
    SELECT kind INTO kind_now FROM reviews_step WHERE id = NEW.step_id;
    IF kind_now = 'decide' AND NEW.outcome IN ('pass', 'refuse') AND EXISTS (
        SELECT 1 FROM reviews_record record JOIN reviews_step step ON step.id = record.step_id
        WHERE record.review_id = NEW.review_id AND record.step_id <> NEW.step_id AND step.kind IN ('apply', 'decide')
        AND (record.by_id IN (NEW.by_id, NEW.for_user_id) OR record.for_user_id IN (NEW.by_id, NEW.for_user_id))) THEN
        RAISE EXCEPTION 'the same person has applied for or decided review % before', NEW.review_id;
    END IF;
    RETURN NEW;
END;
"""

# A review moves only where the record of its present step leads; the round counts the returns.
LEGAL_MOVE = """
DECLARE
    was reviews_step; will reviews_step; last_step integer; found reviews_record;
BEGIN
    IF NEW.step_id IS NOT DISTINCT FROM OLD.step_id AND NEW.status = OLD.status AND NEW.round = OLD.round THEN
        RETURN NEW;
    END IF;
    IF NEW.procedure_id <> OLD.procedure_id THEN RAISE EXCEPTION 'a review keeps its procedure'; END IF;
    SELECT * INTO was FROM reviews_step WHERE id = OLD.step_id;
    SELECT * INTO will FROM reviews_step WHERE id = NEW.step_id;
    SELECT * INTO found FROM reviews_record
        WHERE review_id = OLD.id AND step_id = OLD.step_id AND round = OLD.round;
    IF found.id IS NULL THEN RAISE EXCEPTION 'no record for the step that review % leaves', OLD.id; END IF;
    IF OLD.status = 'passed' AND found.outcome <> 'pass' THEN
        RAISE EXCEPTION 'review % has been passed', OLD.id;
    END IF;
    SELECT max(number) INTO last_step FROM reviews_step WHERE procedure_id = OLD.procedure_id AND kind <> 'assess';
    IF found.outcome = 'pass' THEN
        IF NEW.round <> OLD.round OR (will.id IS NULL AND EXISTS (SELECT 1 FROM reviews_step
                WHERE procedure_id = OLD.procedure_id AND number > was.number))
           OR (will.id IS NOT NULL AND (will.procedure_id <> OLD.procedure_id OR will.number <> was.number + 1)) THEN
            RAISE EXCEPTION 'review % may only move to the next step', OLD.id;
        END IF;
        IF NEW.status <> (CASE WHEN was.number >= last_step THEN 'passed' ELSE 'open' END) THEN
            RAISE EXCEPTION 'review % is passed by its last step and by nothing else', OLD.id;
        END IF;
    ELSIF found.outcome = 'return' THEN
        IF will.id IS DISTINCT FROM found.returned_to_id OR will.number >= was.number OR NEW.round <> OLD.round + 1
           OR NEW.status <> (CASE WHEN will.kind = 'apply' THEN 'returned' ELSE 'open' END) THEN
            RAISE EXCEPTION 'review % may only go back where it was returned to', OLD.id;
        END IF;
    ELSIF will.id IS NOT NULL OR NEW.round <> OLD.round
          OR NEW.status <> (CASE found.outcome WHEN 'refuse' THEN 'refused' ELSE 'withdrawn' END) THEN
        RAISE EXCEPTION 'review % was refused or withdrawn', OLD.id;
    END IF;
    RETURN NEW;
END;
"""
