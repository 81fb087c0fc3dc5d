"""Councils, sittings, sheets and results."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from ocop.cycles.models import Round
from ocop.dossiers.models import Dossier
from ocop.people.models import Mandate, Office, Person

from .. import lifecycle
from ..rules import DEFAULT_BY_LAWS, ByLaws, read_by_laws, sheet_seal


def default_by_laws() -> dict[str, Any]:
    return dict(DEFAULT_BY_LAWS)


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

    def get_absolute_url(self) -> str:
        return f"/hoi-dong/{self.pk}/"


class Seat(models.Model):
    """A person's place in a council or its advisory team, as long as the mandate lasts.

    The secretary and advisors have no vote.
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

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["council", "person"], name="seat_once"),
            models.UniqueConstraint(fields=["council"], condition=Q(role="chair"), name="one_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def votes(self) -> bool:
        return self.role in VOTING


VOTING = (Seat.Role.CHAIR, Seat.Role.MEMBER)


class Sitting(models.Model):
    """Phiên họp: a day on which a council scores its items, under the by-laws as they stood when it opened."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sittings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sittings")
    name = models.CharField(max_length=160)
    held_on = models.DateField()
    state = models.CharField(max_length=10, default=lifecycle.PLANNED, choices=list(lifecycle.SITTING_STATES.items()))
    by_laws = models.JSONField(null=True, blank=True, help_text="Quy chế tại lúc mở phiên")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True, help_text="biên bản PDF trong kho giấy tờ")

    class Meta:
        ordering = ("-held_on", "-id")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/hoi-dong/phien/{self.pk}/"

    @property
    def rules(self) -> ByLaws:
        return read_by_laws(self.by_laws if self.by_laws is not None else self.council.by_laws)


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
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "seat"], condition=Q(withdrawn_at__isnull=True), name="conflict_once"
            )
        ]

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
    salt = models.CharField(max_length=64, help_text="để dấu niêm phong không đoán ngược được")
    seal = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="sheet_once"),
            # No total can stand, nor leak, before the sheet is handed in.
            models.CheckConstraint(
                condition=Q(state=lifecycle.HANDED_IN, points__isnull=False, handed_in_at__isnull=False)
                | Q(state=lifecycle.OPEN, points__isnull=True, seal="", handed_in_at__isnull=True),
                name="sheet_points_after_hand_in",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu {self.pk}"

    @property
    def is_in(self) -> bool:
        return self.state == lifecycle.HANDED_IN

    @property
    def is_whole(self) -> bool:
        """Whether it still says what was sealed."""
        return self.seal == sheet_seal(self.salt, self.content())

    def content(self) -> dict[str, Any]:
        """What its seal covers."""
        return {
            "item": self.item_id, "seat": self.seat_id, "choices": self.choices, "remarks": self.remarks,
            "disqualified": self.disqualified,
        }  # fmt: skip


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
