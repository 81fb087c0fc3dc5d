"""A stamp's way; states are kept by range, never one row per stamp.

A recall is no state of its own: it is the lot that is called back, and every scan asks the lot.
"""

from __future__ import annotations

from ocop.journal.lifecycle import Step

ISSUED = "issued"
ACTIVE = "active"
VOID = "void"
LOST = "lost"

STATE_NAMES = {
    ISSUED: "Đã cấp, chưa kích hoạt",
    ACTIVE: "Đang dùng",
    VOID: "Đã hủy",
    LOST: "Báo mất",
}

ACTIVATE_RANGE = Step("activate_range", ISSUED, ACTIVE, "producer")
VOID_RANGE = Step("void_range", (ISSUED, ACTIVE), VOID, "producer")
REPORT_LOST = Step("report_lost", (ISSUED, ACTIVE), LOST, "producer")

STEPS = (ACTIVATE_RANGE, VOID_RANGE, REPORT_LOST)
