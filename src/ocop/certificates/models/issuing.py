"""Decisions, certificates, and the events of a product's recognition."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ocop.councils.models import Result, Sitting
from ocop.people.models import Person
from ocop.producers.models import Certainty
from ocop.products.models import Product
from ocop.products.rules import YearlyOutput

from .. import lifecycle
from ..rules import STATE_NAMES
from ..rules.verdicts import Verdict, validity_on


class Decision(models.Model):
    """Quyết định công nhận of a sitting's results, signed by the leader of the province."""

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="decision")
    number = models.CharField("Số quyết định", max_length=60, unique=True)
    state = models.CharField(max_length=10, default=lifecycle.DRAFTED, choices=list(lifecycle.DECISION_STATES.items()))
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drafted_decisions")
    drafted_at = models.DateTimeField()
    delegation = models.CharField("Thẩm quyền ký", max_length=300, blank=True, help_text="ký thay, theo ủy quyền nào")
    signed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="signed_decisions"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    simulated = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/quyet-dinh/{self.pk}/"

    @property
    def state_name(self) -> str:
        return lifecycle.DECISION_STATES[self.state]

    @property
    def signed_on(self) -> date:
        """The day of issue, from which the months of validity run."""
        if self.signed_at is None:
            raise ValueError("not signed yet")
        return timezone.localdate(self.signed_at)


class Certificate(models.Model):
    """Giấy chứng nhận: 36 months from the decision (QĐ 26/2026)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="certificates")
    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="certificate")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField("Số giấy chứng nhận", max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(help_text="số thứ tự trong năm")
    star = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    expires_on = models.DateField(help_text="ngày cuối cùng còn hiệu lực")
    state = models.CharField(
        max_length=10, default=lifecycle.DRAFTED, choices=list(lifecycle.CERTIFICATE_STATES.items())
    )
    draft = models.JSONField(help_text="mọi điều in trên giấy, lưu trước khi dựng")
    draft_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, blank=True, help_text="bản dựng, chưa ký số")
    signed_sha256 = models.CharField(max_length=64, blank=True, help_text="bản đã ký số; rỗng khi chưa cấu hình ký số")
    published_at = models.DateTimeField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_ground = models.CharField(max_length=40, blank=True)
    extended_until = models.DateField(
        null=True, blank=True, help_text="kéo dài theo điều khoản chuyển tiếp đến hết ngày"
    )
    output_quantity = models.PositiveIntegerField(
        "Sản lượng mỗi năm", null=True, blank=True, help_text="như hồ sơ đã khai lúc cấp; rỗng: không biết"
    )
    output_unit = models.CharField("Đơn vị của sản lượng", max_length=30, blank=True)
    superseded_on = models.DateField(null=True, blank=True, help_text="ngày đầu của giấy mới")
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="certificate_serial_once"),
            models.CheckConstraint(condition=Q(star__gte=3) & Q(star__lte=5), name="certificate_star"),
            models.CheckConstraint(condition=Q(expires_on__gt=models.F("issued_on")), name="certificate_dates"),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | Q(extended_until__gt=models.F("expires_on")),
                name="certificate_extended_later",
            ),
            models.CheckConstraint(
                condition=Q(superseded_on__isnull=True, superseded_by__isnull=True)
                | Q(superseded_on__isnull=False, superseded_by__isnull=False),
                name="certificate_superseded_by_one",
            ),
            models.CheckConstraint(
                condition=Q(output_quantity__isnull=True, output_unit="")
                | (Q(output_quantity__gt=0) & ~Q(output_unit="")),
                name="certificate_output_with_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/giay-chung-nhan/{self.number}/"

    @property
    def printed_sha256(self) -> str:
        """The file that people download: signed where signing is configured."""
        return self.signed_sha256 or self.pdf_sha256

    @property
    def last_day(self) -> date:
        return self.extended_until or self.expires_on

    @property
    def yearly_output(self) -> YearlyOutput | None:
        """How much a year it was given for; None where nobody said so, and nothing is guessed."""
        return YearlyOutput(self.output_quantity, self.output_unit) if self.output_quantity else None

    def verdict_on(self, day: date) -> Verdict:
        return validity_on(
            day, issued_on=self.issued_on, expires_on=self.expires_on, revoked_on=self.revoked_on,
            extended_until=self.extended_until, superseded_on=self.superseded_on,
        )  # fmt: skip

    def is_valid_on(self, day: date) -> bool:
        return self.state in lifecycle.KNOWN and self.verdict_on(day).is_valid


class Recognition(models.Model):
    """One event in a product's standing, ours or from outside; figures of any day are derived from these."""

    class Kind(models.TextChoices):
        PARTICIPATED = "participated", "Tham gia chương trình"
        RECOGNISED = "recognised", "Công nhận"
        UPGRADED = "upgraded", "Nâng hạng"
        RENEWED = "renewed", "Đánh giá lại"
        PROPOSED = "proposed", "Đề nghị Bộ xét 5 sao"
        RETURNED = "returned", "Bộ chưa công nhận 5 sao"
        EXTENDED = "extended", "Kéo dài theo điều khoản chuyển tiếp"
        REVOKED = "revoked", "Thu hồi"

    class Level(models.TextChoices):
        PROVINCE = "province", "Cấp tỉnh"
        MINISTRY = "ministry", "Cấp trung ương"
        LEGACY_PROVINCE = "legacy_province", "Cấp tỉnh theo bộ tiêu chí cũ"
        DISTRICT = "district", "Cấp huyện (trước 06/07/2025)"

    class Precision(models.TextChoices):
        DAY = "day", "ngày"
        MONTH = "month", "tháng"
        YEAR = "year", "năm"
        UNKNOWN = "unknown", "không rõ"

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="recognitions")
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    star = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.CharField(max_length=16, choices=Level, blank=True)
    regime = models.CharField(max_length=24, blank=True, help_text="chế độ đã áp dụng; không bao giờ tính lại")
    decided_on = models.DateField(null=True, blank=True, help_text="đầu kỳ khi chỉ biết tháng hoặc năm")
    precision = models.CharField(max_length=8, choices=Precision, default=Precision.DAY)
    known_on = models.DateField(null=True, blank=True, help_text="ngày muộn nhất mà nguồn cho phép")
    valid_until = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=400, blank=True)
    certainty = models.CharField(max_length=8, choices=Certainty, default=Certainty.HIGH)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(help_text="khi hệ thống biết điều này: đồng hồ thứ hai")

    class Meta:
        ordering = ("decided_on", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.star or ''} – {self.product}"


class StandingSpan(models.Model):
    """Days on which a product's standing stays the same: derived from its events, so that lists can be filtered.

    Nobody writes here but `acts.recognitions`; the truth is always recomputed from the events.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="spans")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="ngày cuối; rỗng: còn mãi")
    state = models.CharField(max_length=14, choices=[(state.value, name) for state, name in STATE_NAMES.items()])
    star = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.CharField(max_length=16, choices=Recognition.Level, blank=True)
    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, null=True, blank=True)
    expires_from = models.DateField(null=True, blank=True)
    expires_to = models.DateField(null=True, blank=True)
    proposed = models.BooleanField(default=False)
    certainty = models.CharField(max_length=8, choices=Certainty, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "starts_on"], name="span_once")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.starts_on} {self.state}"
