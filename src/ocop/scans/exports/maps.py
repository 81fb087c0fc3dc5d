"""A small map without a map service: the communes as grey dots draw the province, the steps are joined by a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDE, HIGH, EDGE = 320, 190, 16
_LETTER = 7.4  # of 12 px bold, on the average
# At 21° north a degree of longitude is 0.93 of a degree of latitude.
_SQUEEZE = 0.934
# The province, should no commune be known.
_BOUNDS = (106.44, 108.05, 20.65, 21.66)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way, and the numbers of the steps done there."""

    name: str
    longitude: float
    latitude: float
    numbers: tuple[int, ...]


def stops_of(steps: Sequence[tuple[str, float | None, float | None]]) -> list[Stop]:
    """Steps one after the other at one place are one stop."""
    found: list[Stop] = []
    for number, (name, longitude, latitude) in enumerate(steps, start=1):
        if longitude is None or latitude is None:
            continue
        last = found[-1] if found else None
        if last and (last.longitude, last.latitude) == (longitude, latitude):
            found[-1] = Stop(last.name, longitude, latitude, (*last.numbers, number))
        else:
            found.append(Stop(name, longitude, latitude, (number,)))
    return found


def _scale(shape: Sequence[Sequence[float]], stops: Sequence[Stop]) -> tuple[float, float, float]:
    """West, north, and points per degree of latitude."""
    longs = [p[0] for p in shape] + [s.longitude for s in stops] or list(_BOUNDS[:2])
    lats = [p[1] for p in shape] + [s.latitude for s in stops] or list(_BOUNDS[2:])
    wide = max((max(longs) - min(longs)) * _SQUEEZE, 0.05)
    high = max(max(lats) - min(lats), 0.05)
    return min(longs), max(lats), min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high)


def route_map(shape: Sequence[Sequence[float]], stops: Sequence[Stop], title: str) -> str:
    """An SVG of some 1.5 kB, 0.7 kB packed; empty when no step has a place."""
    if not stops:
        return ""
    west, north, scale = _scale(shape, stops)

    def at(longitude: float, latitude: float) -> tuple[int, int]:
        return round(EDGE + (longitude - west) * _SQUEEZE * scale), round(EDGE + (north - latitude) * scale)

    dots = "".join(f"M{x} {y}h0" for x, y in (at(*p) for p in shape))
    points = [at(s.longitude, s.latitude) for s in stops]
    way = "M" + "L".join(f"{x} {y}" for x, y in points)
    marks = "".join(_mark(stop, *point) for stop, point in _first_visits(stops, points))
    return (
        f'<svg class="route" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(title)}">'
        f'<path class="route-shape" d="{dots}"/><path class="route-way" d="{way}"/>{marks}</svg>'
    )


def _first_visits(stops: Sequence[Stop], points: Sequence[tuple[int, int]]) -> list[tuple[Stop, tuple[int, int]]]:
    """One mark for each place, with the numbers of all its steps: places visited twice are not drawn twice."""
    merged: dict[tuple[int, int], Stop] = {}
    for stop, point in zip(stops, points, strict=True):
        known = merged.get(point)
        numbers = (*known.numbers, *stop.numbers) if known else stop.numbers
        merged[point] = Stop(stop.name, stop.longitude, stop.latitude, numbers)
    return [(stop, point) for point, stop in merged.items()]


def _mark(stop: Stop, x: int, y: int) -> str:
    words = f"{_run(stop.numbers)} {stop.name}"
    return (
        f'<circle class="route-stop" cx="{x}" cy="{y}" r="6"/>'
        f'<text class="route-name" {_beside(x, y, _LETTER * len(words))}>{escape(words)}</text>'
    )


def _beside(x: int, y: int, wide: float) -> str:
    """Right of its mark, else left of it; a name too long for either stands above or below, never outside the picture."""
    if x + 10 + wide <= WIDE:
        return f'x="{x + 10}" y="{y + 4}"'
    if x - 10 >= wide:
        return f'x="{x - 10}" y="{y + 4}" text-anchor="end"'
    fitted = f' textLength="{WIDE - 8}" lengthAdjust="spacingAndGlyphs"' if wide > WIDE - 8 else ""
    level = f'y="{y - 11 if y > 30 else y + 20}"'
    return f'x="{WIDE - 4}" {level} text-anchor="end"{fitted}' if x > WIDE / 2 else f'x="4" {level}{fitted}'


def _run(numbers: Sequence[int]) -> str:
    """1, 2, 3 as «1–3»; 1, 2, 3, 6 as «1–3, 6»."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(map(_ends, runs))


def _ends(run: Sequence[int]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0])
