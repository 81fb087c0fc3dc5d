"""A frozen version may be added, never changed or removed: the database itself says no."""

from django.db import migrations

GUARD = """
CREATE FUNCTION dossiers_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'dossiers_version is append-only';
END $$;
CREATE TRIGGER dossiers_version_stays BEFORE UPDATE OR DELETE ON dossiers_version
    FOR EACH ROW EXECUTE FUNCTION dossiers_version_stays();
"""
UNGUARD = "DROP TRIGGER dossiers_version_stays ON dossiers_version; DROP FUNCTION dossiers_version_stays();"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
