from django.db import migrations, models

# The application's own role may add lines and nothing else; whoever gets round this is found by the chain.
GUARD = """
CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_line
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
"""
UNGUARD = """
DROP TRIGGER IF EXISTS journal_append_only ON journal_line;
DROP FUNCTION IF EXISTS journal_is_append_only();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(db_index=True, max_length=60)),
                ("actor", models.CharField(db_index=True, max_length=80)),
                ("subject", models.CharField(db_index=True, max_length=120)),
                ("facts", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={"ordering": ("number",)},
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
