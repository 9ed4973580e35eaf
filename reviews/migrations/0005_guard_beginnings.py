"""Reviews begin at their first step, records are of the waiting one; ended notices still move with their union."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_say_votes_in_words"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="notice",
            name="legal_notice",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notice",
            trigger=pgtrigger.compiler.Trigger(
                name="legal_notice",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF to_jsonb(NEW) - 'union_path' = to_jsonb(OLD) - 'union_path' AND NEW.union_path = (SELECT path FROM organizations_union WHERE id = NEW.union_id) THEN RETURN NEW; END IF;\n    IF OLD.status IN ('closed', 'withdrawn') THEN RAISE EXCEPTION 'notice % has ended', OLD.id; END IF;\n    IF (NEW.token, NEW.created_at, NEW.days, NEW.union_id, NEW.subject, NEW.level, NEW.step_name)\n       IS DISTINCT FROM (OLD.token, OLD.created_at, OLD.days, OLD.union_id, OLD.subject, OLD.level, OLD.step_name) THEN\n        RAISE EXCEPTION 'notice % keeps what it is about', OLD.id;\n    END IF;\n    IF OLD.status = 'draft' AND NEW.status = 'closed' OR OLD.status = 'running' AND NEW.status = 'draft' THEN\n        RAISE EXCEPTION 'notice % cannot go from % to %', OLD.id, OLD.status, NEW.status;\n    END IF;\n    IF NEW.status IN ('running', 'closed') AND NEW.ends_on < NEW.starts_on + NEW.days THEN\n        RAISE EXCEPTION 'notice % would run fewer than % days', OLD.id, NEW.days;\n    END IF;\n    IF OLD.status = 'running' THEN\n        IF NEW.starts_on <> OLD.starts_on OR NEW.ends_on < OLD.ends_on OR NEW.title <> OLD.title THEN\n            RAISE EXCEPTION 'the days of the running notice % are not shortened, nor its title changed', OLD.id;\n        END IF;\n        IF NEW.paused_on IS NULL AND EXISTS (SELECT 1 FROM reviews_objection WHERE notice_id = OLD.id AND answered_at IS NULL) THEN\n            RAISE EXCEPTION 'an objection against notice % is open', OLD.id;\n        END IF;\n    END IF;\n    IF NEW.status = 'closed' THEN\n        IF NEW.paused_on IS NOT NULL OR EXISTS (SELECT 1 FROM reviews_objection WHERE notice_id = OLD.id AND line_id IS NULL AND upheld) THEN\n            RAISE EXCEPTION 'an objection against notice % is open or upheld', OLD.id;\n        END IF;\n        IF NEW.photo_sha256 = '' THEN RAISE EXCEPTION 'nothing shows that notice % was posted', OLD.id; END IF;\n        IF NEW.closed_at IS NULL OR (NEW.closed_at AT TIME ZONE 'Asia/Shanghai')::date <= NEW.ends_on\n           OR (NEW.closed_at > now() + interval '1 day' AND OLD.created_at <= now()) THEN\n            RAISE EXCEPTION 'notice % has not ended', OLD.id;\n        END IF;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="ade8e2b8f12deaacbaca78083a9d3191fc2c23eb",
                    operation="UPDATE",
                    pgid="pgtrigger_legal_notice_f4aa2",
                    table="reviews_notice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="record",
            trigger=pgtrigger.compiler.Trigger(
                name="of_the_waiting_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nDECLARE\n    found reviews_review; kind_now text;\nBEGIN\n    SELECT * INTO found FROM reviews_review WHERE id = NEW.review_id FOR KEY SHARE;\n    IF found.step_id IS DISTINCT FROM NEW.step_id OR found.round <> NEW.round THEN\n        RAISE EXCEPTION 'review % does not wait for this step in this round', NEW.review_id;\n    END IF;\n    SELECT kind INTO kind_now FROM reviews_step WHERE id = NEW.step_id;\n    IF kind_now = 'decide' AND NEW.outcome IN ('pass', 'refuse') AND EXISTS (\n        SELECT 1 FROM reviews_record record JOIN reviews_step step ON step.id = record.step_id\n        WHERE record.review_id = NEW.review_id AND record.step_id <> NEW.step_id AND step.kind IN ('apply', 'decide')\n        AND (record.by_id IN (NEW.by_id, NEW.for_user_id) OR record.for_user_id IN (NEW.by_id, NEW.for_user_id))) THEN\n        RAISE EXCEPTION 'the same person has applied for or decided review % before', NEW.review_id;\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="42b719f795a49101a748dd0d1790e070dfc3c637",
                    operation="INSERT",
                    pgid="pgtrigger_of_the_waiting_step_a30e9",
                    table="reviews_record",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="begins_at_its_first_step",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nBEGIN\n    IF NEW.status <> 'open' OR NEW.round <> 1 OR NOT EXISTS (\n        SELECT 1 FROM reviews_step step JOIN reviews_procedure p ON p.id = step.procedure_id\n        WHERE step.id = NEW.step_id AND step.procedure_id = NEW.procedure_id AND step.number = 1\n        AND p.published_at IS NOT NULL) THEN\n        RAISE EXCEPTION 'a review begins at the first step of a published procedure';\n    END IF;\n    RETURN NEW;\nEND;\n",
                    hash="f25bd516f6692b772e1cb418d6240d6d0704ee4d",
                    operation="INSERT",
                    pgid="pgtrigger_begins_at_its_first_step_a22c8",
                    table="reviews_review",
                    when="BEFORE",
                ),
            ),
        ),
    ]
