"""Every verb about decisions, certificates and recognitions."""

from .decisions import draft_decision, publish_decision, sign_decision
from .documents import make_document, render_document, resume_documents, seal_document, store_document
from .issuing import issue_certificates, publish, render, resume_issuing, seal, store_draft
from .outputs import ask_output, confirm_output, decline_output, page_of
from .proposals import (
    add_to_bundle,
    adopt_central_result,
    assess_again,
    record_five_stars,
    record_return,
    send_proposal,
)
from .recognitions import note_recognition, refresh_standing
from .register import import_register, load_register
from .reminding import remind, remind_of_paper, remind_of_star
from .renewals import end_extension, extend_certificate, open_next_dossier
from .revocations import (
    confirm_stopped,
    dismiss_revocation,
    open_revocation,
    publish_revocation,
    sign_revocation,
    verify_revocation,
)
from .revoking import revoke
from .simulating import load_simulated
from .superseding import supersede

__all__ = [
    "ask_output", "confirm_output", "decline_output", "page_of",
    "end_extension", "extend_certificate", "open_next_dossier", "remind", "remind_of_paper", "remind_of_star",
    "add_to_bundle", "adopt_central_result", "assess_again", "record_five_stars", "record_return", "send_proposal",
    "confirm_stopped", "dismiss_revocation", "open_revocation", "publish_revocation", "sign_revocation",
    "verify_revocation", "make_document", "render_document", "resume_documents", "seal_document", "store_document",
    "draft_decision", "import_register", "issue_certificates", "load_register", "load_simulated", "note_recognition",
    "publish", "publish_decision", "refresh_standing", "render", "resume_issuing", "revoke", "seal", "sign_decision",
    "store_draft", "supersede",
]  # fmt: skip
