"""Councils, sittings, sheets and results."""

from __future__ import annotations

from typing import Any

from django.db import models

from ocop.cycles.models import Round
from ocop.dossiers.models import Dossier
from ocop.people.models import Office, Person

from . import lifecycle


def default_by_laws() -> dict[str, Any]:
    """Sane defaults where the law leaves the matter to the by-laws (Quy chế); an office replaces them."""
    return {
        "quorum": "2/3",
        "average": "mean",
        "decimals": 2,
        "minimums_by": "majority",
        "basis": "mặc định của phần mềm: trung bình cộng các phiếu hợp lệ, ít nhất 2/3 số thành viên nộp phiếu",
    }


class Council(models.Model):
    """Hội đồng cấp tỉnh with its founding decision and its by-laws as data."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="council")
    name = models.CharField(max_length=200)
    decision_number = models.CharField("Quyết định thành lập", max_length=60)
    founded_on = models.DateField()
    by_laws = models.JSONField(default=default_by_laws)
    simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's place in a council or its advisory team; the secretary and advisors have no vote."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chủ tịch"
        MEMBER = "member", "Thành viên"
        SECRETARY = "secretary", "Thư ký"
        ADVISOR = "advisor", "Tổ tư vấn"

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=10, choices=Role)
    organisation = models.CharField("Cơ quan", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "person"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def votes(self) -> bool:
        return self.role in (self.Role.CHAIR, self.Role.MEMBER)


class Sitting(models.Model):
    """Phiên họp: a day on which a council scores its items."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sittings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sittings")
    name = models.CharField(max_length=160)
    held_on = models.DateField()
    state = models.CharField(max_length=10, default=lifecycle.PLANNED, choices=list(lifecycle.SITTING_STATES.items()))
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True, help_text="biên bản PDF trong kho giấy tờ")

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """A dossier on a sitting's agenda."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="item")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["sitting", "order"], name="item_order_once")]

    def __str__(self) -> str:
        return f"{self.order}. {self.dossier.product}"


class Conflict(models.Model):
    """Xung đột lợi ích declared by a member about an item; the item is then closed to them."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="conflicts")
    cause = models.CharField(max_length=300)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.cause}"


class Sheet(models.Model):
    """Phiếu chấm: one member's choices on one item; nobody else reads it before it is handed in."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="sheets")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=10, default=lifecycle.OPEN, choices=list(lifecycle.SHEET_STATES.items()))
    choices = models.JSONField(default=dict, help_text='{"1.1": 2, "8": {"case": "a", "points": 3}}')
    remarks = models.JSONField(default=dict)
    disqualified = models.JSONField(default=list)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="sheet_once")]

    def __str__(self) -> str:
        return f"Phiếu {self.seat} – {self.item}"


class SheetChange(models.Model):
    """A score changed after hand-in: what stood before, what stands now, and why."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="changes")
    criterion = models.CharField(max_length=12)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.CharField(max_length=500)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.old} → {self.new}"


class AdvisorReport(models.Model):
    """Báo cáo Tổ tư vấn: the advisory team's pre-score and remark on an item."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="advisor_report")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT)
    choices = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Tổ tư vấn – {self.item}"


class Result(models.Model):
    """What the sitting found: the average of the valid sheets and the law's star; never recomputed."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="result")
    sheets = models.PositiveSmallIntegerField()
    average = models.DecimalField(max_digits=5, decimal_places=2)
    star_by_points = models.PositiveSmallIntegerField()
    star_by_minimums = models.PositiveSmallIntegerField()
    star = models.PositiveSmallIntegerField(null=True, blank=True, help_text="rỗng khi có chốt loại")
    to_ministry = models.BooleanField(default=False, help_text="từ 90 điểm: đề nghị Bộ, chưa phải 5 sao")
    blockers = models.JSONField(default=list)
    gates = models.JSONField(default=list)
    detail = models.JSONField(default=dict, help_text="phiếu và quy tắc đã dùng")
    concluded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.average} điểm – {self.item}"
