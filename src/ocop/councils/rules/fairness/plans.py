"""Sittings to invent: who is in them and what one member does differently. No numpy here."""

from __future__ import annotations

from dataclasses import dataclass

MEMBER = 3  # who carries the planted bias


@dataclass(frozen=True, slots=True)
class Bias:
    """What one member does differently; points are of 100, `careless` multiplies the member's own noise."""

    severity: float = 0.0
    drift: float = 0.0
    halo: float = 0.0
    careless: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A sitting to invent: ordinary members differ a little in severity (1 point) and share a little halo (1,5 points)."""

    items: int = 30
    members: int = 9
    noise: float = 0.14
    severities: float = 1.0
    halo: float = 1.5
    absent: float = 0.03
    bias: Bias = Bias()
