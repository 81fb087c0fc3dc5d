"""A stamp's way; states are kept by range, never one row per stamp.

A recall is no state of its own: it is the lot that is called back, and every scan asks the lot. Nor is the withdrawal of
an epoch: it is the key that is called back, and every scan asks the epoch.
"""

from __future__ import annotations

from ocop.journal.lifecycle import Step

ORDERED = "ordered"
PRINTED = "printed"
DELIVERED = "delivered"
ACTIVE = "active"
VOID = "void"
LOST = "lost"
RETURNED = "returned"

STATE_NAMES = {
    ORDERED: "Đã cấp, chưa in",
    PRINTED: "Đã in",
    DELIVERED: "Đã giao",
    ACTIVE: "Đang dùng",
    VOID: "Đã hủy",
    LOST: "Báo mất",
    RETURNED: "Đã trả lại",
}
# Before a stamp is on a product.
UNUSED = (ORDERED, PRINTED, DELIVERED)

PRINT_RANGE = Step("print_range", ORDERED, PRINTED, "producer")
DELIVER_ROLLS = Step("deliver_rolls", PRINTED, DELIVERED, "province_officer")
ACTIVATE_RANGE = Step("activate_range", UNUSED, ACTIVE, "producer")
VOID_RANGE = Step("void_range", (*UNUSED, ACTIVE, RETURNED), VOID, "producer")
REPORT_LOST = Step("report_lost", (*UNUSED, ACTIVE), LOST, "producer")
RETURN_RANGE = Step("return_range", (PRINTED, DELIVERED), RETURNED, "producer")

STEPS = (PRINT_RANGE, DELIVER_ROLLS, ACTIVATE_RANGE, VOID_RANGE, REPORT_LOST, RETURN_RANGE)

# The keys of codes have a life of their own.
OPEN = "open"
CLOSED = "closed"
WITHDRAWN = "withdrawn"
EPOCH_NAMES = {OPEN: "Đang cấp", CLOSED: "Thôi cấp, tem vẫn dùng", WITHDRAWN: "Đã thu hồi"}

CLOSE_EPOCH = Step("close_epoch", OPEN, CLOSED, "administrator")
WITHDRAW_EPOCH = Step("withdraw_epoch", (OPEN, CLOSED), WITHDRAWN, "administrator")
EPOCH_STEPS = (CLOSE_EPOCH, WITHDRAW_EPOCH)
