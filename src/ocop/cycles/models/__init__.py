"""Nouns of the yearly cycle."""

from .calendar import Campaign, Cycle, Round
from .digital import DigitalPlan, DigitalStep, DigitalTest
from .ideas import Idea
from .plans import BusinessPlan, ProgressNote

__all__ = [
    "BusinessPlan", "Campaign", "Cycle", "DigitalPlan", "DigitalStep", "DigitalTest", "Idea", "ProgressNote", "Round",
]  # fmt: skip
