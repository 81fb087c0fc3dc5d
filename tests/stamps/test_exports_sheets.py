"""Label sheets: every label is read back by a real reader, at the resolution of a common printer."""

from __future__ import annotations

import re
import subprocess
import time
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.units import mm

from ocop.stamps.exports.sheets import (
    CLEAR_MODULES,
    DOT,
    LEAST_DOTS,
    SHEETS,
    Sheet,
    SheetTooSmall,
    Words,
    label_sheet,
    placed,
)
from ocop.stamps.rules.codes import Mint

HEAD = "HTTPS://OCOP.EXAMPLE.VN/01/08938500123450/21/"
WORDS = Words("Mật ong rừng Bình Liêu", "HTX Mật ong rừng Bình Liêu", "Tem mô phỏng")
MINT = Mint(bytes(32))
IMAGE = re.compile(
    rb"q ([\d.]+) 0 0 [\d.]+ [\d.]+ [\d.]+ cm BI /W (\d+) /H \d+ /BPC 1 /IM true /D \[1 0\] /F /AHx ID ([0-9a-f]+)> EI Q"
)


def _codes(many: int) -> list[str]:
    return list(MINT.codes("08938500123450", 1, 7, range(many)))


def _inline_images(pdf: bytes) -> list[tuple[float, int, bytes]]:
    found = []
    for page in PdfReader(BytesIO(pdf)).pages:
        body = page["/Contents"].get_object().get_data()  # type: ignore[attr-defined]
        found += [(float(size), int(width), bytes.fromhex(data.decode())) for size, width, data in IMAGE.findall(body)]
    return found


@pytest.mark.parametrize("key", list(SHEETS))
def test_every_label_of_a_sheet_reads_back_as_its_own_code(key: str) -> None:
    codes = _codes(7)
    images = _inline_images(label_sheet(HEAD, codes, WORDS, SHEETS[key]))
    texts = []
    for size, width, data in images:
        assert size / width >= LEAST_DOTS * DOT - 0.01
        symbol = Image.frombytes("1", (width, width), bytes(b ^ 255 for b in data)).convert("L")
        page = Image.new("L", (width + 2 * CLEAR_MODULES,) * 2, 255)
        page.paste(symbol, (CLEAR_MODULES, CLEAR_MODULES))
        (read,) = zxingcpp.read_barcodes(page.resize((page.width * LEAST_DOTS,) * 2, Image.Resampling.NEAREST))
        texts.append(read.text)
    assert texts == [HEAD + code for code in codes]


def test_a_printed_page_is_read_whole(tmp_path: Path) -> None:
    if subprocess.run(["which", "pdftoppm"], capture_output=True, check=False).returncode:
        pytest.skip("pdftoppm (poppler-utils) is not installed: the page cannot be drawn")
    codes = _codes(65)
    (tmp_path / "s.pdf").write_bytes(label_sheet(HEAD, codes, WORDS, SHEETS["a4-65"]))
    subprocess.run(["pdftoppm", "-r", "300", "-gray", str(tmp_path / "s.pdf"), str(tmp_path / "s")], check=True)
    (image,) = tmp_path.glob("s-*.pgm")
    found = {barcode.text for barcode in zxingcpp.read_barcodes(Image.open(image))}
    assert found == {HEAD + code for code in codes}


def test_the_words_of_a_label_stand_in_the_file() -> None:
    reader = PdfReader(BytesIO(label_sheet(HEAD, _codes(66), WORDS, SHEETS["a4-65"])))
    assert len(reader.pages) == 2
    first = _codes(1)[0]
    text = reader.pages[0].extract_text()
    assert f"{first[:4]} {first[4:8]}" in text
    assert first[16:] in text


def test_the_clear_zone_and_the_gap_to_the_words_are_kept_on_every_paper() -> None:
    for sheet in SHEETS.values():
        place = placed(sheet, 33)
        assert place.clear >= CLEAR_MODULES * place.symbol / 33 - 0.01
        assert place.y >= CLEAR_MODULES * place.symbol / 33 - 0.01
        assert place.text_x - place.clear - place.symbol >= 6
        assert place.text_width >= 13 * mm


def test_a_label_that_is_too_small_is_refused() -> None:
    with pytest.raises(SheetTooSmall):
        label_sheet(HEAD, _codes(1), WORDS, Sheet("x", "x", (20, 10), 1, 1, (20, 10)))


def test_ten_thousand_labels_take_seconds() -> None:
    start = time.process_time()
    label_sheet(HEAD, MINT.codes("08938500123450", 1, 7, range(10_000)), WORDS, SHEETS["a4-65"])
    assert time.process_time() - start < 8
