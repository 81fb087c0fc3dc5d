"""The tile map: every commune one tile of equal size, near its true neighbours.

The province is narrow where people live densely, so true places are blended with ranks, laid on a grid and then
moved or swapped for as long as the sum of squared shifts falls. Same input, same map: nothing is random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from .formats import number

COLUMNS, ROWS = 12, 7
# On a 360 px phone a row is 25 px from the next: the least distance of targets in WCAG 2.2 is 24.
WIDE, HIGH, GAP = 62, 56, 4
STRETCH = 0.55  # share of the rank in the blended place; 0 would pile up Hạ Long, 1 would forget the coast
KINDS = ("Phường ", "Xã ", "Đặc khu ")

Cell = tuple[int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    longitude: float
    latitude: float


def short_name(name: str) -> str:
    return next((name.removeprefix(kind) for kind in KINDS if name.startswith(kind)), name)


def _blend(values: Sequence[float], size: int) -> list[float]:
    """Each value's place on an axis of `size` cells: part true distance, part rank."""
    low, high = min(values), max(values)
    order = {index: rank for rank, index in enumerate(sorted(range(len(values)), key=lambda i: (values[i], i)))}
    span, last = (high - low) or 1, max(len(values) - 1, 1)
    return [
        (size - 1) * ((1 - STRETCH) * (value - low) / span + STRETCH * order[index] / last)
        for index, value in enumerate(values)
    ]


def _cost(point: Point, cell: Cell) -> float:
    return (point[0] - cell[0]) ** 2 + (point[1] - cell[1]) ** 2


def _first_seats(points: Sequence[Point], free: list[Cell]) -> list[Cell]:
    seats: list[Cell] = []
    for point in points:
        cell = min(free, key=lambda one: (_cost(point, one), one))
        free.remove(cell)
        seats.append(cell)
    return seats


def _improve(points: Sequence[Point], seats: list[Cell], free: list[Cell]) -> bool:
    """One round of moves to an empty cell and swaps of two tiles; True while something got better."""
    better = False
    for i, point in enumerate(points):
        for k, cell in enumerate(free):
            if _cost(point, cell) + 1e-9 < _cost(point, seats[i]):
                seats[i], free[k], better = cell, seats[i], True
        for j in range(i):
            now = _cost(point, seats[i]) + _cost(points[j], seats[j])
            if _cost(point, seats[j]) + _cost(points[j], seats[i]) + 1e-9 < now:
                seats[i], seats[j], better = seats[j], seats[i], True
    return better


@cache
def layout(tiles: tuple[Tile, ...]) -> dict[str, Cell]:
    """Column and row of each tile; no two share a cell."""
    if not tiles:
        return {}
    rows = max(ROWS, -(-len(tiles) // COLUMNS))
    across = _blend([tile.longitude for tile in tiles], COLUMNS)
    down = _blend([-tile.latitude for tile in tiles], rows)
    points = list(zip(across, down, strict=True))
    free = [(column, row) for row in range(rows) for column in range(COLUMNS)]
    seats = _first_seats(points, free)
    while _improve(points, seats, free):
        pass
    return {tile.code: seat for tile, seat in zip(tiles, seats, strict=True)}


def shade(value: float | None, top: float) -> int:
    """0 for nothing, 1 to 5 by fifths of the highest value."""
    if not value:
        return 0
    return min(5, 1 + int(5 * value / (top or 1) - 1e-9))


def _words(name: str) -> list[str]:
    """A name in at most two lines that fit a tile."""
    words = short_name(name).split()
    if len(" ".join(words)) <= 8 or len(words) == 1:
        return [" ".join(words)]
    return [words[0], " ".join(words[1:])]


def _tile(tile: Tile, cell: Cell, value: float | None, top: float, href: str) -> str:
    x, y, level = cell[0] * (WIDE + GAP), cell[1] * (HIGH + GAP), shade(value, top)
    ink = "on-dark" if level >= 4 else "on-light"
    lines = _words(tile.name)
    name = "".join(
        f'<text class="{ink}" x="{x + WIDE / 2}" y="{y + 17 + 12 * index}" text-anchor="middle">{escape(word)}</text>'
        for index, word in enumerate(lines)
    )
    figure = number(value) if value else "–"
    drawn = (
        f'<rect class="fill-{level or "none"}" x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="5"/>{name}'
        f'<text class="{ink} big" x="{x + WIDE / 2}" y="{y + HIGH - 7}" text-anchor="middle">{figure}</text>'
    )
    label = escape(f"{tile.name}: {figure if value else 'chưa có'}", quote=True)
    return f'<a href="{escape(href, quote=True)}" aria-label="{label}">{drawn}</a>' if href else f"<g>{drawn}</g>"


def _waves(taken: set[Cell], rows: int) -> str:
    """The bay, where no tile stands: below and to the right of the coast."""
    open_sea = [
        (column, row)
        for row in range(rows)
        for column in range(COLUMNS)
        if not any((column, lower) in taken for lower in range(row, rows)) and column >= 4
    ]
    return "".join(
        f'<path class="wave" d="M{column * (WIDE + GAP) + 16} {row * (HIGH + GAP) + 30}c5-4 10-4 15 0s10 4 15 0"/>'
        for column, row in open_sea
    )


def tile_map(
    tiles: Sequence[Tile], values: Mapping[str, float], *, title: str, hrefs: Mapping[str, str] | None = None
) -> str:
    """Bản đồ ô: `values` and `hrefs` by the tile's code; a unit without a value is drawn empty."""
    seats = layout(tuple(tiles))
    rows = 1 + max((row for _, row in seats.values()), default=0)
    top = max(values.values(), default=0)
    drawn = "".join(
        _tile(tile, seats[tile.code], values.get(tile.code), top, (hrefs or {}).get(tile.code, ""))
        for tile in sorted(tiles, key=lambda one: (seats[one.code][1], seats[one.code][0]))
    )
    box = f"0 0 {COLUMNS * (WIDE + GAP) - GAP} {rows * (HIGH + GAP) - GAP}"
    filled = sum(1 for value in values.values() if value)
    label = escape(f"{title}. {len(tiles)} đơn vị, {filled} đơn vị có số liệu.", quote=True)
    role = 'role="group"' if hrefs else 'role="img"'
    sea = _waves(set(seats.values()), rows)
    return f'<div class="tiles"><svg viewBox="{box}" {role} aria-label="{label}">{sea}{drawn}</svg></div>'


def scale_legend(top: float) -> str:
    """Chú giải of the five shades."""
    if not top:
        return ""
    edges = [int(top * fifth / 5) for fifth in range(6)]
    items = []
    for level in range(1, 6):
        low, high = edges[level - 1] + 1, edges[level]
        if low <= high:
            span = number(low) if low == high else f"{number(low)}–{number(high)}"
            items.append(
                f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="fill-{level}" width="10" height="10"/>'
                f"</svg>{span}</li>"
            )
    return f'<ul class="legend">{"".join(items)}</ul>'
