"""The colours are judged by arithmetic (WCAG 2.2): 4.5 for text, 3 for marks, in both themes."""

import gzip
import re
from pathlib import Path

import pytest

import ocop.design

CSS = (Path(ocop.design.__path__[0]) / "static/design/design.css").read_text()
GROUNDS = ("ground", "surface", "sunk")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "jade") for ground in GROUNDS),
    *((ink, ground) for ink in ("jade-deep", "lacquer", "honey-ink") for ground in ("ground", "surface")),
    *(("ink", f"{tint}-tint") for tint in ("jade", "honey", "lacquer")),
    ("jade", "jade-tint"), ("jade-deep", "jade-tint"), ("soft", "jade-tint"), ("honey-ink", "honey-tint"), ("lacquer", "lacquer-tint"),
    ("on-jade", "jade"), ("on-jade", "jade-deep"), ("on-lacquer", "lacquer"), ("soft", "honey-tint"),
    ("ink", "scale-1"), ("ink", "scale-2"), ("ink", "scale-3"), ("surface", "scale-4"), ("surface", "scale-5"),
]  # fmt: skip
MARKS = [
    *((mark, ground) for mark in ("edge", "jade", "honey", "lacquer", "focus", "draw-1") for ground in ("ground", "surface")),
    ("draw-1", "jade-tint"), ("honey", "honey-tint"), ("lacquer", "lacquer-tint"), ("focus", "sunk"),
]  # fmt: skip


def _theme(start: str) -> dict[str, str]:
    block = CSS[CSS.index(start) :]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block[: block.index("}")]))


LIGHT, DARK = _theme(':root, [data-theme="light"]'), _theme('[data-theme="dark"]')


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    shares = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme: dict[str, str], front: str, back: str) -> None:
    assert _contrast(theme[front], theme[back]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), MARKS)
def test_marks_can_be_seen(theme: dict[str, str], front: str, back: str) -> None:
    assert _contrast(theme[front], theme[back]) >= 3


def test_the_chosen_and_the_system_dark_are_the_same() -> None:
    assert _theme(':root:not([data-theme="light"])') == DARK


def test_the_style_sheet_stays_small() -> None:
    assert len(CSS.encode()) <= 36_000
    assert len(gzip.compress(CSS.encode())) <= 8_000


def test_nothing_that_is_read_stands_closer_than_one_and_a_half_lines() -> None:
    heights = [float(value) for value in re.findall(r"line-height: ([\d.]+)", CSS)]
    assert min(heights) >= 1.5
