"""Labels for thermal printers that speak ZPL II (Zebra and compatible).

What all labels share is drawn once as a graphic and kept in the printer with the form (^DF), so that a label is a line of two
fields and a roll of ten thousand a file of a megabyte. The printer draws each QR symbol itself (^BQ, level M, model 2).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from fontpkg_be_vietnam_pro import ROOT as FONTS
from PIL import Image, ImageDraw, ImageFont

from ..rules.codes import ALPHABET, LENGTH
from . import symbols
from .sheets import BOLD, CLEAR_MODULES, Place, Sheet, Words, placed, words_of

RESOLUTIONS = {203: "203 dpi (8 điểm/mm)", 300: "300 dpi (12 điểm/mm)"}
_LEAST_DOTS = {203: 3, 300: 4}  # of a module; thermal heads print no finer than their dots
_FORM, _GRAPHIC = "R:OCOP.ZPL", "R:OCOP.GRF"


class TooCoarse(ValueError):
    """The printer's dots are too large for a readable symbol on this label."""


def label_roll(head: str, codes: Iterable[str], words: Words, sheet: Sheet, dpi: int = 300) -> bytes:
    """The whole job: the graphic, the form, and one line for each row of labels.

    Raises:
        SheetTooSmall, TooCoarse: the label cannot hold a readable symbol.
        ValueError: the origin has characters outside QR's alphanumeric mode, or another resolution was asked.
    """
    if dpi not in RESOLUTIONS:
        raise ValueError(f"no resolution of {dpi} dpi")
    modules = symbols.batch(head, ALPHABET, LENGTH).width
    place = placed(sheet, modules)
    dots = _module_dots(sheet, modules, dpi)
    rows = iter(codes)
    job = [_graphic(words, place, dpi), _form(sheet, place, dots, dpi)]
    while row := list(islice(rows, sheet.columns)):
        fields = "".join(_fields(place_in_row, head, code) for place_in_row, code in enumerate(row))
        job.append(f"^XA^XF{_FORM}^FS{fields}^XZ\n")
    job.append(f"^XA^ID{_FORM}^FS^ID{_GRAPHIC}^FS^XZ\n")
    return "".join(job).encode("ascii")


def _module_dots(sheet: Sheet, modules: int, dpi: int) -> int:
    """Whole dots a module: what fits the label's height with the clear zone."""
    room = min(sheet.label[1], sheet.label[0] * 0.62) * dpi / 25.4
    dots = int(room / (modules + 2 * CLEAR_MODULES))
    if dots < _LEAST_DOTS[dpi]:
        raise TooCoarse(f"máy in {dpi} dpi không in rõ mã {modules} × {modules} ô trên tem {sheet.label[0]} mm")
    return min(dots, 10)


def _graphic(words: Words, place: Place, dpi: int) -> str:
    """The words as a picture, since printers' own fonts lack half of Vietnamese."""
    scale = dpi / 72
    picture = Image.new("1", (max(8, int(place.text_width * scale)), int(place.height * scale)), 1)
    draw = ImageDraw.Draw(picture)
    for line in words_of(words, place):
        font = ImageFont.truetype(
            FONTS / "files" / f"{BOLD if line.bold else 'BeVietnamPro-Regular'}.ttf", round(line.size * scale)
        )
        draw.text((0, (place.height - line.y) * scale), line.text, font=font, fill=0, anchor="ls")
    row_bytes = (picture.width + 7) // 8
    data = bytes(255 - byte for byte in picture.tobytes())
    return f"~DG{_GRAPHIC},{len(data)},{row_bytes},{_masked(data, picture.width, row_bytes).hex().upper()}\n"


def _masked(data: bytes, width: int, row_bytes: int) -> bytes:
    """The bits beyond the picture's width stay white."""
    spare = row_bytes * 8 - width
    last = 0xFF << spare & 0xFF
    return bytes(byte & last if place % row_bytes == row_bytes - 1 else byte for place, byte in enumerate(data))


def _form(sheet: Sheet, place: Place, dots: int, dpi: int) -> str:
    """The form: for each label of a row its graphic, its symbol (field 2n+1) and its code in three lines."""
    scale = dpi / 72
    parts = [f"^XA^DF{_FORM}^FS^CI28^PW{_dots(sheet.page[0], dpi)}^LL{_dots(sheet.page[1], dpi)}^LH0,0"]
    for column in range(sheet.columns):
        x = _dots(sheet.left + column * (sheet.label[0] + sheet.gap[0]), dpi)
        y = _dots(sheet.top, dpi)
        text_x = x + round(place.text_x * scale)
        parts.append(f"^FO{text_x},{y}^XG{_GRAPHIC},1,1^FS")
        parts.append(f"^FO{x + CLEAR_MODULES * dots},{y + CLEAR_MODULES * dots}^BQN,2,{dots},M^FN{4 * column + 1}^FS")
        height = round(6 * place.scale * scale)
        for line in range(3):
            baseline = y + round((place.height - place.clear - (2 - line) * 7 * place.scale) * scale)
            parts.append(
                f"^FO{text_x},{baseline - height}^A0N,{height},{round(height * 0.7)}^FN{4 * column + 2 + line}^FS"
            )
    return "".join([*parts, "^XZ\n"])


def _dots(millimetres: float, dpi: int) -> int:
    return round(millimetres * dpi / 25.4)


def _fields(column: int, head: str, code: str) -> str:
    lines = (f"{code[:4]} {code[4:8]}", f"{code[8:12]} {code[12:16]}", code[16:])
    texts = "".join(f"^FN{4 * column + 2 + n}^FD{line}^FS" for n, line in enumerate(lines))
    return f"^FN{4 * column + 1}^FDMA,{head}{code}^FS{texts}"
