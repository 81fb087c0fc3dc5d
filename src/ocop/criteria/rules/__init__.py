"""The rating law as pure rules: nouns, reading, dates, choices, rating, shapes."""

from .choices import DOSSIER, Choice, Sifted, disqualifications, plain, points_of, read_spelled, sift, spelled
from .dates import Applicable, certificate_extended_to, regime_of_dossier, regime_on
from .nouns import (
    BEST_STAR,
    Case,
    Condition,
    CriteriaSet,
    Criterion,
    Filing,
    Gate,
    Minimum,
    Option,
    Part,
    Regime,
    Section,
)
from .outlines import Outline, OutlineCriterion, outlines
from .rating import Blocker, NextStar, Rating, Stars, Tripped, next_star_obstacles, obstacles_to, rate, star_of
from .reading import CURRENT, criteria_set, criteria_sets, regimes
from .shapes import next_star_shape, rate_request, rating_shape, refusal_shape

__all__ = [
    "BEST_STAR", "CURRENT", "DOSSIER", "Applicable", "Blocker", "Case", "Choice", "Condition", "CriteriaSet",
    "Criterion", "Filing", "Gate", "Minimum", "Outline", "OutlineCriterion", "NextStar", "Option", "Part",
    "Rating", "Regime", "Section", "Sifted", "Stars", "Tripped", "certificate_extended_to", "criteria_set",
    "criteria_sets", "disqualifications", "next_star_obstacles", "next_star_shape", "obstacles_to", "outlines",
    "plain", "points_of", "rate", "rate_request", "rating_shape", "read_spelled", "refusal_shape",
    "regime_of_dossier", "regime_on", "regimes", "sift", "spelled", "star_of",
]  # fmt: skip
