"""The label and the exhibits of a product belong to its lots now: the same tables, told by another chapter. No row is touched."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.state import ProjectState


class LeaveScans(migrations.DeleteModel):
    """Forget the model where it stood before, in the same step in which it is taken up here."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        super().state_forwards("scans", state)


def _person(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("lots", "0002_epc"),
        ("papers", "0001_initial"),
        ("products", "0001_initial"),
        ("scans", "0002_passports_and_recalls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                LeaveScans("Exhibit"),
                LeaveScans("LabelFacts"),
                migrations.CreateModel(
                    name="LabelFacts",
                    fields=[
                        (
                            "product",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, primary_key=True,
                                related_name="label_facts", serialize=False, to="products.product",
                            ),
                        ),
                        ("brand", models.CharField(blank=True, max_length=120, verbose_name="Thương hiệu, nhãn hiệu")),
                        (
                            "standards",
                            models.CharField(blank=True, max_length=300, verbose_name="Tiêu chuẩn, quy chuẩn áp dụng"),
                        ),
                        ("warnings", models.CharField(blank=True, max_length=600, verbose_name="Cảnh báo an toàn")),
                        ("storage", models.CharField(blank=True, max_length=600, verbose_name="Bảo quản, cách dùng")),
                        ("told_at", models.DateTimeField()),
                        ("told_by", _person()),
                    ],
                    options={"db_table": "scans_labelfacts"},
                ),
                migrations.CreateModel(
                    name="Exhibit",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("picture", "Ảnh sản phẩm"), ("test", "Phiếu kiểm nghiệm"),
                                    ("certificate", "Giấy chứng nhận"),
                                ],
                                max_length=12, verbose_name="Loại",
                            ),
                        ),
                        ("width", models.PositiveSmallIntegerField(default=0)),
                        ("height", models.PositiveSmallIntegerField(default=0)),
                        ("title", models.CharField(max_length=200, verbose_name="Tên")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="Số")),
                        ("issuer", models.CharField(blank=True, max_length=200, verbose_name="Nơi cấp")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="Ngày cấp")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="Có giá trị đến hết ngày")),
                        ("shown_at", models.DateTimeField()),
                        ("hidden_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lot",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE,
                                related_name="exhibits", to="lots.lot",
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="exhibits", to="papers.paper"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="exhibits",
                                to="products.product",
                            ),
                        ),
                        ("shown_by", _person()),
                        (
                            "small",
                            models.ForeignKey(
                                blank=True, help_text="ảnh thu nhỏ cho trang quét", null=True,
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper",
                            ),
                        ),
                    ],
                    options={"db_table": "scans_exhibit", "ordering": ("id",)},
                ),
            ],
        ),
    ]  # fmt: skip
