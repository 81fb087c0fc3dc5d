"""Let Django count the tables of events among its own, as the other tables are.

Nothing changes in the database: the tables are there since 0002, by hand.
"""

import django.db.models.deletion
from django.db import migrations, models


def _unbound(to: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to=to, default=0
    )


class Migration(migrations.Migration):
    dependencies = [("traces", "0005_party_of_an_office")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelOptions(name="event", options={}),
                migrations.AlterModelOptions(name="identity", options={}),
                migrations.AddField("event", "party", _unbound("traces.party"), preserve_default=False),
                migrations.AddField("event", "context", _unbound("traces.context"), preserve_default=False),
            ]
        )
    ]
