from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0003_open_what_was_handed_in")]

    operations = [
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_in_at__isnull", False), ("points__isnull", False), ("state", "opened")),
                    models.Q(
                        ("handed_in_at__isnull", False),
                        ("points__isnull", True),
                        ("salt", ""),
                        ("state", "handed_in"),
                        models.Q(("seal", ""), _negated=True),
                        models.Q(("box", ""), _negated=True),
                    ),
                    models.Q(
                        ("box", ""),
                        ("handed_in_at__isnull", True),
                        ("points__isnull", True),
                        ("salt", ""),
                        ("seal", ""),
                        ("state", "open"),
                    ),
                    ("state", "void"),
                    _connector="OR",
                ),
                name="sheet_points_after_opening",
            ),
        ),
    ]
