"""The kept fairness report of a closed sitting."""

from __future__ import annotations

from django.db import models

from .sittings import Sitting


class FairnessReport(models.Model):
    """Báo cáo công bằng: drawn from the opened sheets whose fingerprint it names; seats by number, never by name."""

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="fairness_report")
    method = models.PositiveSmallIntegerField(help_text="cách tính; số cũ hơn phần mềm thì lập lại được")
    sheets_sha256 = models.CharField(max_length=64, help_text="dấu của các phiếu, Quy chế và ngưỡng đã dùng")
    facts = models.JSONField()
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Báo cáo công bằng – {self.sitting}"
