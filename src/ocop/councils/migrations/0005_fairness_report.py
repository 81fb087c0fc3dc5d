import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0004_no_total_before_opening"),
    ]

    operations = [
        migrations.CreateModel(
            name="FairnessReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "method",
                    models.PositiveSmallIntegerField(help_text="cách tính; số cũ hơn phần mềm thì lập lại được"),
                ),
                (
                    "sheets_sha256",
                    models.CharField(help_text="dấu của các phiếu, Quy chế và ngưỡng đã dùng", max_length=64),
                ),
                ("facts", models.JSONField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "sitting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fairness_report",
                        to="councils.sitting",
                    ),
                ),
            ],
        ),
    ]
