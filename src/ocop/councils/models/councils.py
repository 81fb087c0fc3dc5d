"""Councils, their seats and substitutes, and who stands for the chair."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from ocop.papers.models import Paper
from ocop.people.models import Mandate, Office, Person
from ocop.producers.models import Producer

from ..rules import DEFAULT_BY_LAWS


def default_by_laws() -> dict[str, Any]:
    return dict(DEFAULT_BY_LAWS)


class Council(models.Model):
    """Hội đồng cấp tỉnh with its founding decision and its by-laws as data."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="council")
    name = models.CharField(max_length=200)
    decision_number = models.CharField("Quyết định thành lập", max_length=60)
    founded_on = models.DateField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_laws = models.JSONField(default=default_by_laws)
    simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/hoi-dong/{self.pk}/"


class Seat(models.Model):
    """A person's place in a council or its advisory team, as long as the mandate lasts and the seat is not ended.

    The secretary and advisors have no vote. While a substitute's seat is in force, the seat it stands for rests.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", "Chủ tịch"
        MEMBER = "member", "Thành viên"
        SECRETARY = "secretary", "Thư ký"
        ADVISOR = "advisor", "Tổ tư vấn"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=10, choices=Role)
    organisation = models.CharField("Cơ quan", max_length=200, blank=True)
    leads = models.BooleanField("Tổ trưởng", default=False)
    stands_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes", verbose_name="Dự thay"
    )
    document = models.CharField("Văn bản cử", max_length=200, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True, help_text="rỗng: từ ngày của nhiệm vụ")
    ends_on = models.DateField(null=True, blank=True, help_text="ngày cuối cùng; rỗng: đến hết nhiệm vụ")
    end_reason = models.CharField("Lý do thôi", max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["council", "person"], condition=Q(end_reason=""), name="seat_once"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(role="chair", end_reason="", stands_for__isnull=True), name="one_chair"
            ),
            models.UniqueConstraint(fields=["council"], condition=Q(leads=True, end_reason=""), name="one_leader"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def votes(self) -> bool:
        return self.role in VOTING

    @property
    def first_day(self) -> date:
        return self.starts_on or self.mandate.starts_on

    @property
    def last_day(self) -> date | None:
        return self.ends_on or self.mandate.ends_on


VOTING = (Seat.Role.CHAIR, Seat.Role.MEMBER)


class ChairDelegation(models.Model):
    """Ủy quyền của Chủ tịch: another seat presides for some days; the chair answers for it all the same."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="delegations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="delegations")
    document = models.CharField("Văn bản ủy quyền", max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("-starts_on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="delegation_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person}: {self.document}"


class Tie(models.Model):
    """A standing relation that a member declared to a producer: kin, supplier, owner; it hints at conflicts later."""

    class Kind(models.TextChoices):
        KIN = "kin", "Người thân"
        OWNER = "owner", "Có phần vốn, có quyền lợi"
        TRADE = "trade", "Mua bán, cung ứng"
        OTHER = "other", "Quan hệ khác"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=8, choices=Kind)
    note = models.CharField("Ghi chú", max_length=300, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "producer", "kind"], condition=Q(ended_at__isnull=True), name="tie_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.producer}"
