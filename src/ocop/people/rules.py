"""Roles, and what makes a mandate or an identifier acceptable. No database."""

from __future__ import annotations

import re
import secrets
from datetime import date
from enum import StrEnum

import phonenumbers

from ocop.journal.rules import Reason


class Role(StrEnum):
    """Roles of the contract; each is held by mandate, never by a flag on the person."""

    PRODUCER = "producer"
    COOPERATIVE = "cooperative"
    COMMUNE_OFFICER = "commune_officer"
    PROVINCE_OFFICER = "province_officer"
    ADVISOR = "advisor"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_CHAIR = "council_chair"
    COUNCIL_SECRETARY = "council_secretary"
    PROVINCE_LEADER = "province_leader"
    MINISTRY_OFFICER = "ministry_officer"
    BUYER = "buyer"
    TRADE_PARTNER = "trade_partner"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, str] = {
    Role.PRODUCER: "Chủ thể",
    Role.COOPERATIVE: "Quản lý hợp tác xã",
    Role.COMMUNE_OFFICER: "Cán bộ xã",
    Role.PROVINCE_OFFICER: "Cán bộ cơ quan tham mưu OCOP tỉnh",
    Role.ADVISOR: "Tổ tư vấn",
    Role.COUNCIL_MEMBER: "Thành viên Hội đồng",
    Role.COUNCIL_CHAIR: "Chủ tịch Hội đồng",
    Role.COUNCIL_SECRETARY: "Thư ký Hội đồng",
    Role.PROVINCE_LEADER: "Lãnh đạo UBND tỉnh",
    Role.MINISTRY_OFFICER: "Cán bộ Bộ Nông nghiệp và Môi trường",
    Role.BUYER: "Người mua",
    Role.TRADE_PARTNER: "Đối tác thương mại",
    Role.INSPECTOR: "Thanh tra, quản lý thị trường",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
}

LONGEST_LOGIN = 254
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def phone_number(text: str) -> str | None:
    """E.164 of a Vietnamese or international number as people type it; None when it is none."""
    if len(text) > 32:
        return None
    try:
        parsed = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def login_key(text: str) -> tuple[str, str] | None:
    """("email", address) or ("phone", E.164) for what was typed in the sign-in field; None for neither."""
    typed = text.strip()
    if not typed or len(typed) > LONGEST_LOGIN or "\x00" in typed:
        return None
    if _EMAIL.fullmatch(typed):
        return "email", typed.lower()
    number = phone_number(typed)
    return ("phone", number) if number else None


def login_missing(phone: str | None, email: str | None) -> Reason | None:
    if phone or email:
        return None
    return Reason("Cần ít nhất số điện thoại hoặc thư điện tử để đăng nhập.", "phone", "login_missing")


def login_unfit(phone: str | None, email: str | None) -> list[Reason]:
    """What was typed as phone number or e-mail address and is none."""
    reasons = []
    if phone and phone_number(phone) is None:
        message = f"Số điện thoại “{phone[:20]}” không đúng dạng. Hãy gõ như 0912 345 678."
        reasons.append(Reason(message, "phone", "phone"))
    if email and (len(email) > LONGEST_LOGIN or not _EMAIL.fullmatch(email) or not email.isprintable()):
        reasons.append(Reason("Thư điện tử không đúng dạng. Hãy gõ như ten@vidu.vn.", "email", "email"))
    return reasons


def password_unfit(password: str, *known: str) -> list[Reason]:
    """Reasons against a new password; `known` are the person's name and logins, which others can guess."""
    reasons = []
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = f"Mật khẩu cần từ {SHORTEST_PASSWORD} đến {LONGEST_PASSWORD} ký tự. Một câu ngắn là tốt nhất."
        reasons.append(Reason(message, "new", "password_length"))
    if password.isdigit() or len(set(password)) < 4:
        reasons.append(
            Reason("Mật khẩu chỉ có số hoặc lặp lại vài ký tự thì dễ đoán. Hãy thêm chữ.", "new", "password_plain")
        )
    if any(len(word) >= 4 and word.lower() in password.lower() for word in known):
        reasons.append(
            Reason("Mật khẩu không nên chứa tên, số điện thoại hay thư điện tử của bạn.", "new", "password_known")
        )
    return reasons


def mandate_days_unfit(starts_on: date, ends_on: date | None) -> Reason | None:
    if ends_on is not None and ends_on < starts_on:
        return Reason("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.", "ends_on", "mandate_days")
    return None


def last_day_unfit(on: date, starts_on: date, ends_on: date | None) -> Reason | None:
    """A mandate may be cut short, not stretched: more time needs a new one with its own basis."""
    if on < starts_on:
        return Reason(
            f"Nhiệm vụ bắt đầu ngày {starts_on:%d/%m/%Y}; ngày thôi không thể trước ngày đó.", "on", "mandate_days"
        )
    if ends_on is not None and on > ends_on:
        return Reason(
            f"Nhiệm vụ đã hết hạn ngày {ends_on:%d/%m/%Y}; muốn kéo dài hãy giao nhiệm vụ mới.", "on", "mandate_days"
        )
    return None


def days_overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two periods (both ends included, None is open) share a day."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


# Without letters and digits that are mistaken for each other when read aloud or from paper.
_READABLE = "abcdefghkmnpqrstuvwxyz23456789"


def readable_password() -> str:
    """A first password to be read out or written down: four groups of four, 78 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))
