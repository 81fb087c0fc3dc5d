"""Thu hồi: from what was found to the letter that the producer gets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper
from ocop.people.models import Person

from .. import lifecycle
from .issuing import Certificate


class Revocation(models.Model):
    """One case against one certificate; `due_on` runs from the conclusion, or from the commune's confirmation."""

    class Source(models.TextChoices):
        INSPECTION = "inspection", "Kết luận kiểm tra"
        COMMUNE = "commune", "Xác nhận của xã"
        MINISTRY = "ministry", "Đề nghị của Bộ"
        AUTHORITY = "authority", "Kết luận của cơ quan nhà nước khác"

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="revocations")
    state = models.CharField(max_length=10, choices=list(lifecycle.REVOCATION_STATES.items()))
    ground = models.CharField(max_length=40)
    source = models.CharField(max_length=12, choices=Source)
    document = models.CharField("Số văn bản kết luận", max_length=120, blank=True)
    finding = models.TextField("Nội dung")
    concluded_on = models.DateField(null=True, blank=True, help_text="ngày kết luận hoặc ngày xã xác nhận")
    due_on = models.DateField(null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opened_revocations")
    opened_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verification = models.TextField(blank=True)
    decision_number = models.CharField(max_length=120, blank=True)
    delegation = models.CharField(max_length=300, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    dismissal = models.TextField("Vì sao không thu hồi", blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state__in=(lifecycle.ASKED, lifecycle.PROPOSED, lifecycle.VERIFIED, lifecycle.SIGNED)),
                name="one_open_revocation",
            ),
        ]

    def __str__(self) -> str:
        return f"Thu hồi {self.certificate}"

    def get_absolute_url(self) -> str:
        return f"/thu-hoi/{self.pk}/"

    @property
    def state_name(self) -> str:
        return lifecycle.REVOCATION_STATES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state not in (lifecycle.PUBLISHED, lifecycle.DISMISSED)
