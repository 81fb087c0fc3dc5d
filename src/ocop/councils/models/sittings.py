"""Sittings, what stands on their agenda, and the codes that open what was sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.cycles.models import Round
from ocop.dossiers.models import Dossier
from ocop.people.models import Person

from .. import lifecycle
from ..rules import ByLaws, read_by_laws
from ..rules.sealing import HOLDERS
from .councils import Council, Seat


class Sitting(models.Model):
    """Phiên họp: a day on which a council scores its items, under the by-laws as they stood when it opened.

    Of kind `written` it is a consultation: members answer by a day instead of meeting.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sittings")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sittings")
    kind = models.CharField(
        max_length=8, default=lifecycle.MEETING, choices=list(lifecycle.SITTING_KINDS.items())
    )  # fmt: skip
    name = models.CharField(max_length=160)
    held_on = models.DateField()
    starts_at = models.TimeField("Giờ họp", null=True, blank=True)
    place = models.CharField("Nơi họp", max_length=160, blank=True)
    answers_until = models.DateField("Hạn trả lời", null=True, blank=True)
    state = models.CharField(max_length=10, default=lifecycle.PLANNED, choices=list(lifecycle.SITTING_STATES.items()))
    by_laws = models.JSONField(null=True, blank=True, help_text="Quy chế tại lúc mở phiên")
    public_key = models.CharField(max_length=64, blank=True, help_text="niêm phong phiếu; nửa kia không nằm ở đâu cả")
    key_shares = models.JSONField(default=dict, blank=True, help_text="nửa khóa cho từng cặp người giữ mã")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True, help_text="biên bản PDF trong kho giấy tờ")

    class Meta:
        ordering = ("-held_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=lifecycle.MEETING) | Q(answers_until__isnull=False), name="consultation_has_a_last_day"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/hoi-dong/{'y-kien' if self.is_written else 'phien'}/{self.pk}/"

    @property
    def rules(self) -> ByLaws:
        return read_by_laws(self.by_laws if self.by_laws is not None else self.council.by_laws)

    @property
    def is_written(self) -> bool:
        return self.kind == lifecycle.WRITTEN


class OpeningCode(models.Model):
    """Mã mở: who holds one of the three codes of a sitting; the code itself was shown once and stands nowhere."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="codes")
    holder = models.CharField(max_length=10, choices=list(HOLDERS.items()))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    public_key = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "holder"], condition=Q(replaced_at__isnull=True), name="code_once_per_holder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_holder_display()}: {self.person}"


class Item(models.Model):
    """A dossier on a sitting's agenda."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="item")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=lifecycle.LISTED, choices=list(lifecycle.ITEM_STATES.items()))
    round = models.PositiveSmallIntegerField("Vòng chấm", default=1)
    starts_at = models.TimeField("Giờ", null=True, blank=True)
    presenter = models.CharField("Người trình bày", max_length=120, blank=True)
    opened_at = models.DateTimeField("Lúc mở phiếu", null=True, blank=True)
    spread = models.PositiveSmallIntegerField("Chênh lệch khi mở", null=True, blank=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=["sitting", "order"], name="item_order_once")]

    def __str__(self) -> str:
        return f"{self.order}. {self.dossier.product}"

    @property
    def takes_sheets(self) -> bool:
        return self.state in lifecycle.ITEM_TAKES_SHEETS

    @property
    def is_opened(self) -> bool:
        """Whether at least the first round's sheets are open to the council."""
        return self.opened_at is not None

    @property
    def state_name(self) -> str:
        return lifecycle.ITEM_STATES[self.state]


class Postponement(models.Model):
    """Hoãn: an item that left a sitting without a result, and why."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="postponements")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="postponements")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"


class Discussion(models.Model):
    """Thảo luận of an item between its rounds: what caused it, what was said, how it ended."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="discussions")
    cause = models.CharField(max_length=300)
    spread = models.PositiveSmallIntegerField()
    criteria = models.JSONField(default=list, help_text="tiêu chí gây chênh lệch, nặng nhất trước")
    required = models.BooleanField("Quy chế buộc chấm vòng hai", default=False)
    opened_at = models.DateTimeField()
    summary = models.TextField("Tóm tắt", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"Thảo luận {self.item}"


class Remark(models.Model):
    """One contribution to a discussion, about a criterion or about the whole."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="remarks")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=12, blank=True)
    text = models.CharField(max_length=1000)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.seat.person}: {self.text[:40]}"
