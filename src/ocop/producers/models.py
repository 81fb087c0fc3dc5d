"""Producers and the people who act for them."""

from __future__ import annotations

from typing import Any

from django.db import models

from ocop.people.models import Person
from ocop.places.models import Place
from ocop.places.rules import sort_key

from .rules import name_key


class Certainty(models.TextChoices):
    """How sure a fact taken from outside is."""

    HIGH = "high", "chắc chắn"
    MEDIUM = "medium", "một nguồn hoặc suy ra"
    LOW = "low", "chưa đối chiếu"


class Producer(models.Model):
    """Chủ thể (QĐ 26/2026, Điều 1–2)."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "Doanh nghiệp"
        COOPERATIVE = "cooperative", "Hợp tác xã"
        COOPERATIVE_GROUP = "cooperative_group", "Tổ hợp tác"
        HOUSEHOLD = "household", "Hộ sản xuất, hộ kinh doanh"
        FARM = "farm", "Trang trại"
        ASSOCIATION = "association", "Hội, trung tâm điều hành (nhóm du lịch)"
        UNKNOWN = "unknown", "Chưa rõ"

    name = models.CharField("Tên chủ thể", max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField("Loại chủ thể", max_length=20, choices=Kind)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="producers")
    former_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="former_producers",
        help_text="địa phương cũ, khi chỉ biết đến mức đó",
    )  # fmt: skip
    tax_code = models.CharField("Mã số thuế/đăng ký kinh doanh", max_length=20, blank=True)
    address = models.CharField("Địa chỉ cơ sở", max_length=300, blank=True)
    public_phone = models.CharField("Điện thoại công khai", max_length=16, blank=True)
    phone_consent_at = models.DateTimeField(null=True, blank=True, help_text="khi chủ thể đồng ý công khai số này")
    about = models.TextField("Giới thiệu", blank=True)
    gln = models.CharField("GLN", max_length=13, blank=True)
    simulated = models.BooleanField("Mô phỏng", default=False)
    source = models.CharField("Nguồn", max_length=400, blank=True)
    certainty = models.CharField(max_length=8, choices=Certainty, blank=True)
    note = models.CharField("Ghi chú nguồn", max_length=300, blank=True)
    registered_at = models.DateTimeField()
    name_key = models.CharField(max_length=220, blank=True, editable=False, db_index=True, help_text="tên để so trùng")
    sort_key = models.CharField(max_length=400, blank=True, editable=False, db_collation="C")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key, self.name_key = sort_key(self.name), name_key(self.name)[:220]
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "name_key"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/chu-the/{self.slug}/"

    @property
    def shown_phone(self) -> str:
        """The phone number the public may see: only with consent."""
        return self.public_phone if self.phone_consent_at else ""

    @property
    def shown_address(self) -> str:
        """A household's workplace is often its home, so the public sees its commune only."""
        return "" if self.kind in (self.Kind.HOUSEHOLD, self.Kind.UNKNOWN) else self.address


class Membership(models.Model):
    """A person who acts for a producer; one person may serve several."""

    class Role(models.TextChoices):
        MANAGER = "manager", "Người đại diện"
        HELPER = "helper", "Người giúp"

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MANAGER)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["producer", "person"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.producer}"
