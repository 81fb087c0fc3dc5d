"""Who gets which paper, and how it leaves the house."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ocop.journal.rules import Refused
from ocop.papers.acts import bring
from ocop.papers.exports import file_response
from ocop.papers.models import Paper
from tests import cast

from .conftest import pdf, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Paper:
    return bring(SimpleUploadedFile("Giấy phép số 1.pdf", pdf()), by=cast.person("chi_ba"))


def test_the_bringer_downloads_her_paper_as_an_attachment(client: Client, paper: Paper) -> None:
    client.force_login(cast.person("chi_ba"))
    response = client.get(f"/giay-to/{paper.pk}/")
    assert response.status_code == 200
    assert b"".join(response) == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Gi")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in response["Cache-Control"]


def test_others_do_not_even_learn_that_it_exists(client: Client, paper: Paper) -> None:
    client.force_login(cast.person("chi_lan"))
    mine, none = client.get(f"/giay-to/{paper.pk}/"), client.get("/giay-to/999999999999999999999999/")
    assert mine.status_code == none.status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, paper: Paper) -> None:
    response = client.get(f"/giay-to/{paper.pk}/")
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


def test_a_paper_is_only_read_here(client: Client, paper: Paper) -> None:
    client.force_login(cast.person("chi_ba"))
    assert client.post(f"/giay-to/{paper.pk}/").status_code == 405


def test_the_public_response_is_the_copy_without_place() -> None:
    paper = bring(SimpleUploadedFile("vườn.jpg", picture(gps=True)), by=cast.person("chi_ba"))
    response = file_response(paper, public=True)
    assert b"Exif" not in b"".join(response)
    response.close()
    assert "public" in response["Cache-Control"]


def test_a_paper_without_a_public_copy_is_not_shown_to_the_public(paper: Paper) -> None:
    with pytest.raises(Refused, match="bản công khai"):
        file_response(paper, public=True)
