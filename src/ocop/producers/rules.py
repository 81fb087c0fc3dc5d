"""When two names may mean one producer, and what makes a registration unfit. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ocop.journal.rules import Reason, text_unfit
from ocop.places.rules import fold

# Ways to write one legal form; longer ones first.
_FORMS = (
    ("trach nhiem huu han", "tnhh"),
    ("mot thanh vien", "mtv"),
    ("1 thanh vien", "mtv"),
    ("hop tac xa", "htx"),
    ("to hop tac", "tht"),
    ("ho kinh doanh", "hkd"),
    ("co phan", "cp"),
    ("cty", "cong ty"),
    ("xuat nhap khau", "xnk"),
    ("thuong mai", "tm"),
    ("dich vu", "dv"),
    ("san xuat", "sx"),
)
_COMMON = frozenset(
    [
        "cong",
        "ty",
        "cp",
        "tnhh",
        "mtv",
        "htx",
        "tht",
        "hkd",
        "va",
        "tm",
        "dv",
        "sx",
        "xnk",
        "co",
        "so",
        "ho",
        "kinh",
        "doanh",
        "mo",
        "phong",
    ]
)
_ALIKE = 0.6
_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?|\d{12}")


def name_key(name: str) -> str:
    """The name without accents, case, punctuation and spelling of the legal form: equal keys are one producer."""
    key = f" {fold(name)} "
    for long, short in _FORMS:
        key = key.replace(f" {long} ", f" {short} ")
    return key.strip()


def alike(one: str, other: str) -> bool:
    """Whether two names may be variants of one: they share most of the words that tell producers apart."""
    mine, yours = set(name_key(one).split()) - _COMMON, set(name_key(other).split()) - _COMMON
    if not mine or not yours:
        return False
    return len(mine & yours) / len(mine | yours) >= _ALIKE


def variants_among(name: str, names: Iterable[str]) -> list[str]:
    return [other for other in names if name_key(other) != name_key(name) and alike(name, other)]


def kind_by_name(name: str) -> str:
    """The kind that the legal form in the name tells, or `unknown`."""
    key = name_key(name)
    for start, kind in (
        ("cong ty", "enterprise"), ("doanh nghiep", "enterprise"), ("htx", "cooperative"), ("tht", "cooperative_group"),
        ("hkd", "household"), ("ho san xuat", "household"), ("trang trai", "farm"),
    ):  # fmt: skip
        if key.startswith(start):
            return kind
    return "unknown"


def registration_unfit(
    *, name: str, kind: str, kinds: Iterable[str], tax_code: str, address: str, about: str
) -> list[Reason]:
    """Every reason why these facts cannot be registered (QĐ 26/2026, Điều 1–2)."""
    reasons = text_unfit(name, field="name", label="Tên chủ thể", longest=200, shortest=3)
    reasons += text_unfit(address, field="address", label="Địa chỉ", longest=300)
    reasons += text_unfit(about, field="about", label="Giới thiệu", longest=4000)
    if kind not in set(kinds):
        law = "QĐ 26/2026, Điều 1–2"
        reasons.append(Reason("Hãy chọn loại chủ thể trong danh sách.", "kind", "kind", law))
    if tax_code and not _TAX_CODE.fullmatch(tax_code):
        message = "Mã số thuế có 10 chữ số (thêm -001 nếu là đơn vị phụ thuộc) hoặc 12 chữ số. Hãy xem lại."
        reasons.append(Reason(message, "tax_code", "tax_code"))
    return reasons


def phone_without_consent(phone: str, consent: bool) -> Reason | None:
    if phone and not consent:
        message = "Số điện thoại chỉ hiện công khai khi chủ thể đồng ý. Hãy đánh dấu đồng ý, hoặc xóa số."
        return Reason(message, "consent", "consent", "Luật Bảo vệ dữ liệu cá nhân 91/2025")
    return None


def duplicate_hint(name: str, same: str, variants: list[str], confirmed: bool) -> Reason | None:
    """An equal name is refused; a similar one asks to look first."""
    if same:
        return Reason(
            f"Đã có chủ thể tên “{same}”. Hãy mở trang của chủ thể đó thay vì đăng ký lại.", "name", "duplicate"
        )
    if variants and not confirmed:
        listed = "; ".join(f"“{v}”" for v in variants[:3])
        message = f"Tên này gần giống {listed}. Nếu đúng là chủ thể khác, hãy đánh dấu “Không phải chủ thể trên”."
        return Reason(message, "distinct", "variant")
    return None
