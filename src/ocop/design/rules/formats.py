"""How numbers, money and dates are written in Vietnamese: 1.234.567 · 12,5 % · 4,6 tỷ đồng · 21/11/2026."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NO_BREAK = "\u00a0"
UNKNOWN = "chưa rõ"

Numeric = int | float | Decimal


def number(value: Numeric, places: int = 0) -> str:
    """Thousands by full stop, decimals by comma; a true minus sign, half rounds away from zero."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(exact):,.{places}f}".translate(str.maketrans(",.", ".,"))
    return f"−{text}" if exact < 0 else text


def short_number(value: Numeric) -> str:
    """At most one decimal, and none when it would be zero: 74 · 74,5."""
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return number(rounded, 0 if rounded == rounded.to_integral_value() else 1)


def percent(share: Numeric, places: int = 1) -> str:
    """A share between 0 and 1 as «12,5 %»."""
    return f"{number(Decimal(str(share)) * 100, places)}{NO_BREAK}%"


def money(dong: int) -> str:
    """Đồng in the words people say: 850.000 đồng, 12,5 triệu đồng, 4,6 tỷ đồng."""
    for size, word in ((10**9, "tỷ đồng"), (10**6, "triệu đồng")):
        if abs(dong) >= size:
            return f"{short_number(Decimal(dong) / size)}{NO_BREAK}{word}"
    return f"{number(dong)}{NO_BREAK}đồng"


def _local(value: date) -> date:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(VIETNAM)
    return value


def day(value: date) -> str:
    return f"{_local(value):%d/%m/%Y}"


def clock_time(value: datetime) -> str:
    return f"{_local(value):%H:%M}"


def moment(value: datetime) -> str:
    return f"{clock_time(value)} {day(value)}"


def working_days_left(left: int) -> str:
    if left > 0:
        return f"còn {left} ngày làm việc"
    if left == 0:
        return "hết hạn hôm nay"
    return f"quá hạn {-left} ngày làm việc"


def days_left(left: int) -> str:
    return working_days_left(left).replace(" làm việc", "")


def grouped(code: str, size: int = 4) -> str:
    """A code a person can read aloud: «K0A1 B2C3 D4E5»."""
    bare = code.replace(" ", "")
    return " ".join(bare[start : start + size] for start in range(0, len(bare), size))
