"""Questions about diaries, always as asked by someone."""

from .files import arrived, file_seen
from .reference import reference_for
from .seeing import (
    Desk,
    book_for,
    books_kept,
    books_seen,
    entries_seen,
    entry_seen,
    keeps_a_diary,
    producers_seen,
)
from .stories import Output, Story, balance_of, output_of, story_of
from .syncing import MOST_NEWS, News, news_for

__all__ = [
    "MOST_NEWS", "Desk", "News", "Output", "Story", "arrived", "balance_of", "book_for", "books_kept",
    "books_seen", "entries_seen", "entry_seen", "file_seen", "keeps_a_diary", "news_for", "output_of",
    "producers_seen", "reference_for", "story_of",
]  # fmt: skip
