"""Everything that may change a dossier."""

from .assisting import ask_help, confirm_read_back, consent_help, end_help, offer_help
from .binding import ask_binding, make_binding
from .confirming import confirm_carried
from .declaring import save_form_facts
from .drafting import (
    bind_evidence,
    bring_evidence,
    restore_evidence,
    save_answer,
    save_changes,
    unbind_evidence,
)
from .judging import (
    accept,
    conclude,
    conclude_all,
    decide,
    forward,
    put_before_council,
    request_completion,
    return_dossier,
)
from .opening import open_dossier, opening_reasons
from .replies import ask_reply, give_reply
from .requests import amend, extend_requests, remind_requests, request_change
from .samples import destroy_samples, receive_samples, return_samples, seal_samples, taste_samples
from .submitting import complete, day_reasons, submit, withdraw
from .vault import Details, describe_paper, put_in_vault, replace_paper
from .visits import close_visit, photograph_visit, plan_visit, save_visit

__all__ = [
    "amend", "ask_binding", "ask_help", "ask_reply", "close_visit", "confirm_read_back", "consent_help",
    "destroy_samples", "end_help", "extend_requests", "give_reply", "make_binding", "offer_help", "photograph_visit",
    "plan_visit", "receive_samples", "remind_requests", "request_change", "return_samples", "save_form_facts",
    "save_visit", "seal_samples", "taste_samples",
    "Details", "confirm_carried", "day_reasons", "describe_paper", "opening_reasons", "put_in_vault", "replace_paper",
    "accept", "bind_evidence", "bring_evidence", "complete", "conclude", "conclude_all", "decide", "forward", "open_dossier",
    "put_before_council", "request_completion", "restore_evidence", "return_dossier", "save_answer", "save_changes",
    "submit", "unbind_evidence", "withdraw",
]  # fmt: skip
