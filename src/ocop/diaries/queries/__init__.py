"""Questions about diaries, always as asked by someone."""

from .completeness import LotScore, completeness, lots_lacking, silent_days
from .files import arrived, file_seen
from .finding import doings_of, waiting_for
from .reference import reference_for
from .seeing import (
    Desk,
    book_for,
    books_seen,
    desk_of,
    entries_seen,
    entry_seen,
    keeps_a_diary,
    lot_seen,
    lots_seen,
    may_read_lots,
    producers_seen,
)
from .stories import Output, Story, balance_of, output_of, stocks_of, story_of
from .syncing import MOST_NEWS, News, news_for
from .timeline import Row, rows_of, timeline_of

__all__ = [
    "Desk", "LotScore", "MOST_NEWS", "News", "Output", "Row", "Story", "arrived", "balance_of", "book_for",
    "books_seen", "completeness", "desk_of", "doings_of", "entries_seen", "entry_seen",
    "file_seen", "keeps_a_diary", "lot_seen", "lots_lacking", "lots_seen", "may_read_lots", "news_for",
    "output_of", "producers_seen", "reference_for", "rows_of", "silent_days", "stocks_of", "story_of",
    "timeline_of", "waiting_for",
]  # fmt: skip
