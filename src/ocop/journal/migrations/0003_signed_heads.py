from django.db import migrations, models

GUARD = """
CREATE TRIGGER heads_append_only BEFORE UPDATE OR DELETE ON journal_signedhead
    FOR EACH ROW EXECUTE FUNCTION journal_is_append_only();
"""
UNGUARD = "DROP TRIGGER IF EXISTS heads_append_only ON journal_signedhead"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_jobs")]
    operations = [
        migrations.CreateModel(
            name="SignedHead",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("note", models.TextField(help_text="toàn văn đã ký, dạng checkpoint")),
                ("key", models.CharField(help_text="khóa công khai đã ký", max_length=200)),
            ],
            options={"ordering": ("size",)},
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
