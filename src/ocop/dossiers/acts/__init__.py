"""Everything that may change a dossier."""

from .drafting import (
    bind_evidence,
    bring_evidence,
    restore_evidence,
    save_answer,
    save_changes,
    unbind_evidence,
)
from .judging import accept, conclude, decide, forward, put_before_council, request_completion, return_dossier
from .opening import open_dossier
from .submitting import complete, submit, withdraw

__all__ = [
    "accept", "bind_evidence", "bring_evidence", "complete", "conclude", "decide", "forward", "open_dossier",
    "put_before_council", "request_completion", "restore_evidence", "return_dossier", "save_answer", "save_changes",
    "submit", "unbind_evidence", "withdraw",
]  # fmt: skip
