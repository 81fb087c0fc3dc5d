"""The whole dossier as one PDF, read back page by page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader
from pypdf.generic import Destination
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from ocop.dossiers import acts
from ocop.dossiers.acts import binding as binding_acts
from ocop.dossiers.exports import bind
from ocop.dossiers.models import Binding, Dossier
from ocop.dossiers.queries import filled
from ocop.papers.models import Paper
from ocop.papers.queries import bytes_of, path_of
from tests.dossiers.conftest import NOW, Company, photograph


def scanned(name: str, pages: int, size: tuple[float, float] = A4, turn: int = 0) -> SimpleUploadedFile:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(1, pages + 1):
        canvas.drawString(72, 72, f"{name} to {number}")
        canvas.showPage()
    canvas.save()
    data = out.getvalue()
    if turn:
        from pypdf import PdfWriter

        writer = PdfWriter(clone_from=io.BytesIO(data))
        for page in writer.pages:
            page.rotate(turn)
        turned = io.BytesIO()
        writer.write(turned)
        data = turned.getvalue()
    return SimpleUploadedFile(f"{name}.pdf", data, "application/pdf")


def bound(dossier: Dossier, **how: bool) -> PdfReader:
    out = io.BytesIO()
    bind(filled(Dossier.objects.get(pk=dossier.pk), private=False, **how), out)
    return PdfReader(out)


def marks(reader: PdfReader, items: list[object] | None = None, depth: int = 0) -> Iterator[tuple[int, str, int]]:
    for item in reader.outline if items is None else items:
        if isinstance(item, Destination):
            yield depth, str(item.title), reader.get_destination_page_number(item) or 0
        else:
            yield from marks(reader, item, depth + 1)  # type: ignore[arg-type]


@pytest.fixture
def evident(filled: Dossier, cast: Company) -> Dossier:
    for code, upload in (
        ("1.1", scanned("hop-dong", 3)), ("1.2", photograph("vuon.jpg", "green")), ("1.2", scanned("so-do", 1, landscape(A3))),
        ("2.1", scanned("nam-ngang", 2, A4, 90)), ("G1", photograph("dang-ky.jpg", "red")),
    ):  # fmt: skip
        acts.bring_evidence(filled, code, upload, by=cast.chi_ba, at=NOW)
    first = Paper.objects.get(name="hop-dong.pdf")
    acts.bind_evidence(filled, "4.1", first, by=cast.chi_ba, at=NOW)
    return acts.submit(filled, by=cast.chi_ba, at=NOW)


def test_every_page_is_numbered_and_carries_the_hash(evident: Dossier) -> None:
    reader, sha256 = bound(evident), evident.versions.get().sha256
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert sha256 in text
        assert f"Trang {number}/{total}" in text
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_bookmarks_lead_to_each_form_each_criterion_and_each_paper(evident: Dossier) -> None:
    reader = bound(evident)
    found = list(marks(reader))
    titles = {title: page for _, title, page in found}
    rows = filled(evident, private=False).form.rows
    for row in rows:
        title = f"{row.code}. {row.title}" if row.question else row.title
        assert row.title[:20] in reader.pages[titles[title]].extract_text().replace("\u200b", "")
    assert [title for depth, title, _ in found if depth == 0][:3] == ["Bìa và mục lục", "Các mẫu", found[5][1]]
    start = titles["hop-dong.pdf"]
    assert [f"hop-dong to {n}" in reader.pages[start + n - 1].extract_text() for n in (1, 2, 3)] == [True] * 3


def test_the_contents_name_the_page_where_each_criterion_begins(evident: Dossier) -> None:
    reader = bound(evident)
    contents = "\n".join(page.extract_text() for page in reader.pages[1:4])
    for _, title, page in marks(reader):
        if title.startswith(("1.1.", "4.1.", "Mẫu 02")):
            line = next(line for line in contents.splitlines() if title[:18] in line)
            after = contents[contents.index(line) :]
            assert str(page + 1) in after.split("....")[-1] or f" {page + 1}" in after


def test_a_paper_that_proves_two_criteria_is_bound_once_and_named_twice(evident: Dossier) -> None:
    reader = bound(evident)
    texts = [page.extract_text() for page in reader.pages]
    assert sum("hop-dong to 1" in text for text in texts) == 1
    titles = {title: page for _, title, page in marks(reader)}
    place = titles["hop-dong.pdf"] + 1
    second = next(page for title, page in titles.items() if title.startswith("4.1."))
    assert "hop-dong.pdf" in re.sub(r"[\s\u200b]", "", texts[second])
    assert str(place) in texts[second].split()


def test_a_page_on_its_side_stands_upright_and_a_large_one_fits(evident: Dossier) -> None:
    for page in bound(evident).pages:
        assert page.rotation == 0
        assert "/Annots" not in page


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.4\nnot a document\n%%EOF", b"\x00" * 500])
def test_a_broken_file_becomes_a_page_that_says_so(
    filled: Dossier, cast: Company, damage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts.bring_evidence(filled, "1.1", scanned("hong", 4), by=cast.chi_ba, at=NOW)
    acts.bring_evidence(filled, "1.2", photograph("anh-hong.jpg"), by=cast.chi_ba, at=NOW)
    sealed = acts.submit(filled, by=cast.chi_ba, at=NOW)
    for paper in Paper.objects.all():
        Path(path_of(paper.sha256)).write_bytes(damage)
    reader = bound(sealed)
    said = [page.extract_text() for page in reader.pages if "Không mở được tệp này" in page.extract_text()]
    assert len([text for text in said if "hong.pdf" in text]) >= 1
    assert any("anh-hong.jpg" in text for text in said)


def test_a_draft_is_bound_as_a_draft(filled: Dossier) -> None:
    reader = bound(filled, draft=True)
    assert "BẢN NHÁP" in reader.pages[0].extract_text()
    assert all("BẢN NHÁP · SHA-256" in page.extract_text() for page in reader.pages)


def test_a_short_dossier_is_bound_at_once_kept_as_a_paper_and_never_made_twice(
    evident: Dossier, cast: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binding_acts, "MOST_AT_ONCE", 1000)
    made = acts.ask_binding(evident, by=cast.chi_ba)
    assert made.state == Binding.State.READY
    assert made.paper is not None
    assert made.done == made.total == len(PdfReader(io.BytesIO(bytes_of(made.paper.sha256))).pages)
    assert acts.ask_binding(evident, by=cast.anh_tu).pk == made.pk


def test_a_long_dossier_waits_for_the_worker(evident: Dossier, cast: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding_acts, "MOST_AT_ONCE", 3)
    asked = acts.ask_binding(evident, by=cast.chi_ba)
    assert asked.state == Binding.State.WAITING
    from ocop.dossiers.tasks import jobs

    jobs["dossiers.bind"](binding=asked.pk)
    asked.refresh_from_db()
    assert asked.state == Binding.State.READY
