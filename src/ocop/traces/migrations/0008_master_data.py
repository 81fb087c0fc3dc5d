"""Master data said by parties."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# Which transaction made a row visible, so that every page of an answer sees the master data that the first one saw.
TRANSACTION = "ALTER TABLE traces_element ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id()"


class Migration(migrations.Migration):
    dependencies = [
        ("traces", "0007_voices_on_passports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Element",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("vocabulary", models.TextField(help_text="type of the vocabulary as it was said")),
                ("said", models.TextField(help_text="id as it was said")),
                ("key", models.TextField(help_text="id in the one spelling")),
                ("key_hash", models.BigIntegerField()),
                ("attributes", models.JSONField(default=list, help_text="[name written out, value] in their order")),
                ("children", models.JSONField(default=list, help_text="ids in the one spelling")),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="hashes of attribute names, and of names with values",
                        size=None,
                    ),
                ),
                ("since", models.DateTimeField(help_text="when it was recorded")),
                ("created", models.TextField(blank=True, help_text="creationDate of the document that said it")),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="elements", to="traces.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "dữ liệu gốc",
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["key_hash", "party", "-id"], name="trace_element_last"),
                    models.Index(fields=["party", "id"], name="trace_element_of_party"),
                    django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="trace_element_marks"),
                ],
            },
        ),
        migrations.RunSQL(TRANSACTION, migrations.RunSQL.noop),
    ]
