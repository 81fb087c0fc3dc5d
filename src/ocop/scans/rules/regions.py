"""The 34 provinces as circles: enough to say how far apart two scans were at least."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "scans"
_EARTH_KM = 6371.0
_FARTHEST_KM = 150.0  # a place farther than this from every circle is at sea or abroad


@dataclass(frozen=True, slots=True)
class Region:
    """A province: two-digit code, name, a centre in degrees and a radius in km."""

    code: str
    name: str
    longitude: float
    latitude: float
    radius: float


@cache
def regions() -> dict[str, Region]:
    raw = tomllib.loads((FOLDER / "regions.toml").read_text(encoding="utf-8"))
    return {code: Region(code, *row) for code, row in raw["regions"].items()}


def region_name(code: str) -> str:
    """A province's name; another code (a country) stands for itself, an empty one for not knowing."""
    found = regions().get(code)
    return found.name if found else code or "chưa rõ nơi"


def _km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great-circle distance in km (haversine)."""
    a, b = radians(lat_a), radians(lat_b)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


@cache
def least_km(one: str, other: str) -> float:
    """How far apart two scans were at least: between the circles; 0 where one of the places is unknown."""
    a, b = regions().get(one), regions().get(other)
    if a is None or b is None or a is b:
        return 0.0
    return max(0.0, _km(a.longitude, a.latitude, b.longitude, b.latitude) - a.radius - b.radius)


def region_at(longitude: float, latitude: float) -> str:
    """The province whose circle lies nearest; empty when the place is far from all of them."""

    def beyond(region: Region) -> float:
        return _km(longitude, latitude, region.longitude, region.latitude) - region.radius

    nearest = min(regions().values(), key=beyond)
    return nearest.code if beyond(nearest) < _FARTHEST_KM else ""
