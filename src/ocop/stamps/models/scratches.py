"""Scratch codes that somebody revealed: the only rows that the protected kind makes."""

from __future__ import annotations

from django.db import models


class Scratch(models.Model):
    """One stamp whose scratch code was tried; the stamp itself is the key, as with scans.

    Batch 0 stands for codes that are none of ours: trying one costs the same as trying a real one.
    """

    pk = models.CompositePrimaryKey("batch_number", "sequence")
    batch_number = models.BigIntegerField(help_text="id của lượt cấp; 0: mã không có thật")
    sequence = models.PositiveIntegerField()
    first_at = models.DateTimeField(null=True, help_text="lần đầu cào đúng")
    times = models.PositiveIntegerField(default=0, help_text="số lần cào đúng")
    last_at = models.DateTimeField(null=True)
    wrong = models.PositiveIntegerField(default=0, help_text="số lần sai từ wrong_since")
    wrong_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.batch_number}/{self.sequence}: {self.times}"
