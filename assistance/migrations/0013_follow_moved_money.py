"""Payments, applications, targets and enrolments follow their archives, and batches, budgets and totals their unions."""

from django.db import migrations

OF_ARCHIVES = ("payment", "aidrequest", "drivetarget", "enrolment")
OF_UNIONS = ("batch", "budget", "spendingtotal")
ARCHIVES = "\n".join(
    f"    UPDATE assistance_{table} SET union_path = NEW.union_path WHERE household_id = NEW.id;"
    for table in OF_ARCHIVES
)
UNIONS = "\n".join(
    f"    UPDATE assistance_{table} SET union_path = NEW.path WHERE union_id = NEW.id;" for table in OF_UNIONS
)
FORWARD = f"""
CREATE FUNCTION assistance_money_follows_archive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{ARCHIVES}
    RETURN NULL;
END $$;
CREATE TRIGGER assistance_money_follows_archive AFTER UPDATE OF union_id, union_path ON households_household
    FOR EACH ROW WHEN (OLD.union_path IS DISTINCT FROM NEW.union_path)
    EXECUTE FUNCTION assistance_money_follows_archive();
CREATE FUNCTION assistance_money_follows_union() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{UNIONS}
    RETURN NULL;
END $$;
CREATE TRIGGER assistance_money_follows_union AFTER UPDATE OF path ON organizations_union
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION assistance_money_follows_union();
"""
BACKWARD = """
DROP TRIGGER assistance_money_follows_archive ON households_household;
DROP FUNCTION assistance_money_follows_archive();
DROP TRIGGER assistance_money_follows_union ON organizations_union;
DROP FUNCTION assistance_money_follows_union();
"""


class Migration(migrations.Migration):
    dependencies = [("assistance", "0012_money")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
