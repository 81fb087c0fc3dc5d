"""Questions to the journal: its chain, its heads and its jobs."""

from .chain import (
    WORKER_LOCK,
    Head,
    QueueState,
    Verdict,
    chain_verdict,
    head,
    known_verbs,
    lines_about,
    newest_lines,
    queue_states,
    worker_present,
)
from .heads import (
    head_of_size,
    newest_head,
    published_heads,
    tree_of,
)

__all__ = [
    "Head",
    "QueueState",
    "Verdict",
    "WORKER_LOCK",
    "chain_verdict",
    "head",
    "head_of_size",
    "known_verbs",
    "lines_about",
    "newest_head",
    "newest_lines",
    "published_heads",
    "queue_states",
    "tree_of",
    "worker_present",
]
