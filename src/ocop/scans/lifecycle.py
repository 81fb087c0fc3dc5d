"""An inspector's case about a stamp: opened by the radar or by hand, taken, decided, and opened again if need be."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

OPEN = "open"
TAKEN = "taken"
DECIDED = "decided"

CASE_STATES = {OPEN: "Chưa ai nhận", TAKEN: "Đang xem xét", DECIDED: "Đã kết luận"}

OPEN_CASE = Step("open_case", "", OPEN, "inspector")
TAKE_CASE = Step("take_case", OPEN, TAKEN, "inspector")
DECIDE_CASE = Step("decide_case", TAKEN, DECIDED, "inspector")
REOPEN_CASE = Step("reopen_case", DECIDED, TAKEN, "inspector")

CASE_STEPS = (OPEN_CASE, TAKE_CASE, DECIDE_CASE, REOPEN_CASE)
STEPS = CASE_STEPS
