"""Batches of stamps and the ranges their states are kept in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ocop.lots.models import Lot
from ocop.people.models import Person
from ocop.products.models import Product

from .. import lifecycle
from ..rules import kinds
from ..rules.codes import ALPHABET, STAMPS_PER_BATCH
from ..rules.obstacles import sequence_shown
from ..rules.ranges import Span


class Batch(models.Model):
    """Lượt cấp tem: `size` stamps of one product against one lot; the codes are computed, never stored."""

    class Kind(models.TextChoices):
        PLAIN = kinds.PLAIN, kinds.KIND_NAMES[kinds.PLAIN]
        PROTECTED = kinds.PROTECTED, kinds.KIND_NAMES[kinds.PROTECTED]
        SIGNED = kinds.SIGNED, kinds.KIND_NAMES[kinds.SIGNED]

    class Printing(models.TextChoices):
        OWN = "own", "Chủ thể tự in"
        OFFICE = "office", "Cơ quan OCOP tỉnh in rồi giao cuộn"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="batches")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="batches")
    epoch = models.PositiveSmallIntegerField(help_text="kỳ khóa; mỗi năm một khóa")
    number = models.PositiveSmallIntegerField(help_text="số thứ tự lượt cấp trong kỳ khóa, chung cho mọi sản phẩm")
    subject = models.CharField(max_length=24, help_text="GTIN-14 lúc cấp, hoặc “t:số sản phẩm” khi chưa có GTIN")
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.PLAIN)
    printing = models.CharField(max_length=6, choices=Printing, default=Printing.OWN)
    price = models.PositiveIntegerField(
        "Giá bán một đơn vị (đồng)", null=True, blank=True, help_text="khai lúc đặt tem"
    )
    proposed = models.CharField(max_length=9, choices=Kind, blank=True, help_text="loại hệ thống đề nghị lúc đặt")
    proposed_why = models.CharField(max_length=600, blank=True)
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("-drawn_at", "-id")
        constraints = [
            # One numbering for all products: a code typed without its GTIN still finds its batch.
            models.UniqueConstraint(fields=["epoch", "number"], name="batch_once"),
            models.CheckConstraint(condition=Q(size__gte=1, size__lte=STAMPS_PER_BATCH), name="batch_size"),
        ]

    def __str__(self) -> str:
        return f"Lượt {self.mark}"

    @property
    def mark(self) -> str:
        """The first group of every code of this batch: K BBB."""
        n = self.number
        return ALPHABET[self.epoch] + ALPHABET[n >> 10] + ALPHABET[n >> 5 & 31] + ALPHABET[n & 31]

    @property
    def has_gtin(self) -> bool:
        return not self.subject.startswith("t:")

    @property
    def is_protected(self) -> bool:
        return self.kind == self.Kind.PROTECTED

    @property
    def is_signed(self) -> bool:
        return self.kind == self.Kind.SIGNED

    @property
    def path(self) -> str:
        """The path before each code."""
        return f"/01/{self.subject}/21/" if self.has_gtin else "/t/"


class Ranged:
    """Sequence numbers [lo, hi), as people read them: the first and the last."""

    lo: int
    hi: int

    @property
    def size(self) -> int:
        return self.hi - self.lo

    @property
    def first_shown(self) -> str:
        return sequence_shown(self.lo)

    @property
    def last_shown(self) -> str:
        return sequence_shown(self.hi - 1)


class StampRange(models.Model):
    """Sequence numbers [lo, hi) of a batch that share a state now; the ranges of a batch leave no gap."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="ranges", db_index=False)
    lo = models.PositiveIntegerField()
    hi = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=list(lifecycle.STATE_NAMES.items()))

    class Meta:
        ordering = ("batch_id", "lo")
        constraints = [
            models.UniqueConstraint(fields=["batch", "lo"], name="stamp_range_once"),
            models.CheckConstraint(condition=Q(lo__lt=F("hi")), name="stamp_range_not_empty"),
        ]

    def __str__(self) -> str:
        return f"[{self.lo}, {self.hi}) {self.state}"

    @property
    def span(self) -> Span:
        return Span(self.lo, self.hi, self.state)


class RangeChange(Ranged, models.Model):
    """What happened to a range of a batch, by whom and why: never edited."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="changes")
    lo = models.PositiveIntegerField()
    hi = models.PositiveIntegerField()
    was = models.CharField(
        max_length=10,
        choices=list(lifecycle.STATE_NAMES.items()),
        default=lifecycle.ORDERED,
        help_text="rời trạng thái nào",
    )
    state = models.CharField(max_length=10, choices=list(lifecycle.STATE_NAMES.items()))
    note = models.CharField("Lý do", max_length=300, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=Q(lo__lt=F("hi")), name="range_change_not_empty")]

    def __str__(self) -> str:
        return f"[{self.lo}, {self.hi}) {self.state}"
