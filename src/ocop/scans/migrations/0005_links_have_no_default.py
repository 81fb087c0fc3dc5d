"""The default link of a code is always its passport."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("scans", "0004_radar_and_cases")]

    operations = [migrations.RemoveField(model_name="resolverlink", name="is_default")]
