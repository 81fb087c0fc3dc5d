"""Charts as plain markup, drawn on the server: pictures for people who would rather look than read.

Each picture is one image for a screen reader (title and a sentence); its numbers stand in the table beside it.
Bars are rows of words and shapes, so that the letters keep their size on a phone.
"""

from collections.abc import Mapping, Sequence
from html import escape

from .formats import short_number

Series = Sequence[tuple[str, float]]
FULL = 1000  # width of a bar's drawing box; it is stretched to the space there is
NOTHING = "Chưa có số liệu."
INKS = ("fill-honey", "fill-5", "fill-3", "fill-2", "fill-4", "fill-1")


def _image(css: str, title: str, sentence: str, inside: str) -> str:
    if not inside:
        return f'<p class="soft">{NOTHING}</p>'
    label = escape(f"{title}. {sentence}".strip(" ."), quote=True)
    return f'<div class="{css}" role="img" aria-label="{label}">{inside}</div>'


def _row(name: str, shapes: str, value: str) -> str:
    return (
        f'<span class="bars-name">{escape(name)}</span>'
        f'<svg viewBox="0 0 {FULL} 20" preserveAspectRatio="none" focusable="false">{shapes}</svg>'
        f'<span class="bars-value">{escape(value)}</span>'
    )


def _highest(rows: Series) -> str:
    if not rows:
        return NOTHING
    name, value = max(rows, key=lambda row: row[1])
    return f"{len(rows)} dòng, nhiều nhất là {name}: {short_number(value)}"


def bars(rows: Series, *, title: str, ink: str = "fill-5") -> str:
    """Thanh ngang: one bar for each named number, in the order given."""
    top = max((value for _, value in rows), default=0) or 1
    inside = "".join(
        _row(name, f'<rect class="{ink}" width="{FULL * value / top:.0f}" height="20"/>', short_number(value))
        for name, value in rows
    )
    return _image("bars", title, _highest(rows), inside)


def legend(names: Sequence[str]) -> str:
    """Chú giải of a stacked chart, in the order of its inks."""
    items = "".join(
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="{ink}" width="10" height="10"/></svg>'
        f"{escape(name)}</li>"
        for name, ink in zip(names, INKS, strict=False)
    )
    return f'<ul class="legend">{items}</ul>'


def _segments(parts: Sequence[float], top: float) -> str:
    drawn, start = [], 0.0
    for value, ink in zip(parts, INKS, strict=False):
        width = FULL * value / top
        if width:
            drawn.append(f'<rect class="{ink}" x="{start:.1f}" width="{max(width - 2, 1):.1f}" height="20"/>')
        start += width
    return "".join(drawn)


def stacked(rows: Sequence[tuple[str, Mapping[str, float]]], *, names: Sequence[str], title: str) -> str:
    """Thanh chồng: for each row (a year) the parts named in `names`, with their sum."""
    totals = [(name, sum(parts.get(key, 0) for key in names)) for name, parts in rows]
    top = max((total for _, total in totals), default=0) or 1
    inside = "".join(
        _row(name, _segments([parts.get(key, 0) for key in names], top), short_number(total))
        for (name, parts), (_, total) in zip(rows, totals, strict=True)
    )
    return legend(names) + _image("bars", title, _highest(totals), inside)


WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 400, 210, 12, 34, 30


def _places(rows: Series) -> list[tuple[float, float]]:
    top = max((value for _, value in rows), default=0) or 1
    stride = (WIDTH - 2 * LEFT) / max(len(rows) - 1, 1)
    return [
        (LEFT + stride * index, HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top)
        for index, (_, value) in enumerate(rows)
    ]


def _pen(places: Sequence[tuple[float, float]], step: bool) -> str:
    path = f"M{places[0][0]:.1f} {places[0][1]:.1f}"
    for x, y in places[1:]:
        path += f"H{x:.1f}V{y:.1f}" if step else f"L{x:.1f} {y:.1f}"
    return path


def _shown(count: int) -> set[int]:
    """First, last and at most three between: more labels would run into each other on a phone."""
    every = max(1, -(-(count - 1) // 4))
    return {index for index in range(0, count, every) if index <= count - 1 - every} | {count - 1}


def _mark(index: int, count: int, row: tuple[str, float], place: tuple[float, float]) -> str:
    (x, y), anchor = place, "start" if index == 0 else "end" if index == count - 1 else "middle"
    return (
        f'<text x="{x:.1f}" y="{HEIGHT - 10}" text-anchor="{anchor}" class="soft">{escape(row[0])}</text>'
        f'<text x="{x:.1f}" y="{y - 11:.1f}" text-anchor="{anchor}" class="big">{short_number(row[1])}</text>'
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    )


def line(rows: Series, *, title: str, step: bool = False) -> str:
    """Đường theo thời gian: from zero upward; `step` for counts that jump on a day."""
    if not rows:
        return _image("lines", title, _highest(rows), "")
    places, shown = _places(rows), _shown(len(rows))
    marks = "".join(_mark(i, len(rows), rows[i], places[i]) for i in sorted(shown))
    base = HEIGHT - BOTTOM
    inside = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" focusable="false">'
        f'<path class="rule" d="M{LEFT} {base}H{WIDTH - LEFT}"/><path class="pen" d="{_pen(places, step)}"/>{marks}</svg>'
    )
    sentence = f"Từ {short_number(rows[0][1])} ({rows[0][0]}) đến {short_number(rows[-1][1])} ({rows[-1][0]})"
    return _image("lines", title, sentence, inside)
