"""How many archives of a county are alike, kept by triggers that only add rows, from what is there now."""

from django.db import migrations, models

COLUMNS = "place, status, clear_mask, is_alone, main_cause, number"
ALIKE = """
    SELECT left(union_path, 12), status, clear_mask, cadre_names = '', NULL::varchar, {sign} FROM {rows}
    UNION ALL
    SELECT left(union_path, 12), status, NULL, NULL, main_cause, {sign} FROM {rows} WHERE main_cause <> ''
"""
ADD = f"""
INSERT INTO households_archivecount ({COLUMNS})
    SELECT place, status, clear_mask, is_alone, main_cause, sum(number) FROM ({{rows}}) AS changed ({COLUMNS})
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0;
"""
NEW, OLD = ALIKE.format(sign=1, rows="new_rows"), ALIKE.format(sign=-1, rows="old_rows")
GIVEN = {"insert": ("NEW TABLE AS new_rows", NEW), "delete": ("OLD TABLE AS old_rows", OLD)}
GIVEN["update"] = ("OLD TABLE AS old_rows NEW TABLE AS new_rows", f"{NEW} UNION ALL {OLD}")
FOLLOW = """
CREATE FUNCTION households_count_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {add}
    RETURN NULL;
END $$;
CREATE TRIGGER count_archives_{verb} AFTER {verb} ON households_household REFERENCING {given}
    FOR EACH STATEMENT EXECUTE FUNCTION households_count_{verb}();
"""
FORGET = "DROP TRIGGER count_archives_{verb} ON households_household; DROP FUNCTION households_count_{verb}();"
FILL = ADD.format(rows=ALIKE.format(sign=1, rows="households_household"))


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0021_keep_changes_for_a_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchiveCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=12, verbose_name="地区")),
                ("status", models.CharField(max_length=12, verbose_name="状态")),
                ("clear_mask", models.PositiveSmallIntegerField(null=True, verbose_name="六清")),
                ("is_alone", models.BooleanField(null=True, verbose_name="没有帮扶责任人")),
                ("main_cause", models.CharField(max_length=20, null=True, verbose_name="主要致困原因")),
                ("number", models.IntegerField(verbose_name="户数")),
            ],
            options={
                "verbose_name": "档案计数",
                "verbose_name_plural": "档案计数",
                "ordering": ["place", "status"],
            },
        ),
        *[
            migrations.RunSQL(
                FOLLOW.format(verb=verb, given=given, add=ADD.format(rows=rows)), FORGET.format(verb=verb)
            )
            for verb, (given, rows) in GIVEN.items()
        ],
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
