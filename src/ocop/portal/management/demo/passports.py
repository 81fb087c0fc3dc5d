"""What the passport of the simulated honey tells: label, picture, test, translations; a drill; a recall by mistake."""

from __future__ import annotations

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from ocop.journal.acts import act
from ocop.lots import acts as lots
from ocop.lots.models import LabelFacts, Lot
from ocop.lots.rules import ExhibitFacts
from ocop.products.models import Product
from ocop.scans import acts as scans
from ocop.scans.models import Recall

from .cast import Cast
from .stages import moment

_TOLD = date(2026, 8, 20)
_LABEL = {
    "brand": "Mật ong hoa sú (nhãn hiệu mô phỏng)",
    "standards": "TCCS 01:2026/HTX (mô phỏng)",
    "warnings": "Không dùng cho trẻ dưới 12 tháng tuổi.",
    "storage": "Để nơi khô mát, tránh nắng; mật có thể kết tinh khi lạnh.",
}
_WORDS = {
    "en": {
        "name": "Mangrove-flower honey of Bình Liêu (simulated)",
        "summary": "Honey of hives set at the edge of mangroves, spun cold and filtered twice.",
        "ingredients": "Pure honey 100 %.",
        "story": "A simulated product: each season of mangrove blossom the cooperative sets its hives beside the forest "
        "and spins the honey on the spot.",
        "warnings": "Not for infants under 12 months.",
        "storage": "Keep cool and dry, out of the sun; honey may crystallise in the cold.",
        "standards": "Company standard TCCS 01:2026/HTX (simulated)",
    },
    "zh-hans": {
        "name": "平辽红树花蜂蜜（模拟）",
        "summary": "蜂箱置于红树林边，低温摇蜜，两次过滤。",
        "ingredients": "纯蜂蜜 100 %。",
        "story": "模拟产品：每逢红树开花，合作社把蜂箱搬到林边，就地摇蜜。",
        "warnings": "12 个月以下婴儿禁食。",
        "storage": "置于阴凉干燥处，避免日晒；低温时可能结晶。",
        "standards": "企业标准 TCCS 01:2026/HTX（模拟）",
    },
}


def tell_passports(cast: Cast, lot: Lot, other: Lot, today: date) -> None:
    """Written once; visitors go on from there."""
    product = lot.product
    if LabelFacts.objects.filter(product=product).exists():
        return
    with act():
        _shown(cast, product, lot)
        _translated(cast, product)
    _drilled(cast, lot, today)
    _called_back(cast, other, today)


def _shown(cast: Cast, product: Product, lot: Lot) -> None:
    at, by = moment(_TOLD, 9), cast.chi_ba
    lots.tell_label(product, by=by, facts=_LABEL, allergens=[], at=at)
    lots.show_exhibit(product, _picture(), ExhibitFacts("picture", "Chai mật ong (hình vẽ mô phỏng)"), by=by, at=at)
    test = ExhibitFacts(
        "test",
        "Phiếu kiểm nghiệm mật ong (mô phỏng)",
        "KN 26-118 (mô phỏng)",
        "Phòng thử nghiệm mô phỏng",
        _TOLD - timedelta(days=2),
    )
    lots.show_exhibit(product, _paper("PHIEU KIEM NGHIEM"), test, by=by, lot=lot, at=at)
    food = ExhibitFacts(
        "certificate", "Giấy chứng nhận an toàn thực phẩm (mô phỏng)", "ATTP 22-0417 (mô phỏng)", "Cơ quan cấp mô phỏng",
        date(2025, 5, 6), date(2028, 5, 5),
    )  # fmt: skip
    lots.show_exhibit(product, _paper("GIAY CHUNG NHAN"), food, by=by, at=at)


def _translated(cast: Cast, product: Product) -> None:
    for language, words in _WORDS.items():
        for field, text in words.items():
            written = scans.write_translation(
                product, field=field, language=language, text=text, by=cast.co_nam, at=moment(_TOLD, 14)
            )
            scans.approve_translation(written, by=cast.chi_ba, at=moment(_TOLD, 16))


def _drilled(cast: Cast, lot: Lot, today: date) -> None:
    """A drill of three weeks ago: two receivers reached within the hour."""
    day = max(today - timedelta(days=21), date(2026, 9, 20))
    if Recall.objects.filter(lot=lot, kind="drill").exists():
        return
    drill = scans.call_drill(
        lot,
        by=cast.chi_ba,
        reason="Giả định một mẻ mật lẫn nước (diễn tập, mô phỏng)",
        scope="material",
        at=moment(day, 9),
    )
    for minutes, contact in enumerate(drill.contacts.exclude(name="")[:4], start=1):
        at = moment(day, 9) + timedelta(minutes=17 * minutes)
        scans.confirm_contact(contact, by=cast.chi_ba, kept="đã cất riêng số còn lại (mô phỏng)", at=at)
    scans.close_recall(drill, by=cast.chi_ba, at=moment(day, 10) + timedelta(minutes=25))


def _called_back(cast: Cast, lot: Lot, today: date) -> None:
    """A recall by mistake, lifted the same afternoon, so that both notices can be read."""
    day = max(today - timedelta(days=9), date(2026, 10, 1))
    recall = scans.call_recall(lot, by=cast.chi_ba, reason="Nghi nắp chai hở ở một thùng (mô phỏng)", at=moment(day, 8))
    reason = "Kiểm lại: nắp kín, ghi nhầm số thùng (mô phỏng)"
    scans.lift_recall(recall, by=cast.chi_ba, reason=reason, at=moment(day, 15))


def _picture() -> SimpleUploadedFile:
    """A drawn jar, plainly no photograph."""
    image = Image.new("RGB", (960, 720), "#e9e2d0")
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((350, 210, 610, 600), 46, fill="#d9962a", outline="#7c4d00", width=8)
    pen.rounded_rectangle((380, 140, 580, 215), 16, fill="#0b5e57")
    pen.rectangle((385, 340, 575, 480), fill="#fff8e6", outline="#7c4d00", width=4)
    star = [(480, 360), (494, 398), (534, 398), (502, 422), (514, 460), (480, 437), (446, 460), (458, 422), (426, 398)]
    pen.polygon(star, fill="#b97705")
    return _file("chai-mat-ong.png", image)


def _paper(heading: str) -> SimpleUploadedFile:
    image = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(image)
    pen.text((60, 60), f"{heading} (MO PHONG)", fill="#22221f")
    for row in range(12):
        pen.line((60, 140 + 44 * row, 560 - (row * 37) % 160, 140 + 44 * row), fill="#86827a", width=3)
    return _file("giay-mo-phong.png", image)


def _file(name: str, image: Image.Image) -> SimpleUploadedFile:
    out = io.BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")
