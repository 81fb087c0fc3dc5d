"""What makes a lot acceptable, and what may be shown of it. Pure."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from PIL import Image

from ocop.journal.rules import Reason, text_unfit

LARGEST_QUANTITY = 10_000_000
LONGEST_SHELF_LIFE_YEARS = 30
MOST_STEPS = 20
# Ten fields at least, steps with their time among them.
TRACE_LAW = "TT 02/2024/TT-BKHCN"
_CODE = re.compile(r"[A-Za-z0-9._\-]{1,20}")


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of making, as the producer tells it."""

    name: str
    happened_on: date
    where: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot as the producer tells it; texts already cleaned."""

    code: str
    made_on: date
    quantity: int
    unit: str
    best_before: date | None = None
    materials: str = ""
    steps: Sequence[StepFacts] = ()


def lot_epc(origin: str, gtin: str, product: str, code: str) -> str:
    """The name of a lot among events: GTIN and lot when the product has a GTIN, else a private class URI (CBV 2.0, 8.2)."""
    return f"https://id.gs1.org/01/{gtin}/10/{code}" if gtin else f"{origin}/class/{product}.{code}"


def code_unfit(code: str) -> Reason | None:
    """GS1 allows 20 characters of set 82; we take those that break neither an address nor a file name."""
    if not code:
        return Reason("Mã lô còn trống. Hãy nhập, ví dụ L20261121A.", "code", "required")
    if _CODE.fullmatch(code):
        return None
    message = "Mã lô có tối đa 20 ký tự: chữ không dấu, chữ số và các dấu - . _ (để in được thành mã vạch)."
    return Reason(message, "code", "gs1_lot", "GS1 AI (10)")


def dates_unfit(lot: LotFacts, today: date) -> Iterator[Reason]:
    if lot.made_on > today:
        yield Reason("Ngày sản xuất ở tương lai. Chỉ ghi lô đã làm xong.", "made_on", "future")
    if lot.made_on.year < today.year - LONGEST_SHELF_LIFE_YEARS:
        yield Reason("Ngày sản xuất quá xa. Hãy xem lại năm.", "made_on", "too_old")
    if lot.best_before is None:
        return
    if lot.best_before <= lot.made_on:
        yield Reason("Hạn dùng phải sau ngày sản xuất.", "best_before", "before_made")
    elif lot.best_before.year > lot.made_on.year + LONGEST_SHELF_LIFE_YEARS:
        yield Reason("Hạn dùng quá xa. Hãy xem lại năm.", "best_before", "too_far")


def steps_unfit(lot: LotFacts, today: date) -> Iterator[Reason]:
    if len(lot.steps) > MOST_STEPS:
        yield Reason(f"Ghi tối đa {MOST_STEPS} công đoạn.", "steps", "too_many", TRACE_LAW)
    for i, step in enumerate(lot.steps[:MOST_STEPS], start=1):
        field = f"step_{i}"
        yield from text_unfit(step.name, field=f"{field}_name", label=f"Tên công đoạn {i}", longest=120, shortest=1)
        yield from text_unfit(step.where, field=f"{field}_where", label=f"Nơi làm của công đoạn {i}", longest=200)
        yield from text_unfit(step.note, field=f"{field}_note", label=f"Ghi chú của công đoạn {i}", longest=300)
        if step.happened_on > today:
            yield Reason(f"Ngày của công đoạn {i} ở tương lai.", f"{field}_on", "future")


def lot_unfit(lot: LotFacts, today: date) -> list[Reason]:
    """All reasons why this lot may not be recorded."""
    reasons = [reason for reason in (code_unfit(lot.code),) if reason]
    reasons += dates_unfit(lot, today)
    if not 1 <= lot.quantity <= LARGEST_QUANTITY:
        message = f"Số lượng từ 1 đến {LARGEST_QUANTITY:,}.".replace(",", ".")
        reasons.append(Reason(message, "quantity", "out_of_range"))
    reasons += text_unfit(lot.unit, field="unit", label="Đơn vị", longest=30, shortest=1)
    reasons += text_unfit(lot.materials, field="materials", label="Nguyên liệu, nguồn gốc", longest=2000)
    reasons += steps_unfit(lot, today)
    return reasons


def suggested_code(day: date, taken: Sequence[str]) -> str:
    """The next free code of a day: L20261121A, …B, … then with numbers."""
    stem = f"L{day:%Y%m%d}"
    names = [chr(c) for c in range(ord("A"), ord("Z") + 1)] + [str(n) for n in range(27, 1000)]
    return next((stem + name for name in names if stem + name not in taken), stem)


MOST_SHOWN = 12
LABELS = {
    "brand": ("Thương hiệu, nhãn hiệu", 120),
    "standards": ("Tiêu chuẩn, quy chuẩn áp dụng", 300),
    "warnings": ("Cảnh báo an toàn", 600),
    "storage": ("Bảo quản, cách dùng", 600),
}


@dataclass(frozen=True, slots=True)
class ExhibitFacts:
    """What stands on a picture or paper that is shown; texts already cleaned."""

    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


def label_unfit(facts: dict[str, str]) -> list[Reason]:
    found: list[Reason] = []
    for field, (label, longest) in LABELS.items():
        found += text_unfit(facts.get(field, ""), field=field, label=label, longest=longest)
    return found


def exhibit_unfit(facts: ExhibitFacts, today: date, shown: int) -> Iterator[Reason]:
    yield from text_unfit(facts.title, field="title", label="Tên", longest=200, shortest=3)
    yield from text_unfit(facts.number, field="number", label="Số", longest=80)
    yield from text_unfit(facts.issuer, field="issuer", label="Nơi cấp", longest=200)
    if facts.kind == "test" and facts.issued_on is None:
        yield Reason(
            "Phiếu kiểm nghiệm cần ngày trên phiếu: người mua muốn biết kết quả của hôm nào.", "issued_on", "required"
        )
    if facts.issued_on and facts.issued_on > today:
        yield Reason("Ngày cấp ở tương lai. Hãy xem lại.", "issued_on", "future")
    if facts.issued_on and facts.expires_on and facts.expires_on < facts.issued_on:
        yield Reason("Ngày hết giá trị phải sau ngày cấp.", "expires_on", "before_issued")
    if shown >= MOST_SHOWN:
        yield Reason(f"Mỗi loại chỉ để {MOST_SHOWN} mục. Hãy cất bớt mục cũ.", "kind", "too_many")


WIDE, HIGH = 480, 360
LONGEST = 22_000


def small_copy(data: bytes) -> tuple[bytes, int, int]:
    """WebP of at most 480 × 360 points and some 20 kB, with its size; `data` is a picture already judged."""
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((WIDE, HIGH))
        flat = image.convert("RGB")
    for quality in (72, 55, 40, 25, 10):
        out = io.BytesIO()
        flat.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LONGEST:
            break
    return out.getvalue(), flat.width, flat.height


ALLERGENS = Path(__file__).resolve().parents[3] / "reference" / "lots" / "allergens.toml"


@dataclass(frozen=True, slots=True)
class Allergen:
    """A group of allergens with its names."""

    key: str
    vi: str
    en: str
    zh: str
    codex: bool = False


@cache
def allergens() -> dict[str, Allergen]:
    """The groups to choose from, in the order of the list; dated reference data with its source."""
    rows = tomllib.loads(ALLERGENS.read_text(encoding="utf-8"))["groups"]
    return {row["key"]: Allergen(**row) for row in rows}


def allergens_unfit(chosen: Iterable[str]) -> Iterator[Reason]:
    if strangers := sorted(set(chosen) - allergens().keys()):
        yield Reason(f"Không có nhóm {', '.join(strangers)[:80]} trong danh mục.", "allergens", "unknown")
