"""Chị Ba brings her papers; each is stored once, whole or not at all."""

import errno
import os
import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django import Settings

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.papers.acts import bring, keep
from ocop.papers.models import Paper
from ocop.papers.queries import bytes_of, path_of
from tests import cast

from .conftest import pdf, picture

pytestmark = pytest.mark.django_db


def _upload(data: bytes, name: str = "giấy phép.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def _files(store: Path) -> list[Path]:
    return [p for p in store.rglob("*") if p.is_file()]


def test_a_paper_is_kept_under_its_hash_with_its_true_type(store: Path) -> None:
    paper = bring(_upload(pdf(2)), by=cast.person("chi_ba"))
    assert (paper.media_type, paper.pages, paper.name) == ("application/pdf", 2, "giấy phép.pdf")
    assert bytes_of(paper.sha256) == pdf(2)
    assert [p.name for p in _files(store)] == [paper.sha256]


def test_the_journal_knows_the_hash_but_not_the_name() -> None:
    paper = bring(_upload(pdf(), "CCCD Nguyễn Thị Ba.pdf"), by=cast.person("chi_ba"))
    line = Line.objects.get(verb="bring_paper")
    assert line.facts["sha256"] == paper.sha256
    assert "Nguyễn" not in str(line.facts)


def test_the_same_file_twice_is_stored_once_and_a_double_click_makes_one_paper(store: Path) -> None:
    chi_ba = cast.person("chi_ba")
    first = bring(_upload(pdf()), by=chi_ba)
    assert bring(_upload(pdf()), by=chi_ba) == first
    other = bring(_upload(pdf()), by=cast.person("chi_lan"))
    assert other != first
    assert other.sha256 == first.sha256
    assert len(_files(store)) == 1


def test_an_image_gets_a_public_copy_beside_the_original(store: Path) -> None:
    data = picture(gps=True)
    paper = bring(_upload(data, "vườn.jpg"), by=cast.person("chi_ba"))
    assert bytes_of(paper.sha256) == data
    assert paper.public_sha256 not in ("", paper.sha256)
    assert len(_files(store)) == 2


def test_a_file_that_is_too_large_is_refused_whatever_size_it_claims(settings: Settings, store: Path) -> None:
    settings.LONGEST_PAPER = 1000
    upload = _upload(pdf() + b"\n" * 1000)
    upload.size = 5
    with pytest.raises(Refused, match="lớn hơn"):
        bring(upload, by=cast.person("chi_ba"))
    assert not _files(store) if store.exists() else True


def test_a_refused_file_leaves_nothing_behind(store: Path) -> None:
    chi_ba = cast.person("chi_ba")
    lines = Line.objects.count()
    with pytest.raises(Refused):
        bring(_upload(b"<svg/>", "logo.svg"), by=chi_ba)
    assert not store.exists()
    assert not Paper.objects.exists()
    assert Line.objects.count() == lines


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chi_ba = cast.person("chi_ba")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="đã đầy"):
        bring(_upload(pdf()), by=chi_ba)
    monkeypatch.undo()
    assert not _files(store)
    assert not Paper.objects.exists()


def test_a_file_cut_by_a_crash_is_written_again(store: Path) -> None:
    chi_ba = cast.person("chi_ba")
    paper = bring(_upload(pdf()), by=chi_ba)
    path_of(paper.sha256).write_bytes(b"half")
    bring(_upload(pdf(), "khác.pdf"), by=chi_ba)
    assert bytes_of(paper.sha256) == pdf()


def test_bytes_that_were_changed_or_lost_are_never_given_out(store: Path) -> None:
    paper = bring(_upload(pdf()), by=cast.person("chi_ba"))
    path_of(paper.sha256).write_bytes(pdf(2))
    with pytest.raises(Refused, match="bị thay đổi"):
        bytes_of(paper.sha256)
    path_of(paper.sha256).unlink()
    with pytest.raises(Refused, match="không còn"):
        bytes_of(paper.sha256)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_a_path_is_made_of_a_hash_only(sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        path_of(sha256)


def test_a_document_that_we_made_is_kept_as_it_is() -> None:
    paper = keep(b"%PDF-made", name="Biên bản.pdf", media_type="application/pdf", by=cast.person("thu_ky"), pages=2)
    assert bytes_of(paper.sha256) == b"%PDF-made"
    assert (paper.name, paper.pages) == ("Biên bản.pdf", 2)


@pytest.mark.django_db(transaction=True)
def test_two_people_bring_the_same_file_at_once(store: Path) -> None:
    people = [cast.person("chi_ba"), cast.person("chi_lan")]
    faults: list[BaseException] = []

    def bringing(who: int) -> None:
        try:
            bring(_upload(pdf()), by=people[who])
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=bringing, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not faults
    assert Paper.objects.count() == 2
    assert len(_files(store)) == 1
