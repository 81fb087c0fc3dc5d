"""Sheets, the advisory team's report, and results."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from .. import lifecycle
from ..rules import sheet_seal
from .councils import Seat
from .secret import HiddenJSONField
from .sittings import Item


class Sheet(models.Model):
    """Phiếu chấm: one member's choices on one item in one round.

    While it is filled in it stands under the server's key; handed in, it stands only in a box (`box`) that the
    sitting's key opens, and its seal in the journal; opened, it stands plain with its salt, for everybody to check.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="sheets")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sheets")
    round = models.PositiveSmallIntegerField("Vòng", default=1)
    state = models.CharField(max_length=10, default=lifecycle.OPEN, choices=list(lifecycle.SHEET_STATES.items()))
    choices = HiddenJSONField(default=dict, help_text='{"1.1": 2, "8": {"case": "a", "points": 3}}')
    remarks = HiddenJSONField(default=dict)
    disqualified = HiddenJSONField(default=list)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    salt = models.CharField(max_length=64, blank=True, help_text="để dấu niêm phong không đoán ngược được")
    seal = models.CharField(max_length=64, blank=True)
    box = models.TextField(blank=True, help_text="nội dung, chỉ khóa của phiên mở được")
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat", "round"], condition=~Q(state=lifecycle.VOID), name="sheet_once"
            ),
            # No total can stand, nor leak, before the sheet is opened; nor can the salt that would let one guess it.
            models.CheckConstraint(
                condition=Q(state=lifecycle.OPENED, points__isnull=False, handed_in_at__isnull=False)
                | Q(state=lifecycle.HANDED_IN, points__isnull=True, salt="", handed_in_at__isnull=False)
                & ~Q(seal="") & ~Q(box="")
                | Q(state=lifecycle.OPEN, points__isnull=True, seal="", salt="", box="", handed_in_at__isnull=True)
                | Q(state=lifecycle.VOID),
                name="sheet_points_after_opening",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Phiếu {self.pk}"

    @property
    def is_in(self) -> bool:
        return self.state in lifecycle.SHEET_IS_IN

    @property
    def is_sealed(self) -> bool:
        """Handed in and not opened: nobody reads it, its own member included."""
        return self.state == lifecycle.HANDED_IN

    @property
    def is_opened(self) -> bool:
        return self.state == lifecycle.OPENED or (self.state == lifecycle.VOID and self.revealed_at is not None)

    @property
    def is_whole(self) -> bool:
        """Whether it still says what was sealed."""
        return self.seal == sheet_seal(self.salt, self.content())

    def content(self) -> dict[str, Any]:
        """What its seal covers; the first round is spelled as it was before there were two."""
        content = {
            "item": self.item_id, "seat": self.seat_id, "choices": self.choices, "remarks": self.remarks,
            "disqualified": self.disqualified,
        }  # fmt: skip
        return content if self.round == 1 else {**content, "round": self.round}

    @property
    def bound(self) -> str:
        """What its box is of: a box put into another row does not open."""
        return f"sheet:{self.item_id}:{self.seat_id}:{self.round}"


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
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Tổ tư vấn – {self.item}"

    @property
    def is_in(self) -> bool:
        return self.handed_in_at is not None


class Result(models.Model):
    """What the sitting found: the average of the valid sheets and the law's star; never recomputed."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="result")
    sheets = models.PositiveSmallIntegerField()
    average = models.DecimalField(max_digits=7, decimal_places=4)
    decimals = models.PositiveSmallIntegerField(default=2)
    spread = models.PositiveSmallIntegerField(default=0)
    star_by_points = models.PositiveSmallIntegerField()
    star_by_minimums = models.PositiveSmallIntegerField()
    star = models.PositiveSmallIntegerField(null=True, blank=True, help_text="rỗng khi có chốt loại; cấp tỉnh tối đa 4")
    to_ministry = models.BooleanField(default=False, help_text="từ 90 điểm: đề nghị Bộ, chưa phải 5 sao")
    blockers = models.JSONField(default=list)
    gates = models.JSONField(default=list)
    detail = models.JSONField(default=dict, help_text="phiếu và quy tắc đã dùng")
    concluded_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Five stars are the ministry's (QĐ 26/2026 Điều 3, 7).
            models.CheckConstraint(condition=Q(star__isnull=True) | Q(star__lte=4), name="result_star_of_province"),
        ]

    def __str__(self) -> str:
        return f"{self.points_text} điểm – {self.item}"

    @property
    def points_text(self) -> str:
        return f"{self.average:.{self.decimals}f}".replace(".", ",")

    @property
    def is_recognised(self) -> bool:
        return self.star is not None and self.star >= 3
