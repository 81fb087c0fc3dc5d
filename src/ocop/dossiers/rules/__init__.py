"""Obstacles, requirements, numbers and frozen versions, all without database or clock."""

from .numbers import product_code, receipt_number
from .obstacles import (
    DOINGS,
    LONGEST_NOTE,
    LONGEST_OPINION,
    LONGEST_PAGE,
    MOST_PAPERS,
    OPINIONS,
    Kept,
    StaleEdition,
    changed_since_seen,
    changes_unfit,
    choice_unfit,
    completion_due_unfit,
    completion_not_due,
    criterion_locked,
    criterion_unknown,
    evidence_unfit,
    field_unknown,
    not_completed,
    not_yours,
    note_unfit,
    opinion_missing,
    round_closed,
    step_from,
    words_missing,
    wrong_state,
)
from .requirements import (
    CHANGES,
    PaperSlot,
    Question,
    Requirements,
    answers_missing,
    changes_missing,
    papers_missing,
    papers_wanted,
    producer_kind_not_allowed,
    requirements,
    warnings_before,
)
from .versions import Change, code_order, content_hash, version_diff

__all__ = [
    "CHANGES", "DOINGS", "LONGEST_NOTE", "LONGEST_OPINION", "LONGEST_PAGE", "MOST_PAPERS", "OPINIONS", "Change",
    "Kept", "PaperSlot", "Question", "Requirements", "StaleEdition", "answers_missing", "changed_since_seen", "changes_missing",
    "changes_unfit", "choice_unfit", "code_order", "completion_due_unfit", "completion_not_due", "content_hash",
    "criterion_locked", "criterion_unknown", "evidence_unfit", "field_unknown", "not_completed", "not_yours",
    "note_unfit", "opinion_missing", "papers_missing", "papers_wanted", "producer_kind_not_allowed", "product_code",
    "receipt_number", "requirements", "round_closed", "step_from", "version_diff", "warnings_before", "words_missing",
    "wrong_state",
]  # fmt: skip
