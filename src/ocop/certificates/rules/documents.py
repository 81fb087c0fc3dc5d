"""What a printed decision, read back, must say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocop.journal.rules import Reason


def decision_print_differs(text: str, codes: list[str], draft: Mapping[str, Any]) -> list[Reason]:
    """An empty list when paper and draft agree: number, day, signer, every product with its points, and the QR code."""
    flat = "".join(text.split())
    rows = [*draft["recognised"], *draft["proposed"], *draft["others"]]
    wanted = [draft["number"], draft["day"], draft["signed_by"], draft["signing_note"], draft["delegation"]]
    wanted += [row[name] for row in rows for name in ("product", "producer", "points")]
    wanted += ["MÔ PHỎNG"] if draft["simulated"] else []
    lost = [
        Reason(f"Bản in quyết định không đọc lại được “{value}”.", "print", "lost")
        for value in dict.fromkeys(map(str, wanted))
        if "".join(value.split()) not in flat
    ]
    if draft["url"] not in codes:
        lost.append(Reason("Mã QR trên quyết định không dẫn về trang công bố.", "print", "qr"))
    return lost
