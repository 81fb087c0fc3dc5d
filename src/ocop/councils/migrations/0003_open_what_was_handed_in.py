"""Sheets of before were handed in readable: they are what is now called opened. Drafts go under the server's key."""

from django.db import migrations
from django.db.models import F


def carry_over(apps, schema_editor):
    sheet = apps.get_model("councils", "Sheet").objects
    item = apps.get_model("councils", "Item").objects
    sheet.filter(state="handed_in").update(state="opened", revealed_at=F("handed_in_at"))
    for row in sheet.filter(state="open"):
        sheet.filter(pk=row.pk).update(
            choices=row.choices, remarks=row.remarks, disqualified=row.disqualified, salt="", seal=""
        )
    item.filter(sitting__state="scoring").update(state="scoring")
    for row in item.filter(sitting__state="closed").select_related("sitting"):
        item.filter(pk=row.pk).update(state="concluded", opened_at=row.sitting.closed_at)


class Migration(migrations.Migration):
    dependencies = [("councils", "0002_seals_rounds_and_seats")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
