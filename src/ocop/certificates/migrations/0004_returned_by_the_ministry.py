from django.db import migrations, models


def propose_what_was_published(apps, schema_editor):
    """Results of 90 points in decisions that were published before proposals had rows of their own."""
    Result, Proposal = apps.get_model("councils", "Result"), apps.get_model("certificates", "Proposal")
    found = Result.objects.filter(to_ministry=True, item__sitting__decision__state="published", proposal__isnull=True)
    Proposal.objects.bulk_create(Proposal(result=result) for result in found)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0003_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="recognition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("participated", "Tham gia chương trình"),
                    ("recognised", "Công nhận"),
                    ("upgraded", "Nâng hạng"),
                    ("renewed", "Đánh giá lại"),
                    ("proposed", "Đề nghị Bộ xét 5 sao"),
                    ("returned", "Bộ chưa công nhận 5 sao"),
                    ("extended", "Kéo dài theo điều khoản chuyển tiếp"),
                    ("revoked", "Thu hồi"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(propose_what_was_published, migrations.RunPython.noop),
    ]
