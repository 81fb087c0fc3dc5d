"""The one way to change anything, lines that are written last, and heads that are published."""

from .heads import (
    journal_key,
    journal_origin,
    publish_head,
)
from .keys import kept_once
from .lines import (
    Draft,
    act,
    database_clock,
    enqueue,
    name_of,
    record,
)

__all__ = [
    "Draft",
    "act",
    "database_clock",
    "enqueue",
    "journal_key",
    "journal_origin",
    "kept_once",
    "name_of",
    "publish_head",
    "record",
]
