"""Dots with intervals, and dots heaped along a scale: pictures of what is known only roughly.

Names and values are words beside the picture, so that they keep their size on a phone. The picture of a row is stretched
to the space there is; its dots are round all the same, because they are strokes that do not stretch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from .charts import NOTHING

FULL = 1000
HEIGHT = 24


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval and, if there is one, the wider one; `marked` stands out; `href` leads to more."""

    name: str
    value: float
    low: float | None
    high: float | None
    words: str
    wide_low: float | None = None
    wide_high: float | None = None
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """From where to where; `middle` is a line to compare with, `usual` the stretch where nothing is remarkable.

    `ticks` are named places under the picture: at most five, the outermost at the ends.
    """

    low: float
    high: float
    ticks: Sequence[tuple[float, str]] = ()
    middle: float | None = None
    usual: tuple[float, float] | None = None

    def at(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return min(max(share, 0.0), 1.0) * FULL


def dots(rows: Sequence[Dot], scale: Scale, *, title: str, sentence: str = "") -> str:
    """Chấm và khoảng: one row for each, all on one scale."""
    if not rows:
        return f'<p class="soft">{NOTHING}</p>'
    told = sentence or "; ".join(f"{row.name}: {row.words}" for row in rows[:12])
    label = escape(f"{title}. {told}", quote=True)
    lines = "".join(_row(row, scale) for row in rows)
    return f'<div class="dots" role="img" aria-label="{label}">{lines}{_axis(scale)}</div>'


def _row(row: Dot, scale: Scale) -> str:
    css = ' class="marked"' if row.marked else ""
    ground = _ground(scale)
    lines = _line(row.wide_low, row.wide_high, scale, "wide") + _line(row.low, row.high, scale, "own")
    dot = f'<path class="point" d="M{scale.at(row.value):.1f} {HEIGHT / 2:.0f}h0.01"/>'
    return (
        f"<span{css}>{escape(row.name)}</span>"
        f'<svg{css} viewBox="0 0 {FULL} {HEIGHT}" preserveAspectRatio="none" focusable="false">{ground}{lines}{dot}</svg>'
        f'<span class="dots-words">{escape(row.words)}</span>'
    )


def _ground(scale: Scale) -> str:
    drawn = ""
    if scale.usual:
        start, end = (scale.at(value) for value in scale.usual)
        drawn += f'<rect class="usual" x="{start:.1f}" width="{end - start:.1f}" height="{HEIGHT}"/>'
    if scale.middle is not None:
        drawn += f'<path class="middle" d="M{scale.at(scale.middle):.1f} 0V{HEIGHT}"/>'
    return drawn


def _line(low: float | None, high: float | None, scale: Scale, css: str) -> str:
    if low is None or high is None:
        return ""
    return f'<path class="{css}" d="M{scale.at(low):.1f} {HEIGHT / 2:.0f}H{scale.at(high):.1f}"/>'


def _axis(scale: Scale) -> str:
    """Names of places under the column of pictures; those at an end stay inside it."""
    if not scale.ticks:
        return ""
    marks = "".join(
        f'<text x="{scale.at(value) / FULL * 100:.1f}%" y="14" text-anchor="{_anchor(scale.at(value))}">{escape(word)}</text>'
        for value, word in scale.ticks
    )
    return f'<svg class="dots-axis" height="20" focusable="false">{marks}</svg>'


def _anchor(place: float) -> str:
    return "start" if place < FULL * 0.08 else "end" if place > FULL * 0.92 else "middle"


WIDTH, TOP, FOOT, RADIUS = 720, 26, 34, 5.6


def heaps(
    values: Iterable[tuple[float, bool]], *, low: int, high: int, bounds: Sequence[tuple[float, str]], title: str,
    sentence: str,
) -> str:  # fmt: skip
    """Chấm chồng: a dot for each value, heaped where values are alike; the marked ones stand out.

    `bounds` are thresholds with the name of what begins there.
    """
    placed = _heaped(values, low, high)
    if not placed:
        return f'<p class="soft">{NOTHING}</p>'
    tallest = max(level for _, level, _ in placed) + 1
    base = TOP + tallest * 2 * RADIUS + 8
    marks = "".join(_heap_dot(x, level, marked, base) for x, level, marked in placed)
    lines = "".join(_bound(value, word, low, high, base) for value, word in bounds if low <= value <= high)
    label = escape(f"{title}. {sentence}", quote=True)
    return (
        f'<div class="heaps" role="img" aria-label="{label}"><svg viewBox="0 0 {WIDTH} {base + FOOT:.0f}" '
        f'focusable="false">{lines}<path class="rule" d="M0 {base:.1f}H{WIDTH}"/>{marks}</svg></div>'
    )


def _heaped(values: Iterable[tuple[float, bool]], low: int, high: int) -> list[tuple[float, int, bool]]:
    """Columns as wide as a dot; the marked lie at the bottom of their heap, where they are seen first."""
    columns = int(WIDTH // (2 * RADIUS))
    levels: dict[int, int] = {}
    found = []
    for value, marked in sorted(values, key=lambda pair: (not pair[1], pair[0])):
        column = round((min(max(value, low), high) - low) / (high - low) * (columns - 1))
        found.append(((column + 0.5) * WIDTH / columns, levels.get(column, 0), marked))
        levels[column] = levels.get(column, 0) + 1
    return found


def _heap_dot(x: float, level: int, marked: bool, base: float) -> str:
    y = base - RADIUS - 1 - level * 2 * RADIUS
    return f'<circle class="{"marked" if marked else "plain"}" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS - 0.7:.1f}"/>'


def _bound(value: float, word: str, low: int, high: int, base: float) -> str:
    x = (value - low) / (high - low) * WIDTH
    anchor = "end" if x > WIDTH * 0.9 else "start" if x < WIDTH * 0.06 else "middle"
    return (
        f'<path class="bound" d="M{x:.1f} {TOP - 6}V{base:.1f}"/>'
        f'<text x="{x:.1f}" y="16" text-anchor="{anchor}">{escape(word)}</text>'
        f'<text class="soft" x="{x:.1f}" y="{base + 20:.1f}" text-anchor="{anchor}">{value:.0f}</text>'
    )
