"""The dossier as paper for those who sit: the bound file, replies beside criteria, samples that are missing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from ocop.dossiers import acts as dossiers
from ocop.dossiers.acts import binding
from ocop.dossiers.models import Reply
from ocop.people.models import Person
from tests.dossiers.conftest import enter, read

from .stage import Stage


def photograph() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG")
    return SimpleUploadedFile("hop-dong.jpg", out.getvalue(), "image/jpeg")


def answered(stage: Stage) -> Reply:
    dossier = stage.item.dossier
    (asked,) = dossiers.ask_reply(dossier, criteria={"1.1": "Chưa rõ nguyên liệu."}, by=None)
    return dossiers.give_reply(
        asked, words="Nguyên liệu ở ba bản quanh xưởng.", upload=photograph(), by=stage.people.chi_ba
    )


def test_a_member_reads_the_reply_beside_its_criterion_and_opens_its_paper(scoring: Stage) -> None:
    reply = answered(scoring)
    member, item = enter(scoring.people.members[0]), scoring.item
    assert "Nguyên liệu ở ba bản quanh xưởng." in read(member.get(f"/hoi-dong/muc/{item.pk}/"))
    page = f"/hoi-dong/muc/{item.pk}/tra-loi/{reply.pk}/"
    assert b"".join(member.get(page).streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    buyer: Person = scoring.people.nguoi_mua
    assert enter(buyer).get(page).status_code == 404


def test_a_member_takes_the_bound_file_and_a_stranger_does_not(scoring: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"/hoi-dong/muc/{scoring.item.pk}/dong-tap/"
    member = enter(scoring.people.members[0])
    monkeypatch.setattr(binding, "MOST_AT_ONCE", 0)
    assert member.post(page).headers["Location"] == f"/hoi-dong/muc/{scoring.item.pk}/"
    assert "Đang đóng tập hồ sơ" in read(member.get(f"/hoi-dong/muc/{scoring.item.pk}/"))
    dossiers.make_binding(scoring.item.dossier.bindings.get().pk)
    data = b"".join(member.post(page).streaming_content)  # type: ignore[attr-defined]
    assert scoring.item.dossier.product.name in PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert enter(scoring.people.nguoi_mua).post(page).status_code == 404


def test_missing_samples_are_shown_before_the_sitting(prepared: Stage) -> None:
    page = f"/hoi-dong/phien/{prepared.sitting.pk}/chuong-trinh/"
    assert "thiếu 5 mẫu" in read(enter(prepared.people.co_nam).get(page))
