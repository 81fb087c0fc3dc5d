"""Papers of others put on pages of ours: scaled into a frame, so that number and hash stand beside, never on them."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ocop.journal.rules import Refused
from ocop.papers.models import Paper
from ocop.papers.queries import bytes_of
from ocop.papers.rules import PDF

WIDTH, HEIGHT = 595.28, 841.89
_MARGIN, _FOOT, _HEAD = 28.0, 40.0, 34.0
_SIDE = 1700
_UNREADABLE = "Không mở được tệp này để đóng vào tập."
_OFFICE = "Tệp Word hoặc Excel không đóng vào tập được; hãy mở bản điện tử ở trang hồ sơ."
# pypdf tells of every oddity of foreign files; what matters ends up on a page of its own.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class Inserted:
    """One paper in the bound file: how many pages it takes, and how it gets there."""

    key: int
    name: str
    sha256: str
    media_type: str
    count: int
    fault: str = ""
    size: int = 0
    _data: bytes = field(default=b"", repr=False)

    def __len__(self) -> int:
        return self.count

    @property
    def words(self) -> str:
        return self.fault or f"{self.count} trang"

    @property
    def heads(self) -> list[str]:
        """What each of its pages is."""
        if self.fault or self.media_type != PDF:
            return [self.name]
        return [f"{self.name} · {number}/{self.count}" for number in range(1, self.count + 1)]

    def put_into(self, writer: PdfWriter) -> Iterator[None]:
        """Adds page after page; one that cannot be put becomes one that says so."""
        if self.fault:
            _notice(writer, self)
            yield
        elif self.media_type == PDF:
            yield from self._pages(writer)
        else:
            _picture(writer, bytes_of(self.sha256))
            yield

    def _pages(self, writer: PdfWriter) -> Iterator[None]:
        reader = PdfReader(io.BytesIO(bytes_of(self.sha256)))
        for number in range(self.count):
            try:
                _framed(writer, reader.pages[number])
            except Exception:  # a broken page raises anything
                _notice(writer, self, f"Không đọc được trang {number + 1} của tệp này.")
            yield


def inserted(paper: Paper) -> Inserted:
    """Opened once to count; the bytes are read again when their turn comes, so that few are held at a time."""
    found = Inserted(paper.pk, paper.name, paper.sha256, paper.media_type, 1, size=paper.size)
    try:
        data = bytes_of(paper.sha256)
    except Refused as refused:
        found.fault = f"{_UNREADABLE} {refused.reasons[0].message}"
        return found
    if paper.media_type == PDF:
        found.count, found.fault = _pages_of(data)
    elif paper.media_type.startswith("image/"):
        found.fault = "" if _opens(data) else _UNREADABLE
    else:
        found.fault = _OFFICE
    return found


def _pages_of(data: bytes) -> tuple[int, str]:
    try:
        count = len(PdfReader(io.BytesIO(data)).pages)
    except Exception:  # a broken PDF raises anything
        return 1, _UNREADABLE
    return (count, "") if count else (1, _UNREADABLE)


def _opens(data: bytes) -> bool:
    with contextlib.suppress(Exception), Image.open(io.BytesIO(data)) as image:
        image.verify()
        return True
    return False


def _framed(writer: PdfWriter, source: PageObject) -> None:
    """The page as one drawing within the frame. Its content is wrapped, not parsed: that is fast, and a stream that
    leaves the pen crooked spoils nothing of ours."""
    box = source.cropbox
    turn = (source.rotation or 0) % 360
    content = source.get_contents()
    drawn = content.get_data() if content is not None else b""
    page = writer.add_page(source)
    form = StreamObject()
    form.set_data(drawn)
    form = form.flate_encode()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(FloatObject(v) for v in (box.left, box.bottom, box.right, box.top)),
            NameObject("/Resources"): page.get("/Resources", DictionaryObject()),
        }
    )
    matrix = _placing(float(box.left), float(box.bottom), float(box.width), float(box.height), turn)
    _redraw(writer, page, form, "q {:.5f} {:.5f} {:.5f} {:.5f} {:.3f} {:.3f} cm /Paper Do Q".format(*matrix))


def _placing(left: float, bottom: float, width: float, height: float, turn: int) -> tuple[float, ...]:
    """The matrix that turns the page upright and fits it into the frame."""
    seen_w, seen_h = (height, width) if turn in (90, 270) else (width, height)
    room_w, room_h = WIDTH - 2 * _MARGIN, HEIGHT - _FOOT - _HEAD
    scale = min(room_w / max(seen_w, 1), room_h / max(seen_h, 1))
    x, y = (WIDTH - seen_w * scale) / 2, _FOOT + (room_h - seen_h * scale) / 2
    corner = {
        0: (scale, 0, 0, scale, x - left * scale, y - bottom * scale),
        90: (0, -scale, scale, 0, x - bottom * scale, y + (left + width) * scale),
        180: (-scale, 0, 0, -scale, x + (left + width) * scale, y + (bottom + height) * scale),
        270: (0, scale, -scale, 0, x + (bottom + height) * scale, y - left * scale),
    }  # fmt: skip
    return corner[turn if turn in (90, 180, 270) else 0]


def _redraw(writer: PdfWriter, page: PageObject, form: StreamObject, words: str) -> None:
    for key in (
        "/Annots",
        "/AA",
        "/Rotate",
        "/CropBox",
        "/TrimBox",
        "/BleedBox",
        "/ArtBox",
        "/Group",
        "/Metadata",
        "/StructParents",
    ):
        if key in page:
            del page[key]
    content = StreamObject()
    content.set_data(words.encode())
    page[NameObject("/MediaBox")] = ArrayObject(FloatObject(v) for v in (0, 0, WIDTH, HEIGHT))
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/Paper"): writer._add_object(form)})}
    )
    page[NameObject("/Contents")] = writer._add_object(content)


def _picture(writer: PdfWriter, data: bytes) -> None:
    """A photograph, upright, made as small as a sheet of paper needs it."""
    with Image.open(io.BytesIO(data)) as image:
        if image.format == "JPEG":
            image.draft("RGB", (_SIDE, _SIDE))
        turned = ImageOps.exif_transpose(image) or image
        turned.thumbnail((_SIDE, _SIDE))
        flat = Image.new("RGB", turned.size, "white")
        flat.paste(turned, mask=turned.convert("RGBA").getchannel("A") if turned.has_transparency_data else None)
    small = io.BytesIO()
    flat.save(small, "JPEG", quality=82)
    small.seek(0)
    room_w, room_h = WIDTH - 2 * _MARGIN, HEIGHT - _FOOT - _HEAD
    scale = min(room_w / flat.width, room_h / flat.height)
    width, height = flat.width * scale, flat.height * scale

    def draw(canvas: Canvas) -> None:
        x, y = (WIDTH - width) / 2, _FOOT + (room_h - height) / 2
        canvas.drawImage(ImageReader(small), x, y, width, height)

    _drawn(writer, draw)


def _notice(writer: PdfWriter, paper: Inserted, words: str = "") -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(_font(), 13)
        y = HEIGHT / 2 + 60
        for line in (
            *_wrapped(words or paper.fault, 13),
            "",
            *_wrapped(paper.name, 10),
            *_wrapped(f"SHA-256 {paper.sha256}", 8),
        ):
            canvas.drawCentredString(WIDTH / 2, y, line)
            y -= 20
        canvas.rect(_MARGIN, HEIGHT / 2 - 110, WIDTH - 2 * _MARGIN, 220)

    _drawn(writer, draw)


def _wrapped(text: str, size: float) -> list[str]:
    """Lines that fit the frame; a word longer than a line is cut."""
    lines, room = [""], WIDTH - 2 * _MARGIN - 40
    for letter in text:
        if stringWidth(lines[-1] + letter, _font(), max(size, 13)) > room:
            cut = lines[-1].rfind(" ")
            head, tail = (lines[-1][:cut], lines[-1][cut + 1 :]) if cut > 0 else (lines[-1], "")
            lines[-1:] = [head, tail]
        lines[-1] += letter
    return lines


def _drawn(writer: PdfWriter, draw: Any) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    out.seek(0)
    writer.add_page(PdfReader(out).pages[0])


@cache
def _font() -> str:
    file = Path(fontpkg_be_vietnam_pro.__file__).parent / "files" / "BeVietnamPro-Regular.ttf"
    pdfmetrics.registerFont(TTFont("BeVietnamPro", file))
    return "BeVietnamPro"


def running_lines(number: str, heads: Sequence[str], seal: str) -> PdfReader:
    """One transparent page for each head: dossier and paper on top, hash and page number below. All in one file, so
    that the font is kept once."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=1)
    for place, where in enumerate(heads, start=1):
        canvas.setFont(_font(), 7)
        canvas.drawString(_MARGIN, HEIGHT - 20, _shortened(number, 150))
        canvas.drawRightString(WIDTH - _MARGIN, HEIGHT - 20, _shortened(where, 350))
        canvas.drawString(_MARGIN, 18, seal)
        canvas.drawRightString(WIDTH - _MARGIN, 18, f"Trang {place}/{len(heads)}")
        canvas.showPage()
    canvas.save()
    out.seek(0)
    return PdfReader(out)


def _shortened(text: str, room: float) -> str:
    if stringWidth(text, _font(), 7) <= room:
        return text
    while text and stringWidth(text + "…", _font(), 7) > room:
        text = text[:-1]
    return text + "…"
