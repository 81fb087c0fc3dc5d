"""Roles, and what makes a mandate or an identifier acceptable. No database."""

from __future__ import annotations

import re
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
    return Reason("Cần ít nhất số điện thoại hoặc thư điện tử để đăng nhập.", "login", "login_missing")
