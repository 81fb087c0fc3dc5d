"""Photos, voice notes and papers: by hash, in pieces, however often the network breaks."""

from __future__ import annotations

import hashlib
import io
import resource

import pytest
from django.test import Client
from PIL import Image

from ocop.papers.models import Paper
from tests.diaries.cast import as_, entry, sync, village
from tests.together import at_once

pytestmark = pytest.mark.django_db
HOME = "/nhat-ky-san-xuat/tep/"


def _photo(shade: int = 120) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 30)).save(out, "JPEG")
    return out.getvalue()


def _voice() -> bytes:
    return b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(range(256)) * 20


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _put(client: Client, data: bytes, sha256: str = "", **headers: str):  # type: ignore[no-untyped-def]
    address = f"{HOME}{sha256 or _hash(data)}/"
    return client.put(address, data, content_type="application/octet-stream", headers=headers)


def test_a_photo_and_a_voice_note_are_kept_once_however_often_they_are_sent() -> None:
    client = as_(village().in_)
    for data, media_type in ((_photo(), "image/jpeg"), (_voice(), "audio/ogg")):
        for _ in range(2):
            answer = _put(client, data)
            assert (answer.status_code, answer.json()["media_type"]) == (200, media_type)
        read = client.get(f"{HOME}{_hash(data)}/")
        assert b"".join(read.streaming_content) == data  # type: ignore[attr-defined]
    assert Paper.objects.count() == 2


def test_a_broken_upload_goes_on_where_it_stopped() -> None:
    client, data = as_(village().in_), _photo()
    first, sha256 = data[:300], _hash(data)
    answer = _put(client, first, sha256, **{"Content-Range": f"bytes 0-299/{len(data)}"})
    assert (answer.status_code, answer["Upload-Offset"]) == (202, "300")
    assert client.head(f"{HOME}{sha256}/")["Upload-Offset"] == "300"
    too_far = _put(client, data[400:], sha256, **{"Content-Range": f"bytes 400-{len(data) - 1}/{len(data)}"})
    assert too_far["Upload-Offset"] == "300"
    again = _put(client, data[200:], sha256, **{"Content-Range": f"bytes 200-{len(data) - 1}/{len(data)}"})
    assert again.status_code == 200
    assert client.head(f"{HOME}{sha256}/").status_code == 200


def test_a_full_disk_is_no_refusal_and_the_upload_goes_on_when_there_is_room() -> None:
    out = io.BytesIO()
    Image.effect_noise((500, 500), 90).convert("RGB").save(out, "JPEG", quality=95)
    client, data, most = as_(village().in_), out.getvalue(), 100_000
    assert len(data) > most
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        full = _put(client, data)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert full.status_code == 507 and "đã đầy" in full.json()["reasons"][0]["message"]
    have = int(client.head(f"{HOME}{_hash(data)}/")["Upload-Offset"])
    assert 0 <= have <= most
    rest = _put(client, data[have:], _hash(data), **{"Content-Range": f"bytes {have}-{len(data) - 1}/{len(data)}"})
    assert rest.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_bring_the_last_piece_at_once_make_one_paper_or_are_asked_again() -> None:
    client, data = as_(village().in_), _photo()
    answers = at_once(*[lambda: _put(client, data)] * 4)
    assert {answer.status_code for answer in answers} <= {200, 503}, answers  # type: ignore[attr-defined]
    assert _put(client, data).status_code == 200
    assert {paper.sha256 for paper in Paper.objects.all()} == {_hash(data)}


def test_what_is_not_what_it_says_is_refused_with_a_sentence_and_not_kept() -> None:
    client = as_(village().in_)
    wrong = _put(client, _photo(), "c" * 64)
    page = _put(client, b"<html><script>alert(1)</script>" * 9)
    film = _put(client, b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + b"V_VP9" + bytes(900))
    assert [a.status_code for a in (wrong, page, film)] == [422, 422, 422]
    assert "phim" in film.json()["reasons"][0]["message"]
    assert not Paper.objects.exists()
    assert _put(client, b"abc", **{"Content-Range": "bytes 5-1/3"}).status_code == 400
    assert _put(client, b"").status_code == 422


def test_the_cooperative_opens_a_household_s_photo_and_another_household_cannot_know_of_it() -> None:
    people, data = village(), _photo(7)
    sync(as_(people.in_), entry(files=[{"sha256": _hash(data), "kind": "photo"}]))
    _put(as_(people.in_), data)
    opened = as_(people.ba).get(f"{HOME}{_hash(data)}/")
    assert b"".join(opened.streaming_content) == data  # type: ignore[attr-defined]
    assert as_(people.out).get(f"{HOME}{_hash(data)}/").status_code == 404
    # Naming somebody's hash in an entry of one's own opens nothing.
    sync(as_(people.out), entry(files=[{"sha256": _hash(data), "kind": "photo"}]))
    assert as_(people.out).get(f"{HOME}{_hash(data)}/").status_code == 404
