"""Files by content."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ocop.people.models import Person

from .rules import kind_label


class Paper(models.Model):
    """One brought file: its bytes stand once in the store under `sha256`, whoever brings them."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField("Tên tệp", max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text="bytes")
    pages = models.PositiveIntegerField(null=True, blank=True)
    public_sha256 = models.CharField(
        max_length=64, blank=True, help_text="bản công khai đã gỡ vị trí và siêu dữ liệu; rỗng khi không có"
    )
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    brought_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


class PaperDetails(models.Model):
    """What a paper is: its kind, who gave it, until when it is good. Written by people, so it may be mended."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="details")
    kind = models.CharField("Loại giấy tờ", max_length=24, help_text="khóa trong reference/papers/")
    number = models.CharField("Số", max_length=80, blank=True)
    issuer = models.CharField("Nơi cấp", max_length=200, blank=True)
    issued_on = models.DateField("Ngày cấp", null=True, blank=True)
    expires_on = models.DateField("Có giá trị đến hết ngày", null=True, blank=True, help_text="rỗng: không có hạn")
    successor = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors",
        help_text="giấy đã thay cho giấy này",
    )  # fmt: skip
    succeeded_at = models.DateTimeField(null=True, blank=True)
    described_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    described_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="paper_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="paper_dates",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("paper")), name="paper_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()

    @property
    def label(self) -> str:
        """The kind in words."""
        return kind_label(self.kind)
