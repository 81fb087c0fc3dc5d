"""Taking photos, voice notes and papers from devices: by hash, in pieces, any number of times."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File

from ocop.journal.rules import Reason, Refused
from ocop.papers.acts import bring, room_on_disk
from ocop.papers.models import Paper
from ocop.people.models import Person

from ..queries.files import paper_of

LONGEST_FILE = 15_000_000
# A piece that nobody continued for so long is given up.
_KEPT_FOR = 14 * 86_400
_MOST_OPEN = 40


def piece_path(person: Person, sha256: str) -> Path:
    """Where the beginning of an unfinished upload stands."""
    return Path(settings.HOME) / "pieces" / str(person.pk) / sha256


def reached(person: Person, sha256: str) -> int:
    """How many bytes of it have come; the device goes on from there."""
    try:
        return piece_path(person, sha256).stat().st_size
    except OSError:
        return 0


def take_piece(
    sha256: str, data: bytes, *, start: int, total: int, by: Person, name: str = "", at: datetime | None = None
) -> Paper | int:
    """Nhận tệp: the whole as a paper once its last piece is there; until then, how many bytes have come."""
    known = paper_of(by, sha256)
    if known is not None:
        return known
    Refused.unless_clear(_unfit(data, start, total))
    path = piece_path(by, sha256)
    try:
        with room_on_disk():
            have = _put_beside(path, data, start, reached(by, sha256))
    except FileNotFoundError:
        return _brought_meanwhile(by, sha256)
    return have if have < total else _whole(path, sha256, by, name, at)


def _put_beside(path: Path, data: bytes, start: int, have: int) -> int:
    """Write a piece where it belongs, unless one before it is missing; how many bytes there are now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _tidy(path.parent)
    if start > have:
        return have
    with path.open("r+b" if have else "wb") as handle:
        handle.seek(start)
        handle.write(data)
        handle.truncate()
    return start + len(data)


def bring_file(upload: File[bytes], *, by: Person, at: datetime | None = None, field: str = "file") -> Paper:
    """Nhận tệp từ trang web: a photo, a voice note or a paper, chosen in a form."""
    return bring(upload, by=by, at=at, field=field, sounds=True)


def _unfit(data: bytes, start: int, total: int) -> list[Reason]:
    if total > LONGEST_FILE:
        return [
            Reason(
                f"Tệp lớn hơn {LONGEST_FILE // 1_000_000} MB. Hãy chụp nhỏ hơn hoặc ghi ngắn hơn.", "file", "too_large"
            )
        ]
    if start < 0 or not data or start + len(data) > total:
        return [Reason("Phần gửi lên không khớp với tệp. Máy sẽ gửi lại.", "file", "range")]
    return []


def _whole(path: Path, sha256: str, by: Person, name: str, at: datetime | None) -> Paper:
    try:
        data = path.read_bytes()
        path.unlink()
    except FileNotFoundError:
        return _brought_meanwhile(by, sha256)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(Reason("Tệp tới nơi không còn nguyên vẹn. Máy sẽ gửi lại từ đầu.", "file", "hash"))
    return bring(ContentFile(data, name=name or sha256[:12]), by=by, at=at, sounds=True)


def _brought_meanwhile(by: Person, sha256: str) -> Paper:
    """A second connection of the same device was quicker with the last piece, and may still be judging the file."""
    known = paper_of(by, sha256)
    if known is None:
        raise Refused(Reason("Tệp này đang được nhận ở một kết nối khác. Máy sẽ hỏi lại.", "file", "busy"))
    return known


def _tidy(folder: Path) -> None:
    """Nobody fills the disk with beginnings: old ones go, then the oldest beyond the number allowed."""
    pieces = sorted(((_written_at(piece), piece) for piece in folder.iterdir()), reverse=True)
    oldest = time.time() - _KEPT_FOR
    for i, (written_at, piece) in enumerate(pieces):
        if i >= _MOST_OPEN or written_at < oldest:
            piece.unlink(missing_ok=True)


def _written_at(piece: Path) -> float:
    try:
        return piece.stat().st_mtime
    except FileNotFoundError:
        return 0
