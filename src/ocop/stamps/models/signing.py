"""The public halves of the keys that sign stamps."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person

from ..rules.codes import ALPHABET
from ..rules.signing import MOST_KEYS


class SigningKey(models.Model):
    """Khóa ký tem: verifies signed stamps on any phone; the private half lies under the keys' folder, never in a table."""

    number = models.PositiveSmallIntegerField(primary_key=True, help_text="0–31: ký tự đầu của chữ ký trên tem")
    public_key = models.BinaryField(max_length=65, help_text="P-256, điểm chưa nén: 04, x, y")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("Lý do thu hồi", max_length=300, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.CheckConstraint(condition=Q(number__lt=MOST_KEYS), name="signing_key_symbol"),
            # One key signs at a time.
            models.UniqueConstraint(
                models.Value(1), condition=Q(closed_at__isnull=True), name="signing_key_one_open"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Khóa ký {self.letter}"

    @property
    def letter(self) -> str:
        return ALPHABET[self.number]

    @property
    def words(self) -> str:
        if self.withdrawn_at:
            return "Đã thu hồi"
        return "Thôi ký, tem vẫn dùng" if self.closed_at else "Đang ký"

    @property
    def badge(self) -> str:
        if self.withdrawn_at:
            return "void"
        return "" if self.closed_at else "ok"
