"""How many faults of a rule stand in a county, kept by triggers that only add rows; lists go in the order of the tree."""

from django.db import migrations, models
from django.db.models.functions import Collate

COLUMNS = "place, rule, waived_until, number"
FOUND = "SELECT left(union_path, 12), rule, waived_until, {sign} FROM {rows} WHERE gone_on IS NULL"
ADD = f"""
INSERT INTO audits_faultcount ({COLUMNS})
    SELECT place, rule, waived_until, sum(number) FROM ({{rows}}) AS changed ({COLUMNS})
    GROUP BY 1, 2, 3 HAVING sum(number) <> 0;
"""
NEW, OLD = FOUND.format(sign=1, rows="new_rows"), FOUND.format(sign=-1, rows="old_rows")
GIVEN = {"insert": ("NEW TABLE AS new_rows", NEW), "delete": ("OLD TABLE AS old_rows", OLD)}
GIVEN["update"] = ("OLD TABLE AS old_rows NEW TABLE AS new_rows", f"{NEW} UNION ALL {OLD}")
FOLLOW = """
CREATE FUNCTION audits_count_faults_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {add}
    RETURN NULL;
END $$;
CREATE TRIGGER count_faults_{verb} AFTER {verb} ON audits_fault REFERENCING {given}
    FOR EACH STATEMENT EXECUTE FUNCTION audits_count_faults_{verb}();
"""
FORGET = "DROP TRIGGER count_faults_{verb} ON audits_fault; DROP FUNCTION audits_count_faults_{verb}();"
FILL = ADD.format(rows=FOUND.format(sign=1, rows="audits_fault"))


class Migration(migrations.Migration):
    dependencies = [("audits", "0041_campaign_corrections"), ("households", "0022_count_archives")]

    operations = [
        migrations.CreateModel(
            name="FaultCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=12, verbose_name="地区")),
                ("rule", models.CharField(max_length=40, verbose_name="规则")),
                ("waived_until", models.DateField(null=True, verbose_name="例外至")),
                ("number", models.IntegerField(verbose_name="问题数")),
            ],
            options={
                "verbose_name": "数据问题计数",
                "verbose_name_plural": "数据问题计数",
                "ordering": ["place", "rule"],
            },
        ),
        *[
            migrations.RunSQL(
                FOLLOW.format(verb=verb, given=given, add=ADD.format(rows=rows)), FORGET.format(verb=verb)
            )
            for verb, (given, rows) in GIVEN.items()
        ],
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="fault",
            index=models.Index(
                Collate("union_path", "C"),
                models.F("household"),
                models.F("rule"),
                models.F("subject"),
                name="fault_in_tree",
            ),
        ),
    ]
