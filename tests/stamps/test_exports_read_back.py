"""Labels are read back by two decoders that share no code, also when print and phone are at their worst."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from ocop.stamps.exports import symbols
from ocop.stamps.exports.listing import COLUMNS, code_list
from ocop.stamps.exports.sheets import SHEETS, Sheet, Words, label_sheet
from ocop.stamps.exports.svg import label_page
from ocop.stamps.exports.zpl import TooCoarse, label_roll
from ocop.stamps.rules.codes import ALPHABET, LENGTH, Mint

HEAD = "HTTPS://OCOP.EXAMPLE.VN/01/08938500123450/21/"
WORDS = Words("Mật ong rừng Bình Liêu", "HTX Mật ong rừng Bình Liêu", "Tem mô phỏng")
CODES = list(Mint(bytes(32)).codes("08938500123450", 1, 7, range(24)))

Decoder = Callable[[Image.Image, Path], set[str]]


def _zxing(image: Image.Image, _folder: Path) -> set[str]:
    return {barcode.text for barcode in zxingcpp.read_barcodes(image)}


def _zbar(image: Image.Image, folder: Path) -> set[str]:
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not installed: apt-get install zbar-tools")
    file = folder / "label.png"
    image.save(file)
    said = subprocess.run(
        ["zbarimg", "-q", "--raw", "--nodbus", str(file)], capture_output=True, text=True, check=False
    )
    return set(said.stdout.split())


def _as_printed(image: Image.Image) -> Image.Image:
    return image


def _blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(2.5))


def _turned(image: Image.Image) -> Image.Image:
    return image.rotate(17, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def _faded(image: Image.Image) -> Image.Image:
    """Grey ink on greyish paper."""
    return ImageEnhance.Contrast(image).enhance(0.3)


def _in_poor_light(image: Image.Image) -> Image.Image:
    """A shadow that falls across the label."""
    shadow = Image.linear_gradient("L").resize(image.size).point(lambda v: 120 + v * 135 // 255)
    return ImageChops.multiply(image, shadow)


def _all_at_once(image: Image.Image) -> Image.Image:
    return _in_poor_light(ImageEnhance.Contrast(_turned(image.filter(ImageFilter.GaussianBlur(1.2)))).enhance(0.5))


HARM = [_as_printed, _blurred, _turned, _faded, _in_poor_light, _all_at_once]


@pytest.fixture(scope="module")
def label() -> Image.Image:
    """The first label of a roll as a 300 dpi printer draws it."""
    pdf = pypdfium2.PdfDocument(label_sheet(HEAD, CODES[:1], WORDS, SHEETS["cuon-1"]))
    image: Image.Image = pdf[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")
    return image


@pytest.mark.parametrize("decode", [_zxing, _zbar])
@pytest.mark.parametrize("harm", HARM)
def test_a_label_is_read_after_harm(
    label: Image.Image, harm: Callable[[Image.Image], Image.Image], decode: Decoder, tmp_path: Path
) -> None:
    assert decode(harm(label), tmp_path) == {HEAD + CODES[0]}


@pytest.mark.parametrize("decode", [_zxing, _zbar])
def test_a_page_of_labels_is_read_by_both_decoders(decode: Decoder, tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(label_sheet(HEAD, CODES, WORDS, SHEETS["a4-24"]))
    page = pdf[0].render(scale=300 / 72, grayscale=True).to_pil().convert("L")
    assert decode(page, tmp_path) == {HEAD + code for code in CODES}


def test_the_drawing_holds_every_label_and_its_symbol_is_the_encoders() -> None:
    drawing = ElementTree.fromstring(label_page(HEAD, CODES, WORDS, SHEETS["a4-24"]))
    ns = "{http://www.w3.org/2000/svg}"
    groups = drawing.findall(f"{ns}g")
    assert len(groups) == 24
    for group, code in zip(groups, CODES, strict=True):
        path = group.find(f"{ns}path")
        assert path is not None
        assert _painted(path.get("d", "")) == _dark(HEAD + code)
        told = " ".join(text.text or "" for text in group.findall(f"{ns}text"))
        assert "Mật ong rừng Bình" in told and f"{code[:4]} {code[4:8]}" in told


def _painted(path: str) -> set[tuple[int, int]]:
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path)
    return {(int(x) + i, int(y)) for x, y, length in runs for i in range(int(length))}


def _dark(text: str) -> set[tuple[int, int]]:
    matrix = symbols.encode(text, symbols.batch(HEAD, ALPHABET, LENGTH).version).matrix
    return {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


@pytest.mark.parametrize(("key", "dpi"), [("cuon-1", 300), ("cuon-1", 203), ("cuon-2", 300), ("cuon-3", 300)])
def test_a_thermal_printer_gets_each_code_once_and_the_words_as_a_picture(key: str, dpi: int) -> None:
    job = label_roll(HEAD, CODES, WORDS, SHEETS[key], dpi).decode("ascii")
    assert re.findall(r"\^FDMA,(\S+?)\^FS", job) == [HEAD + code for code in CODES]
    columns = SHEETS[key].columns
    assert job.count("^XF") == -(-len(CODES) // columns)
    assert job.count("^BQN,2,") == columns and "^CI28" in job
    graphic = re.search(r"~DGR:OCOP.GRF,(\d+),(\d+),([0-9A-F]+)\n", job)
    assert graphic and int(graphic[1]) * 2 == len(graphic[3]) and int(graphic[1]) % int(graphic[2]) == 0
    ink = sum(byte.bit_count() for byte in bytes.fromhex(graphic[3]))
    assert 200 < ink < int(graphic[1]) * 4
    assert job.count("^XA") == job.count("^XZ") and job.count("^FO") == columns * 5


def test_a_label_whose_dots_would_be_too_coarse_is_refused() -> None:
    narrow = Sheet("x", "x", (30, 15), 1, 1, (30, 15))
    assert label_roll(HEAD, CODES, WORDS, narrow, 300)
    with pytest.raises(TooCoarse):
        label_roll(HEAD, CODES, WORDS, narrow, 203)
    with pytest.raises(ValueError, match="600"):
        label_roll(HEAD, CODES, WORDS, SHEETS["cuon-1"], 600)


def test_a_printing_house_gets_codes_in_order_and_what_goes_under_the_scratch_layer() -> None:
    plain = _rows(b"".join(code_list(HEAD, CODES, 5)))
    assert plain[0] == list(COLUMNS)
    assert plain[1] == [
        "5",
        CODES[0],
        f"{CODES[0][:4]}-{CODES[0][4:8]}-{CODES[0][8:12]}-{CODES[0][12:16]}-{CODES[0][16:]}",
        HEAD + CODES[0],
    ]
    assert [row[1] for row in plain[1:]] == CODES
    hidden = _rows(b"".join(code_list(HEAD, CODES, 1, (f"ABC{n:04}" for n in range(24)))))
    assert hidden[0][-1] == "ma_duoi_lop_cao" and hidden[3][-1] == "ABC-0002"


def _rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
