"""What the rules of six-clear and of re-verification read, by functions whose plans each connection keeps (audits.reading)."""

from django.db import migrations

SHAPE = """
    pk bigint, read_at timestamptz, archive json, people json, survey_end date, surveyed_on date,
    basics_seen_on date, none_seen_on date, last_home_on date, last_contact_on date, paired boolean, years int[],
    difficulties json, deadlines json, verified_on date, report_until date
"""
FACTS = f"""
CREATE FUNCTION audits_facts(wanted bigint[]) RETURNS TABLE ({SHAPE})
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT household.id, statement_timestamp(), to_json(household), people.found,
        survey.ended_on, survey.made_on, seen.basics_on, seen.none_on, seen.home_on, seen.contact_on,
        EXISTS (
            SELECT FROM pairing_pairing pairing WHERE pairing.household_id = household.id
                AND pairing.ended_on IS NULL AND pairing.kind = 'responsible'
        ),
        ARRAY(
            SELECT year::int FROM assistance_aidrecord WHERE household_id = household.id
            UNION SELECT year FROM assistance_aidyearnone WHERE household_id = household.id
        ),
        difficulties.found, deadlines.found,
        (SELECT max(on_day) FROM audits_reverification WHERE household_id = household.id),
        (
            SELECT valid_until FROM households_economiccheck
            WHERE household_id = household.id AND reported_on IS NOT NULL ORDER BY reported_on DESC, id DESC LIMIT 1
        )
    FROM households_household household
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(member ORDER BY position_in_form, id), '[]') AS found
        FROM households_member member WHERE household_id = household.id AND departed_on IS NULL
    ) people
    CROSS JOIN LATERAL (
        SELECT max(period_end) AS ended_on, max(coalesce(survey.surveyed_on, period_end)) AS made_on
        FROM households_incomesurvey survey WHERE household_id = household.id
    ) survey
    CROSS JOIN LATERAL (
        SELECT
            max("on") FILTER (WHERE basics_confirmed AND method = 'home') AS basics_on,
            max("on") FILTER (WHERE no_difficulty) AS none_on,
            max("on") FILTER (WHERE method = 'home') AS home_on,
            max("on") FILTER (WHERE method IN ('home', 'call')) AS contact_on
        FROM pairing_visit WHERE household_id = household.id AND met <> 'nobody'
    ) seen
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_array(number, advice <> '', EXISTS (
            SELECT FROM assistance_measure WHERE difficulty_id = difficulty.id
                AND lead_department <> '' AND deadline IS NOT NULL
        )) ORDER BY number), '[]') AS found
        FROM households_difficulty difficulty WHERE household_id = household.id AND closed_on IS NULL
    ) difficulties
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_array(difficulty.number, deadline) ORDER BY measure.id), '[]') AS found
        FROM households_difficulty difficulty JOIN assistance_measure measure ON measure.difficulty_id = difficulty.id
        WHERE difficulty.household_id = household.id AND deadline IS NOT NULL AND outcome = ''
    ) deadlines
    WHERE household.id = ANY(wanted);
END $$;
"""
# The moment is one between the locks and the reading; in a function all statements have the timestamp of the call.
LOCKED = f"""
CREATE FUNCTION audits_locked_facts(wanted bigint[]) RETURNS TABLE ({SHAPE})
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE moment timestamptz;
BEGIN
    PERFORM FROM households_household WHERE id = ANY(wanted) ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM audits_clearstate WHERE household_id = ANY(wanted) ORDER BY household_id FOR UPDATE;
    moment := clock_timestamp();
    RETURN QUERY SELECT facts.pk, moment, archive, people, survey_end, surveyed_on,
        basics_seen_on, none_seen_on, last_home_on, last_contact_on, paired, years,
        difficulties, deadlines, verified_on, report_until FROM audits_facts(wanted) facts;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0018_note_changing_requests"),
        ("households", "0020_tree_index"),
        ("pairing", "0007_tell_the_feed"),
        ("assistance", "0028_entry_in_order"),
    ]
    operations = [
        migrations.RunSQL(FACTS, "DROP FUNCTION audits_facts(bigint[]);"),
        migrations.RunSQL(LOCKED, "DROP FUNCTION audits_locked_facts(bigint[]);"),
    ]
