"""One page of labels as SVG, for a designer or a laser cutter: sharp at any size, words as text, symbols as paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby, islice

from ..rules.codes import ALPHABET, LENGTH
from . import symbols
from .sheets import Place, Sheet, Words, no_tail, placed, words_of

_POINT = 25.4 / 72  # of a millimetre: the drawing is in millimetres, places are in points


def label_page(
    head: str, codes: Iterable[str], words: Words, sheet: Sheet, tail: Callable[[str], str] = no_tail,
    prepared: symbols.Prepared | None = None,
) -> bytes:  # fmt: skip
    """Draw as many labels as one page of this paper holds.

    Raises:
        SheetTooSmall: the paper cannot hold a readable symbol.
        ValueError: the origin has characters outside QR's alphanumeric mode.
    """
    prepared = prepared or symbols.batch(head, ALPHABET, LENGTH)
    place = placed(sheet, prepared.width)
    width, height = sheet.page
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="Be Vietnam Pro, Arial, sans-serif"><title>{escape(words.product)}</title>'
    ]
    page = islice(codes, sheet.per_page)
    for (x, y), code in zip(sheet.corners(), page, strict=False):
        top = height - (y + place.height) * _POINT
        parts.append(f'<g transform="translate({x * _POINT:.3f} {top:.3f}) scale({_POINT:.5f})">')
        parts.append(_symbol(prepared, head + code + tail(code), place))
        parts.extend(_texts(words, code, place))
        parts.append("</g>")
    return ("".join([*parts, "</svg>"])).encode()


def _symbol(prepared: symbols.Prepared, text: str, place: Place) -> str:
    """Dark modules as runs, one path a symbol; the drawing's y grows downward, as the symbol's rows do."""
    module = place.symbol / prepared.width
    top = place.height - place.y - place.symbol
    path = "".join(_runs(prepared.symbol(text), prepared.width, prepared.row_bytes))
    return f'<path transform="translate({place.clear:.3f} {top:.3f}) scale({module:.4f})" d="{path}"/>'


def _runs(rows: bytes, width: int, row_bytes: int) -> Iterator[str]:
    for row in range(width):
        bits = int.from_bytes(rows[row * row_bytes : (row + 1) * row_bytes], "big") >> (row_bytes * 8 - width)
        column = 0
        for bit, run in groupby(f"{bits:0{width}b}"):
            length = len(list(run))
            if bit == "1":
                yield f"M{column} {row}h{length}v1h-{length}z"
            column += length


def _texts(words: Words, code: str, place: Place) -> Iterator[str]:
    for line in words_of(words, place):
        fill = ' fill="#0a5452"' if line.inviting else ""
        weight = ' font-weight="600"' if line.bold else ""
        where = f'x="{place.text_x:.2f}" y="{place.height - line.y:.2f}" font-size="{line.size:.2f}"'
        yield f"<text {where}{weight}{fill}>{escape(line.text)}</text>"
    size, leading = 6 * place.scale, 7 * place.scale
    for row, text in enumerate((f"{code[:4]} {code[4:8]}", f"{code[8:12]} {code[12:16]}", code[16:])):
        y = place.height - place.clear - (2 - row) * leading
        yield (
            f'<text x="{place.text_x:.2f}" y="{y:.2f}" font-size="{size:.2f}" font-family="Courier New, Courier, monospace" '
            f'font-weight="700">{text}</text>'
        )
