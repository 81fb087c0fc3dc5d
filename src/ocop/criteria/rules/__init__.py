"""The rating law as pure rules: nouns, reading, dates, choices, rating, coaching, shapes."""

from .advice import coach_headline, coach_sentences, label_of
from .cheapest import ORDERS, Order
from .choices import DOSSIER, Choice, Sifted, disqualifications, plain, points_of, read_spelled, sift, spelled
from .coaching import coach
from .dates import Applicable, certificate_extended_to, regime_of_dossier, regime_on
from .improvements import Climb, Step, Support, Way, climb_of, improvements, step_between
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
from .plans import Coaching, Improvement, Lifting
from .rating import Blocker, NextStar, Rating, Stars, Tripped, next_star_obstacles, obstacles_to, rate, star_of
from .reading import CURRENT, criteria_set, criteria_sets, regimes
from .shapes import coach_request, coach_shape, next_star_shape, rate_request, rating_shape, refusal_shape

__all__ = [
    "BEST_STAR", "CURRENT", "DOSSIER", "ORDERS", "Applicable", "Blocker", "Case", "Choice", "Climb", "Coaching",
    "Condition", "CriteriaSet", "Criterion", "Filing", "Gate", "Improvement", "Lifting", "Minimum", "NextStar",
    "Option", "Order", "Outline", "OutlineCriterion", "Part", "Rating", "Regime", "Section", "Sifted", "Stars",
    "Step", "Support", "Tripped", "Way", "certificate_extended_to", "climb_of", "coach", "coach_headline",
    "coach_request", "coach_sentences", "coach_shape", "criteria_set", "criteria_sets", "disqualifications",
    "improvements", "label_of", "next_star_obstacles", "next_star_shape", "obstacles_to", "outlines", "plain",
    "points_of", "rate", "rate_request", "rating_shape", "read_spelled", "refusal_shape", "regime_of_dossier",
    "regime_on", "regimes", "sift", "spelled", "star_of", "step_between",
]  # fmt: skip
