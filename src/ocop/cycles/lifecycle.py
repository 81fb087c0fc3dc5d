"""An idea's way to a plan, and a plan's way to its end: steps 2 to 4 of the yearly cycle."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

NOT_ELIGIBLE = "not_eligible"
DRAFT = "draft"
SUBMITTED = "submitted"
RETURNED = "returned"
ACCEPTED = "accepted"
WITHDRAWN = "withdrawn"
PLAN_DRAFT = "plan_draft"
PLAN_SUBMITTED = "plan_submitted"
PLAN_FORWARDED = "plan_forwarded"
PLAN_RETURNED = "plan_returned"
PLAN_ACCEPTED = "plan_accepted"
PLAN_DONE = "plan_done"

IDEA_STATES = {
    NOT_ELIGIBLE: "Chưa đủ điều kiện",
    DRAFT: "Đang viết",
    SUBMITTED: "Xã đang xem",
    RETURNED: "Xã trả lại",
    ACCEPTED: "Được chọn",
    WITHDRAWN: "Đã rút",
}
PLAN_STATES = {
    PLAN_DRAFT: "Đang lập",
    PLAN_SUBMITTED: "Chờ ý kiến xã",
    PLAN_FORWARDED: "Tỉnh đang xem",
    PLAN_RETURNED: "Tỉnh trả lại",
    PLAN_ACCEPTED: "Đang triển khai",
    PLAN_DONE: "Đã triển khai xong",
}

CHECK_AGAIN = Step("check_eligibility", (NOT_ELIGIBLE, DRAFT, RETURNED), DRAFT, "producer")
CHECK_FAILED = Step("check_eligibility", (NOT_ELIGIBLE, DRAFT, RETURNED), NOT_ELIGIBLE, "producer")
SUBMIT_IDEA = Step("submit_idea", (DRAFT, RETURNED), SUBMITTED, "producer")
RETURN_IDEA = Step("return_idea", SUBMITTED, RETURNED, "commune_officer")
ACCEPT_IDEA = Step("accept_idea", SUBMITTED, ACCEPTED, "commune_officer")
WITHDRAW_IDEA = Step("withdraw_idea", (NOT_ELIGIBLE, DRAFT, SUBMITTED, RETURNED), WITHDRAWN, "producer")

SUBMIT_PLAN = Step("submit_plan", (PLAN_DRAFT, PLAN_RETURNED), PLAN_SUBMITTED, "producer")
GIVE_OPINION = Step("give_opinion", PLAN_SUBMITTED, PLAN_FORWARDED, "commune_officer")
RETURN_PLAN = Step("return_plan", PLAN_FORWARDED, PLAN_RETURNED, "province_officer")
ACCEPT_PLAN = Step("accept_plan", PLAN_FORWARDED, PLAN_ACCEPTED, "province_officer")
FINISH_PLAN = Step("finish_plan", PLAN_ACCEPTED, PLAN_DONE, "producer")

STEPS = (
    CHECK_AGAIN, CHECK_FAILED, SUBMIT_IDEA, RETURN_IDEA, ACCEPT_IDEA, WITHDRAW_IDEA,
    SUBMIT_PLAN, GIVE_OPINION, RETURN_PLAN, ACCEPT_PLAN, FINISH_PLAN,
)  # fmt: skip
IDEA_EDITABLE = (NOT_ELIGIBLE, DRAFT, RETURNED)
PLAN_EDITABLE = (PLAN_DRAFT, PLAN_RETURNED)
IDEA_WAY = (DRAFT, SUBMITTED, ACCEPTED)
PLAN_WAY = (PLAN_DRAFT, PLAN_SUBMITTED, PLAN_FORWARDED, PLAN_ACCEPTED, PLAN_DONE)
