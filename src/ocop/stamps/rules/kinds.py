"""Which kind of stamp is proposed for a product: data with its source, read once from `reference/stamps/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ocop.journal.rules import Reason

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "stamps"
PLAIN, PROTECTED, SIGNED = "plain", "protected", "signed"
KIND_NAMES = {
    PLAIN: "Tem thường",
    PROTECTED: "Tem bảo vệ (có mã cào)",
    SIGNED: "Tem có chữ ký, kiểm tra được khi không có mạng",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind, and why in the words of the data; no reason for the plain kind."""

    kind: str
    reasons: tuple[str, ...]
    basis: str

    @property
    def name(self) -> str:
        return KIND_NAMES[self.kind]

    @property
    def why(self) -> str:
        return "; ".join(self.reasons)


@cache
def kind_files() -> tuple[dict[str, Any], ...]:
    """All dated files, the newest first."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("kinds*.toml")]
    return tuple(sorted(found, key=lambda facts: facts["from"], reverse=True))


def _on(day: date) -> dict[str, Any]:
    return next((f for f in kind_files() if f["from"] <= day), kind_files()[-1])


def cases_since(day: date) -> date:
    """The first day whose cases still count."""
    months: int = _on(day).get("cases", {}).get("months", 0)
    return day - timedelta(days=round(months * 30.44))


def kind_refused(required: str, reason: str, chosen: str) -> Reason | None:
    """The office requires a kind, and another was chosen."""
    if not required or not chosen or chosen == required:
        return None
    message = f"Cơ quan OCOP tỉnh yêu cầu “{KIND_NAMES[required]}” cho sản phẩm này: {reason} Hãy chọn loại ấy."
    return Reason(message, "kind", "kind_required")


def kind_proposed(*, set_no: int | None, star: int | None, price: int | None, day: date, copied: int = 0) -> Proposal:
    """What the data of that day proposes for such a product; a price that nobody knows decides nothing."""
    facts = _on(day)
    reasons = []
    if set_no in facts["risk"]["sets"]:
        reasons.append(facts["risk"]["reason"])
    if star is not None and star >= facts["star"]["least"]:
        reasons.append(facts["star"]["reason"])
    if price is not None and price >= facts["price"]["least"]:
        reasons.append(facts["price"]["reason"])
    if copied and copied >= facts.get("cases", {}).get("least", 1 << 30):
        reasons.append(facts["cases"]["reason"])
    if reasons:
        return Proposal(PROTECTED, tuple(reasons), facts["basis"])
    offline = facts.get("offline", {})
    if set_no in offline.get("sets", ()):
        return Proposal(SIGNED, (offline["reason"],), facts["basis"])
    return Proposal(PLAIN, (), facts["basis"])
