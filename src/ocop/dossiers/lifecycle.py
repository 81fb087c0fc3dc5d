"""A dossier's way, as QĐ 26/2026 Điều 5 and 7 describe it."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

DRAFT = "draft"
SUBMITTED = "submitted"
COMPLETION = "completion"
FORWARDED = "forwarded"
ACCEPTED = "accepted"
AMENDING = "amending"
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
    AMENDING: "Tỉnh chờ chủ thể bổ sung",
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
RETURN_BY_PROVINCE = Step("return_dossier", (FORWARDED, AMENDING), RETURNED, "province_officer")
WITHDRAW = Step("withdraw", (DRAFT, SUBMITTED, COMPLETION, FORWARDED, ACCEPTED, AMENDING), WITHDRAWN, "producer")
REQUEST_CHANGE = Step("request_change", ACCEPTED, AMENDING, "examiner")
AMEND = Step("amend", AMENDING, ACCEPTED, "producer")
PUT_BEFORE_COUNCIL = Step("put_before_council", ACCEPTED, BEFORE_COUNCIL, "province_officer")
CONCLUDE = Step("conclude", BEFORE_COUNCIL, RATED, "council_chair")
DECIDE = Step("decide", RATED, DECIDED, "province_leader")

STEPS = (
    SUBMIT, REQUEST_COMPLETION, COMPLETE, FORWARD, ACCEPT, RETURN, RETURN_BY_PROVINCE, WITHDRAW, REQUEST_CHANGE, AMEND,
    PUT_BEFORE_COUNCIL, CONCLUDE, DECIDE,
)  # fmt: skip
OPEN_STATES = (DRAFT, SUBMITTED, COMPLETION, FORWARDED, ACCEPTED, AMENDING, BEFORE_COUNCIL, RATED)
EDITABLE_STATES = (DRAFT, COMPLETION, AMENDING)
# Only what was asked about may be changed in these.
ASKED_STATES = (COMPLETION, AMENDING)
# The way as people see it, for the life line: each state with what comes after it.
MAIN_WAY = (DRAFT, SUBMITTED, FORWARDED, ACCEPTED, BEFORE_COUNCIL, RATED, DECIDED)

# The samples (QĐ 26/2026, Điều 6: five pieces, tourism aside): each piece goes its own way.
SEALED = "sealed"
RECEIVED = "received"
TASTED = "tasted"
DESTROYED = "destroyed"
GIVEN_BACK = "given_back"
SAMPLE_STATE_NAMES = {
    SEALED: "Đã niêm phong",
    RECEIVED: "Tỉnh đã nhận",
    TASTED: "Đã dùng khi chấm",
    DESTROYED: "Đã hủy",
    GIVEN_BACK: "Đã trả lại",
}
SEAL_SAMPLES = Step("seal_samples", "", SEALED, "producer_or_commune")
RECEIVE_SAMPLES = Step("receive_samples", SEALED, RECEIVED, "province_officer")
TASTE_SAMPLES = Step("taste_samples", RECEIVED, TASTED, "sample_keeper")
DESTROY_SAMPLES = Step("destroy_samples", (RECEIVED, TASTED), DESTROYED, "province_officer")
RETURN_SAMPLES = Step("return_samples", (RECEIVED, TASTED), GIVEN_BACK, "province_officer")
SAMPLE_STEPS = (SEAL_SAMPLES, RECEIVE_SAMPLES, TASTE_SAMPLES, DESTROY_SAMPLES, RETURN_SAMPLES)
SAMPLE_STEP_NAMES = {
    SEAL_SAMPLES.name: "Niêm phong",
    RECEIVE_SAMPLES.name: "Tỉnh nhận mẫu",
    TASTE_SAMPLES.name: "Mở mẫu khi chấm",
    DESTROY_SAMPLES.name: "Hủy mẫu",
    RETURN_SAMPLES.name: "Trả lại mẫu",
}

VISIT_OPEN = "open"
VISIT_CLOSED = "closed"
VISIT_STATE_NAMES = {VISIT_OPEN: "Đang ghi", VISIT_CLOSED: "Đã xong"}
CLOSE_VISIT = Step("close_visit", VISIT_OPEN, VISIT_CLOSED, "province_officer")
