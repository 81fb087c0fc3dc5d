"""A decision's way and a certificate's way.

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

DECISION_STATES = {DRAFTED: "Dự thảo", SIGNED: "Đã ký", PUBLISHED: "Đã công bố"}
CERTIFICATE_STATES = {
    DRAFTED: "Đã cấp số",
    RENDERED: "Đã dựng bản in",
    SEALED: "Đã niêm phong",
    PUBLISHED: "Đã công bố",
    REVOKED: "Bị thu hồi",
}

SIGN_DECISION = Step("sign_decision", DRAFTED, SIGNED, "province_leader")
PUBLISH_DECISION = Step("publish_decision", SIGNED, PUBLISHED, "province_officer")
RENDER = Step("render", DRAFTED, RENDERED, "system")
SEAL = Step("seal", RENDERED, SEALED, "system")
PUBLISH = Step("publish", SEALED, PUBLISHED, "system")
REVOKE = Step("revoke", PUBLISHED, REVOKED, "province_leader")

STEPS = (SIGN_DECISION, PUBLISH_DECISION, RENDER, SEAL, PUBLISH, REVOKE)
