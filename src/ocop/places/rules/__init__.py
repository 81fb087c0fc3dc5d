"""Pure decisions about names and days."""

from .days import add_months, is_working_day, working_day_after, working_days_between
from .names import WordIndex, fold, nfc, slug_of, sort_key, spelled_words, words_of
from .tables import read_table

__all__ = [
    "WordIndex", "add_months", "fold", "is_working_day", "nfc", "read_table", "slug_of", "sort_key", "spelled_words", "words_of",
    "working_day_after", "working_days_between",
]  # fmt: skip
