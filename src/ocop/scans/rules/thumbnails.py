"""A picture small enough for a phone on a slow network. Pure."""

from __future__ import annotations

import io

from PIL import Image

WIDE, HIGH = 480, 360
LONGEST = 22_000


def small_copy(data: bytes) -> tuple[bytes, int, int]:
    """WebP of at most 480 × 360 points and some 20 kB, with its size; `data` is a picture already judged."""
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((WIDE, HIGH))
        flat = image.convert("RGB")
    for quality in (72, 55, 40, 25, 10):
        out = io.BytesIO()
        flat.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LONGEST:
            break
    return out.getvalue(), flat.width, flat.height
