"""Questions about decisions, certificates and standing."""

from .decisions import (
    certificates_owed,
    decision_seen_by,
    decisions_seen_by,
    knows_decisions,
    lines_of,
    proposals,
    sitting_for_decision,
    sittings_without_decision,
    unfinished_decisions,
)
from .desk import doings_of, waiting_for
from .finding import Hits, search_everything
from .outputs import certificate_in_force
from .papers import certificate_with_number, published_certificates
from .standing import Standing, events_of, standing_from, standing_of, standing_words, standings

__all__ = [
    "certificate_in_force",
    "certificate_with_number", "certificates_owed", "decision_seen_by", "decisions_seen_by", "knows_decisions",
    "lines_of", "proposals", "published_certificates", "sitting_for_decision", "sittings_without_decision",
    "unfinished_decisions", "doings_of", "waiting_for",
    "Hits", "Standing", "events_of", "search_everything", "standing_from", "standing_of", "standing_words", "standings",
]  # fmt: skip
