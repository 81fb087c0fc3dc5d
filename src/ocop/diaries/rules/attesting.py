"""How a certificate that is attached to a lot or a place stands: today, and on the day the lot was made. Pure."""

from __future__ import annotations

from datetime import date

GOOD, SOON, LAPSED, NOT_YET, UNDATED, UNKNOWN = "good", "soon", "lapsed", "not_yet", "undated", "unknown"
SOON_DAYS = 30
WORDS = {
    GOOD: "Còn hiệu lực",
    SOON: "Sắp hết hạn",
    LAPSED: "Đã hết hạn",
    NOT_YET: "Chưa có hiệu lực",
    UNDATED: "Không ghi hạn",
    UNKNOWN: "Chưa ghi ngày",
}
BADGES = {GOOD: "ok", SOON: "soon", LAPSED: "void", NOT_YET: "wait", UNDATED: "", UNKNOWN: ""}
# What may be told as a certificate in force; a paper on which nobody wrote any day proves nothing.
HOLDING = frozenset({GOOD, SOON, UNDATED})


def state_on(issued_on: date | None, expires_on: date | None, day: date) -> str:
    """Its standing on a day; both ends count."""
    if expires_on is not None and expires_on < day:
        return LAPSED
    if issued_on is not None and issued_on > day:
        return NOT_YET
    if expires_on is None:
        return UNDATED if issued_on is not None else UNKNOWN
    return SOON if (expires_on - day).days <= SOON_DAYS else GOOD


def holds_on(issued_on: date | None, expires_on: date | None, day: date) -> bool:
    return state_on(issued_on, expires_on, day) in HOLDING


def words_when_made(now: str, then: str, *, of_lot: bool) -> str:
    """What a reader must know beside its standing today: how it stood when the lot was made; empty where nothing.

    A report on the lot itself is rightly younger than the lot; a certificate of a place is not.
    """
    if then == LAPSED:
        return "đã hết hạn từ trước ngày làm lô"
    if then == NOT_YET:
        late = "cấp sau ngày làm lô" if of_lot else "lúc làm lô chưa có hiệu lực"
        return late if now != NOT_YET else ""
    return "còn hạn lúc làm lô" if now == LAPSED and then in HOLDING else ""


def warns_when_made(now: str, then: str, *, of_lot: bool) -> bool:
    """Whether those words weigh against the lot."""
    return then == LAPSED or (then == NOT_YET and now != NOT_YET and not of_lot)
