"""Single values as devices and people write them: a mark, an amount, a moment; None for what is none."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

LARGEST = Decimal(10) ** 10


def as_uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def as_quantity(value: object) -> Decimal | None:
    """A number, or a number written as text with a comma or a point; None when it is neither or out of range."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    written = repr(value) if isinstance(value, float) else str(value).strip().replace(",", ".")
    if len(written) > 24:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    exact = number.is_finite() and 0 <= number < LARGEST and number == number.quantize(Decimal("0.001"))
    return number if exact else None


def as_moment(value: object) -> datetime | None:
    """A date and time with its zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
    except ValueError:
        return None
    return moment if moment is not None and moment.utcoffset() is not None else None


def offset_of(moment: datetime) -> str:
    """`+07:00`, in whole minutes."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    sign, minutes = ("-" if minutes < 0 else "+"), abs(minutes)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
