"""The star of the house: five petals, like the fruit of the star anise that the hills of Bình Liêu are known for."""

from functools import cache
from math import cos, radians, sin

CENTRE = (12.0, 12.9)
TIP, VALLEY, HEART = 10.9, 5.25, 1.5
LEAN = 5.0  # degrees by which a petal steps back from its neighbour, so that the gap shows at 16 px
STEP = 26


def _at(angle: float, length: float) -> str:
    x = CENTRE[0] + length * cos(radians(angle))
    y = CENTRE[1] + length * sin(radians(angle))
    return f"{x:.2f} {y:.2f}"


@cache
def petals() -> str:
    """Path data of the filled star in a 24 × 24 box."""
    path = []
    for turn in range(5):
        angle = -90 + 72 * turn
        corners = (
            _at(angle, HEART),
            _at(angle - 36 + LEAN, VALLEY),
            _at(angle, TIP),
            _at(angle + 36 - LEAN, VALLEY),
        )
        path.append("M" + "L".join(corners) + "z")
    return "".join(path)


@cache
def outline() -> str:
    """Path data of the empty star: the silhouette only."""
    corners = [_at(-90 + 36 * turn, TIP - 0.3 if turn % 2 == 0 else VALLEY + 0.2) for turn in range(10)]
    return "M" + "L".join(corners) + "z"


def star_row(count: int, *, filled: bool = True) -> str:
    """`count` stars side by side as one SVG; decoration only, the words stand beside it."""
    kind, path = ("star-full", petals()) if filled else ("star-line", outline())
    marks = "".join(f'<path transform="translate({STEP * place})" d="{path}"/>' for place in range(count))
    width = STEP * count - (STEP - 24)
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} 24" width="{width}" height="24" '
        f'aria-hidden="true" focusable="false">{marks}</svg>'
    )


def printed_star(ink: str = "#b97705") -> str:
    """One filled star as an SVG file, for paper."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="{petals()}" fill="{ink}" '
        f'stroke="{ink}" stroke-width=".8" stroke-linejoin="round"/></svg>'
    )
