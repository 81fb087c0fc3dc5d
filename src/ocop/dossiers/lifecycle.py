"""A dossier's way, as QĐ 26/2026 Điều 5 and 7 describe it."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

DRAFT = "draft"
SUBMITTED = "submitted"
COMPLETION = "completion"
FORWARDED = "forwarded"
ACCEPTED = "accepted"
BEFORE_COUNCIL = "before_council"
RATED = "rated"
DECIDED = "decided"
RETURNED = "returned"
WITHDRAWN = "withdrawn"

STATE_NAMES = {
    DRAFT: "Đang soạn",
    SUBMITTED: "Xã đang xem xét",
    COMPLETION: "Chờ chủ thể bổ sung",
    FORWARDED: "Xã đã đề nghị lên tỉnh",
    ACCEPTED: "Tỉnh đã tiếp nhận",
    BEFORE_COUNCIL: "Đang chấm tại Hội đồng",
    RATED: "Hội đồng đã có kết quả",
    DECIDED: "Đã có quyết định",
    RETURNED: "Bị trả lại",
    WITHDRAWN: "Đã rút",
}

SUBMIT = Step("submit", DRAFT, SUBMITTED, "producer")
REQUEST_COMPLETION = Step("request_completion", SUBMITTED, COMPLETION, "commune_officer")
COMPLETE = Step("complete", COMPLETION, SUBMITTED, "producer")
FORWARD = Step("forward", SUBMITTED, FORWARDED, "commune_officer")
ACCEPT = Step("accept", FORWARDED, ACCEPTED, "province_officer")
RETURN = Step("return_dossier", (SUBMITTED, COMPLETION), RETURNED, "commune_officer")
RETURN_BY_PROVINCE = Step("return_dossier", FORWARDED, RETURNED, "province_officer")
WITHDRAW = Step("withdraw", (DRAFT, SUBMITTED, COMPLETION, FORWARDED, ACCEPTED), WITHDRAWN, "producer")
PUT_BEFORE_COUNCIL = Step("put_before_council", ACCEPTED, BEFORE_COUNCIL, "province_officer")
CONCLUDE = Step("conclude", BEFORE_COUNCIL, RATED, "council_chair")
DECIDE = Step("decide", RATED, DECIDED, "province_leader")

STEPS = (
    SUBMIT, REQUEST_COMPLETION, COMPLETE, FORWARD, ACCEPT, RETURN, RETURN_BY_PROVINCE, WITHDRAW, PUT_BEFORE_COUNCIL,
    CONCLUDE, DECIDE,
)  # fmt: skip
OPEN_STATES = (DRAFT, SUBMITTED, COMPLETION, FORWARDED, ACCEPTED, BEFORE_COUNCIL, RATED)
EDITABLE_STATES = (DRAFT, COMPLETION)
# The way as people see it, for the life line: each state with what comes after it.
MAIN_WAY = (DRAFT, SUBMITTED, FORWARDED, ACCEPTED, BEFORE_COUNCIL, RATED, DECIDED)
