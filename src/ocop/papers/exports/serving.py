"""A paper as a download: never inline, never sniffed, never with rights of this site."""

from __future__ import annotations

from django.http import FileResponse

from ocop.journal.rules import Refused

from ..models import Paper
from ..queries import path_of


def file_response(paper: Paper, public: bool = False) -> FileResponse:
    """The paper (or its public copy, without place and camera) as an attachment; callers guard the door."""
    if public and not paper.public_sha256:
        raise Refused("Giấy tờ này không có bản công khai.")
    try:
        handle = path_of(paper.public_sha256 if public else paper.sha256).open("rb")
    except FileNotFoundError:
        raise Refused("Kho giấy tờ không còn tệp này. Hãy báo người quản trị.") from None
    response = FileResponse(handle, as_attachment=True, filename=paper.name, content_type=paper.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # The bytes under a hash never change; who may read them does, so only the reader's own browser keeps them.
    response["Cache-Control"] = "public, max-age=31536000, immutable" if public else "private, no-cache"
    return response


def photo_response(sha256: str, name: str) -> FileResponse:
    """A picture that was dropped off without a name, as an attachment; callers guard the door."""
    try:
        handle = path_of(sha256).open("rb")
    except FileNotFoundError:
        raise Refused("Kho giấy tờ không còn tệp này. Hãy báo người quản trị.") from None
    head = handle.read(12)
    handle.seek(0)
    kind, ending = next((known for mark, *known in _PICTURES if mark in head), ("application/octet-stream", ""))
    response = FileResponse(handle, as_attachment=True, filename=name + ending, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


_PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG", "image/png", ".png"),
    (b"WEBP", "image/webp", ".webp"),
)
