"""Questions about decisions, certificates and standing."""

from .finding import Hits, search_everything
from .standing import Standing, events_of, standing_from, standing_of, standing_words, standings

__all__ = [
    "Hits", "Standing", "events_of", "search_everything", "standing_from", "standing_of", "standing_words", "standings",
]  # fmt: skip
