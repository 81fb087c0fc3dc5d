"""What the pages behind the gate ask: a typed code's address, what was reported, how a producer's stamps are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum

from gs1.keys import Gs1Error, Gtin
from ocop.certificates.models import Certificate
from ocop.letters.rules import Doing
from ocop.lots.queries import products_worked_on
from ocop.people.models import Person
from ocop.people.queries import mandate_of
from ocop.people.rules import Role
from ocop.products.models import Product
from ocop.stamps import lifecycle
from ocop.stamps.models import Batch, StampRange
from ocop.stamps.queries import batch_of, mint
from ocop.stamps.rules import codes
from ocop.stamps.rules.signing import bare

from ..models import Report, ScannedStamp


def network_secret() -> bytes:
    """The key under which networks are marked; derived, stored nowhere."""
    return hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"ocop networks").digest()


def reports_today(network: int, day: date) -> int:
    return Report.objects.filter(network=network, told_at__date=day).count()


def newest_reports() -> QuerySet[Report]:
    return Report.objects.order_by("-id")


def photo_of_report(number: int) -> str:
    """The hash of the photo that came with a report; empty when there is none."""
    return Report.objects.filter(pk=number).values_list("photo", flat=True).first() or ""


def address_of(typed: str) -> str | None:
    """Where a typed stamp code, certificate number or GTIN leads; None when it is none of them."""
    plain = bare(typed) if "://" in typed else typed.strip()
    if code := codes.read(plain[:120]):
        batch = batch_of(code)
        return f"{batch.path if batch else '/t/'}{code.text}"
    certificate = Certificate.objects.exclude(published_at=None).filter(number__iexact=typed.strip()[:60]).first()
    if certificate:
        return certificate.get_absolute_url()
    with suppress(Gs1Error):
        gtin = Gtin.parse(plain)
        if Product.objects.filter(gtin=gtin).exists():
            return f"/01/{gtin}"
    return None


@dataclass(frozen=True, slots=True)
class ScanRow:
    """How one batch is read by buyers."""

    batch: Batch
    active: int
    stamps: int
    scans: int
    suspects: int


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stamp that is read too often to be one label."""

    code: str
    path: str
    product: str
    count: int
    suspected_at: datetime


def own_batches(person: Person) -> QuerySet[Batch]:
    found = Batch.objects.filter(product__in=products_worked_on(person).order_by().values("pk"))
    return found.select_related("product", "lot").order_by("-id")


def scan_rows(batches: Iterable[Batch]) -> list[ScanRow]:
    """The rows of these batches, in two queries however many they are."""
    chosen = list(batches)
    ids = [batch.pk for batch in chosen]
    counted = (
        ScannedStamp.objects.filter(batch_id__in=ids)
        .order_by()
        .values("batch_id")
        .annotate(stamps=Count("sequence"), scans=Sum("count"), suspects=Count("suspected_at"))
    )
    seen = {row["batch_id"]: row for row in counted}
    ranges = StampRange.objects.filter(batch_id__in=ids, state=lifecycle.ACTIVE).order_by().values("batch_id")
    active = {row["batch_id"]: row["n"] for row in ranges.annotate(n=Sum(F("hi") - F("lo")))}
    none = {"stamps": 0, "scans": 0, "suspects": 0}
    return [
        ScanRow(b, active.get(b.pk, 0), *(seen.get(b.pk, none)[key] for key in ("stamps", "scans", "suspects")))
        for b in chosen
    ]


def suspects_of(person: Person) -> list[Suspect]:
    """The newest fifty stamps of the person's products that may have been copied."""
    found = ScannedStamp.objects.filter(
        batch__in=own_batches(person).order_by().values("pk"), suspected_at__isnull=False
    )
    return [
        Suspect(
            codes.grouped(_code_of(row)),
            row.batch.path + _code_of(row),
            row.batch.product.name,
            row.count,
            row.suspected_at,
        )
        for row in found.select_related("batch__product").order_by("-suspected_at")[:50]
        if row.suspected_at
    ]


def _code_of(row: ScannedStamp) -> str:
    return mint().code(row.batch.subject, row.batch.epoch, row.batch.number, row.sequence)


def doings_of(person: Person) -> list[Doing]:
    """What the person can start in this chapter at any time."""
    if mandate_of(person, Role.INSPECTOR, Role.PROVINCE_OFFICER):
        return [
            Doing("Thanh tra", "/thanh-tra/", "tra tem và lô, kiểm kệ, tuyến ngày mai, ra-đa"),
            Doing("Kiểm tra tem không cần mạng", "/thanh-tra/quet/", "chữ ký trên tem và danh sách giữ trong máy"),
            Doing("Phản ánh của người mua", "/tra-cuu/phan-anh/", "tem hoặc hàng đáng ngờ"),
            Doing("Kiểm tra tem bằng tin nhắn", "/tem/tin-nhan/", "cho điện thoại cũ; soạn thử, cách nối tổng đài"),
            Doing("Ra-đa tem", "/thanh-tra/ra-da/", "tem được quét theo cách một món hàng không thể đi"),
            *_FOR_ALL,
        ]
    if own_batches(person).exists():
        return [
            Doing("Lượt quét tem", "/tem/luot-quet/", "tem nào được quét, tem nào có thể bị chép"),
            Doing("Hộ chiếu sản phẩm", "/ho-chieu/", "ảnh, phiếu kiểm nghiệm, điều trên nhãn, ba thứ tiếng"),
            *_FOR_ALL,
        ]
    return []


_FOR_ALL = (
    Doing("Thu hồi và diễn tập", "/hang-thu-hoi/dot/", "ai đã nhận hàng, bao lâu thì gọi hết"),
    Doing("Cổng truy xuất quốc gia", "/truy-xuat/cong-quoc-gia/", "mười điều và sự kiện của từng lô, sẵn để chuyển"),
)
