"""Dossiers, their answers and evidence, their frozen versions, and what the commune says of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ocop.criteria.rules import regimes
from ocop.cycles.models import Round
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.products.models import Product

from .. import lifecycle
from ..rules.obstacles import field_name
from ..rules.versions import content_hash


class Dossier(models.Model):
    """Hồ sơ of one product in one round, under the regime of its submission date."""

    class Kind(models.TextChoices):
        FIRST = "first", "Lần đầu"
        UPGRADE = "upgrade", "Nâng hạng"
        RERATE = "rerate", "Đánh giá lại"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="dossiers")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="dossiers")
    kind = models.CharField("Loại đăng ký", max_length=10, choices=Kind, default=Kind.FIRST)
    regime = models.CharField(max_length=24, help_text="khóa chế độ, ví dụ QD26-2026")
    set_no = models.PositiveSmallIntegerField()
    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="dossiers")
    state = models.CharField(max_length=16, default=lifecycle.DRAFT, choices=list(lifecycle.STATE_NAMES.items()))
    target_star = models.PositiveSmallIntegerField(null=True, blank=True)
    eligibility = models.JSONField("Câu hỏi ban đầu", default=dict, help_text='{"registered": true, …}')
    basis = models.JSONField(
        "Lần công nhận trước", default=dict, blank=True,
        help_text='{"certificate", "star", "level", "regime", "expires_on", "version"}; rỗng khi là lần đầu',
    )  # fmt: skip
    changes = models.TextField("Thay đổi so với lần công nhận trước", blank=True)
    receipt_number = models.CharField("Số phiếu đăng ký", max_length=40, null=True, blank=True, unique=True)
    product_code = models.CharField("Mã sản phẩm", max_length=24, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True, help_text="số thứ tự của xã trong năm")
    serial_year = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opened_dossiers")
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    commune_due_on = models.DateField(null=True, blank=True, help_text="hạn 15 ngày làm việc của xã")
    commune_days_kept = models.SmallIntegerField(
        null=True, blank=True, help_text="số ngày làm việc còn lại của xã khi đồng hồ dừng chờ bổ sung"
    )
    decide_by = models.DateField(
        "Hạn có kết quả",
        null=True,
        blank=True,
        help_text="45 ngày của đánh giá lại, hoặc hạn của điều khoản chuyển tiếp",
    )
    closed_at = models.DateTimeField(null=True, blank=True, help_text="lúc bị trả lại hoặc rút")
    closing_words = models.TextField("Lý do trả lại hoặc rút", blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state__in=lifecycle.OPEN_STATES), name="one_open_dossier_per_product"
            ),
            models.UniqueConstraint(
                fields=["commune", "serial_year", "serial"], condition=Q(serial__isnull=False), name="serial_once"
            ),
        ]
        indexes = [models.Index(fields=["commune", "state"], name="dossier_commune_state")]

    def __str__(self) -> str:
        return f"Hồ sơ {self.receipt_number or self.pk} – {self.product}"

    @property
    def state_name(self) -> str:
        return lifecycle.STATE_NAMES[self.state]

    @property
    def basis_expiry(self) -> date | None:
        """The last day of the certificate on which an upgrade or re-rating rests."""
        until = self.basis.get("expires_on")
        return date.fromisoformat(until) if until else None

    @property
    def is_asked(self) -> bool:
        """Whether the commune or the province waits for the producer to change single fields."""
        return self.state in lifecycle.ASKED_STATES

    @property
    def basis_law(self) -> str:
        """The regime of that recognition, by its short name."""
        regime = regimes().get(self.basis.get("regime") or "")
        return regime.document if regime else ""

    @property
    def is_editable(self) -> bool:
        return self.state in lifecycle.EDITABLE_STATES


class ReceiptBook(models.Model):
    """Sổ tiếp nhận of a commune and year: the last serial given, so that none is skipped or given twice."""

    commune = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="receipt_books")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "year"], name="receipt_book_once_a_year")]

    def __str__(self) -> str:
        return f"{self.commune} {self.year}: {self.last}"


class Answer(models.Model):
    """The working copy of one criterion's self-score; frozen copies stand in `Version`."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="answers")
    criterion = models.CharField(max_length=12)
    case = models.CharField(max_length=2, blank=True)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField("Thuyết minh", blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    edition = models.PositiveIntegerField(default=1, help_text="tăng mỗi lần lưu; lưu trên bản cũ thì bị từ chối")
    carried = models.BooleanField("Từ hồ sơ trước, chưa xác nhận", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "criterion"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"

    @property
    def choice(self) -> dict[str, object] | int | None:
        """What `criteria.rules` rates; None while nothing is chosen."""
        if self.points is None:
            return None
        return {"case": self.case, "points": self.points} if self.case else self.points


class Evidence(models.Model):
    """A paper bound to a criterion of a dossier, with the page that proves the point."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.CharField(max_length=12)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="uses")
    page = models.CharField("Trang", max_length=20, blank=True)
    bound_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    bound_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    carried = models.BooleanField("Từ hồ sơ trước, chưa xác nhận", default=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "criterion", "paper"], condition=Q(removed_at__isnull=True), name="evidence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.paper}"


class Version(models.Model):
    """A frozen copy made at each submission: canonical JSON and its SHA-256."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"Bản {self.number}"

    @property
    def is_whole(self) -> bool:
        return content_hash(self.content) == self.sha256


class CompletionRequest(models.Model):
    """Yêu cầu bổ sung on one field; only that field unlocks until it is answered."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="completion_requests")
    criterion = models.CharField(max_length=12)
    message = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "criterion"], condition=Q(answered_at__isnull=True), name="completion_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Bổ sung {self.criterion}"

    @property
    def field_name(self) -> str:
        return field_name(self.criterion)


class CommuneOpinion(models.Model):
    """Mẫu 03: the commune's word on four matters; it gives no star."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="opinion")
    local_material = models.TextField("Nguyên liệu địa phương")
    local_labour = models.TextField("Lao động địa phương")
    idea_origin = models.TextField("Nguồn gốc ý tưởng sản phẩm")
    local_identity = models.TextField("Bản sắc, trí tuệ địa phương")
    proposes = models.BooleanField("Đề nghị tỉnh đánh giá", default=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Ý kiến của xã về {self.dossier}"
