"""The days of renewals and of the transition between two laws. No clock: the day is always given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ocop.criteria.rules import Filing, Regime, certificate_extended_to, regime_of_dossier, regime_on
from ocop.journal.rules import Reason

FIRST, UPGRADE, RERATE = "first", "upgrade", "rerate"
_FILINGS: dict[str, Filing] = {FIRST: "first", UPGRADE: "upgrade", RERATE: "renewal"}

EARLY, OPEN, LATE, TRANSITION = "early", "open", "late", "transition"


@dataclass(frozen=True, slots=True)
class Window:
    """When the re-rating of one certificate may be filed; both edges are days on which it still may."""

    opens: date
    closes: date
    expires: date
    extended_to: date | None
    days_before: tuple[int, int]
    law: str

    def phase(self, day: date) -> str:
        """early | open | late, or transition: late, but the law prolongs the certificate meanwhile."""
        if day < self.opens:
            return EARLY
        if day <= self.closes:
            return OPEN
        return TRANSITION if self.extended_to and day <= self.extended_to else LATE


def renewal_window(expires: date | None, day: date) -> Window | None:
    """The window by the law of `day`; None when the expiry is not known or that law knows no window."""
    regime = regime_on(day)
    if expires is None or regime is None or regime.renewal is None:
        return None
    opens, closes = regime.renewal.window(expires)
    days = regime.renewal.opens_days_before, regime.renewal.closes_days_before
    return Window(opens, closes, expires, certificate_extended_to(expires, regime), days, _law(regime))


def _law(regime: Regime) -> str:
    return f"{regime.short}, Điều 7"


def window_words(window: Window) -> str:
    """The window in one phrase for pages, reasons and letters."""
    return f"từ {window.opens:%d/%m/%Y} đến hết {window.closes:%d/%m/%Y}"


def out_of_window(window: Window, day: date) -> Reason | None:
    """A re-rating too early or too late; says the first day, or which way is left."""
    phase = window.phase(day)
    if phase in (OPEN, TRANSITION):
        return None
    before, until = window.days_before
    if phase == EARLY:
        message = (
            f"Còn sớm: hồ sơ đánh giá lại nộp được từ ngày {window.opens:%d/%m/%Y} ({before} ngày trước khi giấy hết hạn "
            f"{window.expires:%d/%m/%Y}). Hãy chuẩn bị giấy tờ rồi quay lại từ ngày đó."
        )
        return Reason(message, "kind", "renewal_early", window.law)
    message = (
        f"Đã quá hạn: hồ sơ đánh giá lại nộp chậm nhất ngày {window.closes:%d/%m/%Y} ({until} ngày trước khi giấy hết hạn). "
        f"{_no_transition(window)} Hãy mở hồ sơ lần đầu."
    )
    return Reason(message, "kind", "renewal_late", window.law)


def _no_transition(window: Window) -> str:
    if window.extended_to:
        return f"Điều khoản chuyển tiếp chỉ kéo dài giấy đến {window.extended_to:%d/%m/%Y}, nay đã qua."
    return "Điều khoản chuyển tiếp chỉ giúp giấy có khung nộp khép lại trước khi luật mới có hiệu lực."


def transition_words(window: Window, day: date) -> str:
    """What the producer is told when a late re-rating is allowed; empty otherwise."""
    if window.phase(day) != TRANSITION or window.extended_to is None:
        return ""
    return (
        f"Khung nộp của giấy này ({window_words(window)}) khép lại trước khi luật mới có hiệu lực. Theo điều khoản chuyển tiếp, "
        f"hồ sơ đánh giá lại vẫn được nhận; cơ quan cấp tỉnh có thể kéo dài giấy đến khi có kết quả, "
        f"chậm nhất {window.extended_to:%d/%m/%Y}."
    )


def decision_due(kind: str, day: date) -> date | None:
    """The last day for a re-rating's result, counted from the day on which the province has the whole dossier."""
    regime = regime_on(day)
    if kind != RERATE or regime is None or regime.renewal is None:
        return None
    return day + timedelta(days=regime.renewal.finish_days)


@dataclass(frozen=True, slots=True)
class Placed:
    """The law of a dossier by the day of its submission, and the day on which the transition ends it."""

    regime: str
    finish_by: date | None
    law: str


def placed(kind: str, submitted: date) -> Placed | None:
    """Điều 12: filed before the new law, it is finished under the old one within its days."""
    found = regime_of_dossier(submitted, _FILINGS[kind])
    return Placed(found.regime.key, found.finish_by, found.law) if found else None


def law_changed(kind: str, regime: str, day: date) -> Reason | None:
    """A draft begun under a law that no longer takes submissions on `day`."""
    now = placed(kind, day)
    if now is None or now.regime == regime:
        return None
    message = (
        f"Hồ sơ này soạn theo chế độ {regime}, nhưng nộp ngày {day:%d/%m/%Y} thì theo {now.regime}. "
        "Hãy bỏ hồ sơ này và mở hồ sơ mới; giấy tờ trong kho vẫn dùng lại được."
    )
    return Reason(message, "regime", "law_changed", "QĐ 26/2026, Điều 12")
