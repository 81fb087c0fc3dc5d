"""A capture job waits until its document is stored, or refused with every error; a subscription may rest."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

WAITING, DONE, FAILED = "waiting", "done", "failed"
STATES = {WAITING: "Đang chờ ghi", DONE: "Đã ghi", FAILED: "Không ghi được"}

FINISH = Step("finish_job", WAITING, DONE, "system")
FAIL = Step("fail_job", WAITING, FAILED, "system")

ACTIVE, PAUSED = "active", "paused"
SUBSCRIPTION_STATES = {ACTIVE: "Đang gửi", PAUSED: "Tạm dừng"}

PAUSE = Step("pause_subscription", ACTIVE, PAUSED, "system")
RESUME = Step("resume_subscription", PAUSED, ACTIVE, "partner")
