"""Capturing events, keeping the tables they go to, and who may do it."""

from .capturing import Captured, Outcome, capture
from .jobs import capture_later, carry_out, fail_job, finish_job, hand_in
from .parties import (
    grant_view,
    make_token,
    party_of,
    party_of_office,
    register_party,
    withdraw_token,
    withdraw_view,
)
from .partitions import open_months
from .settling import settle
from .standing import (
    Wanted,
    drop_query,
    name_query,
    pause_subscription,
    resume_subscription,
    subscribe,
    unsubscribe,
)
from .voices import accept_voice, end_voice, offer_voice

__all__ = [
    "Captured", "Outcome", "capture", "capture_later", "carry_out", "fail_job", "finish_job", "grant_view", "hand_in",
    "make_token", "open_months", "party_of", "party_of_office", "register_party", "settle", "withdraw_token", "withdraw_view",
    "accept_voice", "end_voice", "offer_voice",
    "Wanted", "drop_query", "name_query", "pause_subscription", "resume_subscription", "subscribe", "unsubscribe",
]  # fmt: skip
