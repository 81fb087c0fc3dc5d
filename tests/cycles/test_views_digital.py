"""The pages of the digital plan."""

from __future__ import annotations

import html5lib
import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ocop.cycles import acts
from ocop.cycles.models import DigitalPlan
from ocop.cycles.rules import digital
from ocop.products.models import Product
from tests import cast
from tests.cycles import stage

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def read(response: HttpResponse, status: int = 200) -> str:
    text = response.content.decode()
    assert response.status_code == status, text[:2000]
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def received(response: object) -> bytes:
    """The bytes of a file that was sent, read to its end."""
    assert isinstance(response, FileResponse)
    return b"".join(response.streaming_content)


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(cast.person(who), backend=BACKEND)
    return client


def levels(level: int = 0) -> dict[str, int]:
    return {question.key: level for question in digital.self_test(timezone.localdate()).questions}


def test_chi_ba_tests_herself_and_proves_a_step_by_hand() -> None:
    product, client = cast.product(), signed_in("chi_ba")
    assert "Chưa có kế hoạch" in read(client.get("/chuyen-doi-so/"))
    address = f"/chuyen-doi-so/tu-danh-gia/{product.slug}/"
    read(client.get(address))
    assert "Chưa thể tiếp tục" in read(client.post(address, {"photos": "0"}), 422)
    response = client.post(address, levels())
    plan = DigitalPlan.objects.get()
    assert response.headers["Location"] == f"/chuyen-doi-so/{plan.pk}/"
    text = read(client.get(f"/chuyen-doi-so/{plan.pk}/"))
    assert "mặc định của phần mềm" in text
    assert text.count("Ghi minh chứng") == 5
    step = plan.steps.first()
    assert step is not None
    proof = f"/chuyen-doi-so/{plan.pk}/buoc/{step.pk}/"
    read(client.get(proof))
    day = str(timezone.localdate())
    assert "đường dẫn hoặc ghi vài dòng" in read(client.post(proof, {"done_on": day}), 422)
    assert client.post(proof, {"done_on": day, "file": stage.pdf("anh.pdf")}).status_code == 302
    assert read(client.get(f"/chuyen-doi-so/{plan.pk}/")).count("Ghi minh chứng") == 4
    assert received(signed_in("anh_tu").get(f"{proof}giay/")).startswith(b"%PDF")
    assert signed_in("anh_khac").get(f"{proof}giay/").status_code == 404
    assert client.get(f"/chuyen-doi-so/{plan.pk}/buoc/{plan.steps.all()[1].pk}/giay/").status_code == 404


@pytest.mark.parametrize("who", ["chi_lan", "anh_khac", "ba_sau", "quan_tri"])
def test_strangers_see_no_plan_and_nobody_else_tests_or_proves(who: str) -> None:
    plan = acts.take_test(cast.product(), levels(), by=cast.person("chi_ba"))
    client = signed_in(who)
    assert client.get(f"/chuyen-doi-so/{plan.pk}/").status_code == 404
    assert client.get(f"/chuyen-doi-so/tu-danh-gia/{plan.product.slug}/").status_code == 403
    step = plan.steps.first()
    assert step is not None
    assert signed_in("anh_tu").get(f"/chuyen-doi-so/{plan.pk}/buoc/{step.pk}/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_with_one_row_and_with_three(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    maker = cast.producer()
    for number in range(count):
        product = Product.objects.create(
            name=f"Mật {number}", slug=f"mat-{number}", producer=maker, place=maker.place, registered_at=stage.SPRING
        )
        acts.take_test(product, levels(), by=cast.person("chi_ba"))
    for who, queries in (("chi_ba", 6), ("anh_tu", 6)):
        client = signed_in(who)
        read(client.get("/chuyen-doi-so/"))
        with django_assert_num_queries(queries):
            text = read(client.get("/chuyen-doi-so/"))
        assert text.count(">Mật ") == count
    assert "Không có bước nào trễ" in read(signed_in("anh_tu").get("/chuyen-doi-so/?xem=tre"))
