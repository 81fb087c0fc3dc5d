"""A sitting's way and a sheet's way (QĐ 26/2026 Điều 5, 7; the rest by the council's by-laws)."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

PLANNED = "planned"
SCORING = "scoring"
CLOSED = "closed"
OPEN = "open"
HANDED_IN = "handed_in"

SITTING_STATES = {PLANNED: "Đang chuẩn bị", SCORING: "Đang chấm", CLOSED: "Đã kết thúc"}
SHEET_STATES = {OPEN: "Đang chấm", HANDED_IN: "Đã nộp phiếu"}

OPEN_SITTING = Step("open_sitting", PLANNED, SCORING, "council_secretary")
CLOSE_SITTING = Step("close_sitting", SCORING, CLOSED, "council_chair")
HAND_IN = Step("hand_in", OPEN, HANDED_IN, "council_member")
REVISE = Step("revise", HANDED_IN, HANDED_IN, "council_member")

STEPS = (OPEN_SITTING, CLOSE_SITTING, HAND_IN, REVISE)
