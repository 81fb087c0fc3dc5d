"""Voice notes: told from their bytes, and without a film inside. Taken only where somebody asks for them."""

from __future__ import annotations

WEBM, OGG, M4A, MP3, WAV, AMR = "audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/amr"
ENDINGS = {WEBM: ".webm", OGG: ".ogg", M4A: ".m4a", MP3: ".mp3", WAV: ".wav", AMR: ".amr"}
_HEAD = 65_536
_FILMS = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG", b"vide", b"theora")


def sound_type(data: bytes) -> str:
    """Its media type, or empty for what is no sound; `ValueError` with a sentence for a film."""
    head, tail = data[:_HEAD], data[-_HEAD:]
    found = _type(head)
    if found in (WEBM, OGG, M4A) and any(mark in part for mark in _FILMS for part in (head, tail)):
        raise ValueError("Tệp này là phim. Hãy ghi âm hoặc chụp ảnh: gửi nhẹ hơn nhiều.")
    return found


def _type(head: bytes) -> str:
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return WEBM
    if head.startswith(b"OggS") and (b"OpusHead" in head[:128] or b"\x01vorbis" in head[:128]):
        return OGG
    if head[4:8] == b"ftyp":
        return M4A
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head.startswith(b"#!AMR"):
        return AMR
    return MP3 if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")) else ""
