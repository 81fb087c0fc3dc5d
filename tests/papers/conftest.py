"""Papers of every kind, made here, and a store of their own for each test."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pytest_django import Settings


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    settings.PAPERS_DIR = tmp_path / "papers"
    return tmp_path / "papers"


def pdf(pages: int = 1, password: str = "", script: bool = False, attachment: bool = False) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        writer.add_open_action(JavaScript("app.alert('x')"))
    if attachment:
        writer.add_attachment("hidden.exe", b"MZ")
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), gps: bool = False, turned: bool = False) -> bytes:
    image = Image.effect_noise(size, 40).convert("RGB")
    exif = Image.Exif()
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 31.0, 2.0), 3: "E", 4: (107.0, 23.0, 13.0)})
        exif[0x010F] = "Máy ảnh của Chị Ba".encode().decode("latin-1")
    if turned:
        exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, form, exif=exif) if (gps or turned) else image.save(out, form)
    return out.getvalue()


def office(kind: str = "word", extra: dict[str, bytes] | None = None) -> bytes:
    main = {"word": "word/document.xml", "excel": "xl/workbook.xml", "other": "readme.txt"}[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<x/>")
        for name, body in (extra or {}).items():
            archive.writestr(name, body)
    return out.getvalue()
