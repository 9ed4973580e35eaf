"""Give findings decided before the causes that count: those proposed, or what the outcome says by itself."""

from django.db import migrations

FILL = """
UPDATE audits_verificationfinding AS finding SET found_causes = CASE
    WHEN finding.outcome = finding.proposed AND finding.causes <> '{}' THEN finding.causes
    WHEN finding.outcome = 'wrongly_filed' THEN ARRAY['不符合认定条件']
    WHEN finding.outcome = 'missed' THEN ARRAY['符合条件未建档']
    WHEN finding.outcome = 'overdue' THEN ARRAY['达到退出标准仍在档']
    WHEN finding.outcome = 'wrongly_exited' AND stratum.population_class = 'cancelled' THEN ARRAY['注销时仍符合条件']
    WHEN finding.outcome = 'wrongly_exited' THEN ARRAY['未达到退出标准']
    ELSE ARRAY['档案信息与实际不符'] END
FROM audits_sampleunit AS sample JOIN audits_stratum AS stratum ON stratum.id = sample.stratum_id
WHERE sample.id = finding.sample_id AND finding.outcome NOT IN ('', 'correct');
"""


class Migration(migrations.Migration):
    dependencies = [("audits", "0043_pledges_and_causes")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
