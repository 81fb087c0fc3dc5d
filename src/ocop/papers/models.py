"""Files by content."""

from __future__ import annotations

from django.db import models

from ocop.people.models import Person


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
