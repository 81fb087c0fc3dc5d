"""Bringing papers in, and keeping those that we make."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.models import Person

from .models import Paper, PaperDetails
from .queries import path_of
from .rules import Judged, details_unfit, file_name, judge

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def bring(
    upload: File[bytes], *, by: Person, at: datetime | None = None, field: str = "file", sounds: bool = False
) -> Paper:
    """Nộp giấy tờ: an uploaded file, judged by content and stored once; the same again is the same paper.

    `sounds`: voice notes are taken, too.
    """
    data = _read(upload, field)
    judged = judge(data, field, sounds=sounds)
    name = file_name(upload.name or "", judged.media_type)
    sha256 = hashlib.sha256(data).hexdigest()
    again = Paper.objects.filter(sha256=sha256, name=name, brought_by=by).first()
    if again is not None and path_of(sha256).exists():
        return again
    return _kept(data, judged, name=name, by=by, at=at, verb="bring_paper")


def drop_off(upload: File[bytes], *, field: str = "file") -> str:
    """Nhận ảnh không tên: a picture from somebody without an account; only its public copy is kept, under the hash given."""
    judged = judge(_read(upload, field), field)
    if not judged.public:
        raise Refused(Reason("Chỉ nhận ảnh JPEG, PNG hoặc WebP.", field, "no_picture"))
    return _store(judged.public)


def keep(
    data: bytes, *, name: str, media_type: str, by: Person, pages: int | None = None, at: datetime | None = None
) -> Paper:
    """Lưu giấy tờ: a document that we made ourselves (minutes, decision, certificate)."""
    judged = Judged(media_type, pages)
    return _kept(data, judged, name=file_name(name, media_type), by=by, at=at, verb="keep_paper")


def _read(upload: File[bytes], field: str) -> bytes:
    longest: int = settings.LONGEST_PAPER
    # One byte more than allowed tells, whatever size the browser claimed.
    data: bytes = upload.read(longest + 1)
    if len(data) > longest:
        raise Refused(Reason(f"Tệp lớn hơn {longest // 1_000_000} MB. Hãy giảm cỡ hoặc chia nhỏ.", field, "too_large"))
    return data


def _kept(data: bytes, judged: Judged, *, name: str, by: Person, at: datetime | None, verb: str) -> Paper:
    sha256 = _store(data)
    public = _store(judged.public) if judged.public else ""
    with act(at) as moment:
        paper = Paper.objects.create(
            sha256=sha256, name=name, media_type=judged.media_type, size=len(data), pages=judged.pages,
            public_sha256=public, brought_by=by, brought_at=moment,
        )  # fmt: skip
        # The name stays out of the journal: people put names and numbers of persons into it.
        facts = {"sha256": sha256, "size": len(data), "media_type": judged.media_type}
        record(verb, by=by, about=paper, at=moment, facts=facts)
    return paper


def _store(data: bytes) -> str:
    """Writes the bytes under their hash; after a power cut there is the whole file or none."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    if target.exists() and target.stat().st_size == len(data):
        return sha256
    with room_on_disk():
        _write_once(target, data)
    return sha256


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Whatever is written inside meets a full disk with a sentence (reason `full`)."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            message = "Kho giấy tờ đã đầy nên chưa lưu được tệp. Hãy báo người quản trị."
            raise Refused(Reason(message, code="full")) from fault
        raise


def _write_once(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.parent / f".{target.name[:8]}.{secrets.token_hex(8)}"
    try:
        with draft.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def describe(
    paper: Paper, *, kind: str, by: Person, number: str = "", issuer: str = "", issued_on: date | None = None,
    expires_on: date | None = None, at: datetime | None = None,
) -> PaperDetails:  # fmt: skip
    """Ghi thông tin giấy tờ: what stands on it. Whether `by` may say so is asked by the chapter that owns the paper."""
    number, issuer = clean_text(number), clean_text(issuer)
    with act(at) as moment:
        day = timezone.localdate(moment)
        Refused.unless_clear(
            details_unfit(kind=kind, number=number, issuer=issuer, issued_on=issued_on, expires_on=expires_on, day=day)
        )
        details, _ = PaperDetails.objects.update_or_create(
            paper=paper,
            defaults={
                "kind": kind, "number": number, "issuer": issuer, "issued_on": issued_on, "expires_on": expires_on,
                "described_by": by, "described_at": moment,
            },
        )  # fmt: skip
        # Number and issuer stay out of the journal: on some papers they name a person.
        facts = {"kind": kind, "issued_on": str(issued_on or ""), "expires_on": str(expires_on or "")}
        record("describe_paper", by=by, about=paper, at=moment, facts=facts)
    return details


def succeed(paper: Paper, successor: Paper, *, by: Person, at: datetime | None = None) -> PaperDetails:
    """Thay giấy: `successor` is good in place of `paper` from now on; the old one stays where it was used."""
    with act(at) as moment:
        details = PaperDetails.objects.select_for_update().filter(paper=paper).first()
        Refused.unless_clear(
            _not_described(details), _same_paper(paper, successor), _replaced_already(details, successor),
            _older(paper, successor),
        )  # fmt: skip
        assert details is not None
        details.successor, details.succeeded_at = successor, moment
        details.save(update_fields=["successor", "succeeded_at"])
        facts = {"old": paper.sha256, "new": successor.sha256}
        record("succeed_paper", by=by, about=paper, at=moment, facts=facts)
    return details


def _not_described(details: PaperDetails | None) -> Reason | None:
    if details is not None:
        return None
    return Reason("Hãy ghi giấy cũ là loại gì trước khi thay.", "kind", "not_described")


def _same_paper(paper: Paper, successor: Paper) -> Reason | None:
    if paper.sha256 != successor.sha256:
        return None
    return Reason("Tệp mới giống hệt giấy cũ. Hãy chọn tệp của giấy mới.", "file", "same_paper")


def _replaced_already(details: PaperDetails | None, successor: Paper) -> Reason | None:
    if details is None or details.successor_id in (None, successor.pk):
        return None
    return Reason("Giấy này đã được thay rồi. Hãy mở giấy đang dùng để thay tiếp.", "paper", "replaced_already")


def _older(paper: Paper, successor: Paper) -> Reason | None:
    """A paper that was itself replaced is no new paper; so the succession never runs in a ring."""
    replaced = PaperDetails.objects.filter(paper=successor, successor__isnull=False)
    if paper.sha256 == successor.sha256 or not replaced.exists():
        return None
    return Reason("Tệp này là giấy cũ đã được thay. Hãy chọn tệp của giấy mới.", "file", "old_paper")
