"""Images: decoded whole to prove that they are images, and copied without place and camera."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

# A progressive JPEG is held whole while it is decoded (3 bytes a point), so the limit guards the worker's memory.
LARGEST = 50_000_000
LARGEST_FLAT = 25_000_000
_PUBLIC_SIDE = 2400
_UNREADABLE = "Ảnh bị hỏng hoặc bị cắt cụt, không đọc được. Hãy chụp hoặc xuất lại."


def public_copy(data: bytes, form: str) -> bytes:
    """The image upright, at most 2400 points a side, without EXIF, GPS, comments or profiles; same format.

    `ValueError` carries the sentence when it cannot be decoded or is larger than it may be.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as image:
            _small_enough(image)
            if form == "JPEG":
                image.draft("RGB", (_PUBLIC_SIDE, _PUBLIC_SIDE))
            image.load()
            return _written(_upright(image), form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise ValueError(_too_large(LARGEST)) from fault
    except (OSError, SyntaxError, EOFError, OverflowError, MemoryError) as fault:
        raise ValueError(_UNREADABLE) from fault


def _small_enough(image: Image.Image) -> None:
    limit = LARGEST if image.format == "JPEG" else LARGEST_FLAT
    if image.width * image.height > limit:
        raise ValueError(_too_large(limit))


def _too_large(limit: int) -> str:
    return f"Ảnh quá {limit // 1_000_000} triệu điểm ảnh. Hãy giảm cỡ ảnh rồi gửi lại."


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image) or image
    turned.thumbnail((_PUBLIC_SIDE, _PUBLIC_SIDE))
    return turned if turned.mode in ("RGB", "L") else turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def _written(image: Image.Image, form: str) -> bytes:
    # A new image carries points only: what the old one knew about itself stays behind.
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    if form == "JPEG":
        clean.convert("RGB").save(out, form, quality=84, optimize=True)
    else:
        clean.save(out, form)
    return out.getvalue()
