"""A decision's way, a certificate's way, the way of a revocation, and of a proposal for five stars.

The order of issuing is boulder's: number and draft are stored before anything is made, so that a power cut never
leaves an unrecorded certificate; each later step can be taken up again.
"""

from __future__ import annotations

from ocop.journal.lifecycle import Step

DRAFTED = "drafted"
SIGNED = "signed"
RENDERED = "rendered"
SEALED = "sealed"
PUBLISHED = "published"
REVOKED = "revoked"
SUPERSEDED = "superseded"

DECISION_STATES = {DRAFTED: "Dự thảo", SIGNED: "Đã ký", PUBLISHED: "Đã công bố"}
CERTIFICATE_STATES = {
    DRAFTED: "Đã cấp số",
    RENDERED: "Đã dựng bản in",
    SEALED: "Đã niêm phong",
    PUBLISHED: "Đã công bố",
    REVOKED: "Bị thu hồi",
    SUPERSEDED: "Được thay bằng giấy mới",
}
# Once published, everybody may know of it, whatever comes later.
KNOWN = (PUBLISHED, REVOKED, SUPERSEDED)
DOCUMENT_STATES = {DRAFTED: "Đã lưu nội dung", RENDERED: "Đã dựng", SEALED: "Đã đọc lại và niêm phong"}

SIGN_DECISION = Step("sign_decision", DRAFTED, SIGNED, "province_leader")
PUBLISH_DECISION = Step("publish_decision", SIGNED, PUBLISHED, "province_officer")
RENDER = Step("render", DRAFTED, RENDERED, "system")
SEAL = Step("seal", RENDERED, SEALED, "system")
PUBLISH = Step("publish", SEALED, PUBLISHED, "system")
REVOKE = Step("revoke", PUBLISHED, REVOKED, "province_leader")
SUPERSEDE = Step("supersede", PUBLISHED, SUPERSEDED, "system")
RENDER_DOCUMENT = Step("render_document", DRAFTED, RENDERED, "system")
SEAL_DOCUMENT = Step("seal_document", RENDERED, SEALED, "system")

# Thu hồi (QĐ 26/2026 Điều 8): found out, verified by the office, signed by the leader, sent and published.
ASKED = "asked"
PROPOSED = "proposed"
VERIFIED = "verified"
DISMISSED = "dismissed"
REVOCATION_STATES = {
    ASKED: "Chờ xã xác nhận",
    PROPOSED: "Chờ xác minh",
    VERIFIED: "Chờ ký",
    SIGNED: "Đã ký, chờ công bố",
    PUBLISHED: "Đã công bố",
    DISMISSED: "Không thu hồi",
}
CONFIRM_STOPPED = Step("confirm_stopped", ASKED, PROPOSED, "commune_officer")
VERIFY_REVOCATION = Step("verify_revocation", PROPOSED, VERIFIED, "province_officer")
SIGN_REVOCATION = Step("sign_revocation", VERIFIED, SIGNED, "province_leader")
PUBLISH_REVOCATION = Step("publish_revocation", SIGNED, PUBLISHED, "province_officer")
DISMISS_REVOCATION = Step("dismiss_revocation", (ASKED, PROPOSED, VERIFIED), DISMISSED, "province_officer")

# Đề nghị Bộ (Điều 6 and 7): five stars are the ministry's; below 90 there the province has two ways.
SENT = "sent"
GRANTED = "granted"
RETURNED = "returned"
ADOPTED = "adopted"
AGAIN = "again"
PROPOSAL_STATES = {
    PROPOSED: "Đã phê duyệt kết quả, chờ gửi Bộ",
    SENT: "Đã gửi, chờ kết quả của Bộ",
    GRANTED: "Bộ công nhận 5 sao",
    RETURNED: "Bộ chấm chưa đạt 5 sao, chờ tỉnh chọn cách",
    ADOPTED: "Tỉnh công nhận theo kết quả trung ương",
    AGAIN: "Tỉnh tổ chức đánh giá lại",
}
SEND_PROPOSAL = Step("send_proposal", PROPOSED, SENT, "province_officer")
RECORD_FIVE_STARS = Step("record_five_stars", SENT, GRANTED, "province_officer")
RECORD_RETURN = Step("record_return", SENT, RETURNED, "province_officer")
ADOPT_CENTRAL_RESULT = Step("adopt_central_result", RETURNED, ADOPTED, "province_leader")
ASSESS_AGAIN = Step("assess_again", RETURNED, AGAIN, "province_leader")

# Sản lượng năm: the producer's word becomes the certificate's only when somebody else has confirmed it.
CONFIRMED = "confirmed"
DECLINED = "declined"
OUTPUT_STATES = {ASKED: "Chờ xác nhận", CONFIRMED: "Đã xác nhận", DECLINED: "Chưa xác nhận"}
CONFIRM_OUTPUT = Step("confirm_output", ASKED, CONFIRMED, "commune_officer")
DECLINE_OUTPUT = Step("decline_output", ASKED, DECLINED, "commune_officer")

STEPS = (
    SIGN_DECISION, PUBLISH_DECISION, RENDER, SEAL, PUBLISH, REVOKE, SUPERSEDE, RENDER_DOCUMENT, SEAL_DOCUMENT,
    CONFIRM_STOPPED, VERIFY_REVOCATION, SIGN_REVOCATION, PUBLISH_REVOCATION, DISMISS_REVOCATION,
    SEND_PROPOSAL, RECORD_FIVE_STARS, RECORD_RETURN, ADOPT_CENTRAL_RESULT, ASSESS_AGAIN,
    CONFIRM_OUTPUT, DECLINE_OUTPUT,
)  # fmt: skip
