"""Anyone: every public page on a phone and a laptop, light and dark, in three languages, with and without script."""

import re
from pathlib import Path
from typing import Any

import pytest

import ocop
from tests.journeys.conftest import Someone

FIXED = [
    "/",
    "/san-pham/",
    "/chu-the/",
    "/dia-ban/",
    "/giay-chung-nhan/",
    "/thong-ke/",
    "/tu-danh-gia/",
    "/tra-cuu/",
    "/tra-cuu/bao/",
    "/tra-cuu/cao/",
    "/hang-thu-hoi/",
    "/truy-xuat/cong-quoc-gia/",
    "/truy-xuat/tu-vung/",
    "/ket-noi-epcis/huong-dan/",
    "/ket-noi-epcis/tham-so/",
    "/nhat-ky-san-xuat/cach-cai/",
    "/chu-trinh/",
    "/quyet-dinh/cong-bo/",
    "/quyet-dinh/cong-bo/1/",
    "/giay-chung-nhan/chung-chi/",
    "/nhat-ky/dau/",
    "/design/",
    "/dang-nhap/",
    "/api/v1/docs",
]
EXAMPLES = [
    "product_url",
    "producer_url",
    "place_url",
    "certificate_url",
    "stamp_url",
    "digital_link_url",
    "digital_link_lot_url",
]
TRANSLATED = [
    "/san-pham/",
    "/thong-ke/",
    "/tra-cuu/",
    "/chu-trinh/",
    "/nhat-ky/dau/",
    "/quyet-dinh/cong-bo/1/",
    "/truy-xuat/tu-vung/",
    "product_url",
    "certificate_url",
    "stamp_url",
]
CATALOGUES = Path(ocop.__file__).parent / "portal" / "locale"
on_phone = pytest.mark.parametrize("screen", ["phone"], indirect=True)


def _paths(demo: dict[str, Any], pages: list[str]) -> dict[str, str]:
    return {
        page.strip("/").replace("/", "_") or "home": page if page.startswith("/") else demo["examples"][page]
        for page in pages
    }


def test_every_public_page_fits_and_has_no_barrier(someone: Someone, demo: dict[str, Any]) -> None:
    visitor = someone(story="public/light/", color_scheme="light")
    visitor.tour(_paths(demo, FIXED + EXAMPLES))
    visitor.visit("/khong-co-trang-nay/", "404", status=404)
    assert visitor.link("Về trang chủ").is_visible()


@on_phone
def test_every_public_page_is_as_clear_in_the_dark(someone: Someone, demo: dict[str, Any]) -> None:
    someone(story="public/dark/", color_scheme="dark").tour(_paths(demo, FIXED + EXAMPLES))


@on_phone
@pytest.mark.parametrize(("language", "lang", "word"), [("English", "en", "Products"), ("中文", "zh-hans", "产品")])
def test_the_language_is_switched_and_stays(
    someone: Someone, demo: dict[str, Any], language: str, lang: str, word: str
) -> None:
    visitor = someone(story=f"public/{lang}/")
    visitor.visit("/")
    visitor.page.get_by_label("Ngôn ngữ").select_option(label=language)
    visitor.click(visitor.page.get_by_role("button", name="Đổi"), "home")
    visitor.tour(_paths(demo, TRANSLATED))
    assert visitor.page.locator("html").get_attribute("lang") == lang
    if not any(CATALOGUES.glob("*/LC_MESSAGES/*.mo")):
        pytest.skip("the catalogues are not compiled: make words")
    assert visitor.page.get_by_role("banner").get_by_role("link", name=word, exact=True).count() == 1


@on_phone
def test_everything_public_is_there_without_script(someone: Someone, demo: dict[str, Any]) -> None:
    visitor = someone(story="public/no-script/", java_script_enabled=False)
    for name, path in _paths(demo, FIXED + EXAMPLES).items():
        visitor.visit(path, name)
        assert len(visitor.main()) > 80, f"{path} is empty without script"


@on_phone
@pytest.mark.parametrize("typed", ["mat ong binh lieu", "mat ong bimh lieu", "MẬT ONG Bình Liêu"])
def test_a_product_is_found_without_accents_and_with_a_typing_error(
    someone: Someone, demo: dict[str, Any], typed: str
) -> None:
    visitor = someone(story="public/search/", java_script_enabled=False)
    visitor.visit("/")
    field = visitor.page.get_by_role("main").get_by_role("searchbox").first
    field.fill(typed)
    with visitor.page.expect_navigation():
        field.press("Enter")
    visitor.look(typed.replace(" ", "-"))
    found = visitor.page.get_by_role("main").get_by_role("link", name=re.compile("Mật ong .*Bình Liêu"))
    assert found.count() >= 2
    visitor.click(found.first)
    assert "HTX Mật ong rừng Bình Liêu" in visitor.text()


@on_phone
def test_the_search_field_understands_a_stamp_code(someone: Someone, demo: dict[str, Any]) -> None:
    visitor = someone()
    visitor.visit("/")
    field = visitor.page.get_by_role("main").get_by_role("searchbox").first
    field.fill(demo["examples"]["stamp_code"])
    with visitor.page.expect_navigation():
        field.press("Enter")
    visitor.look()
    assert "Tem thật" in visitor.text()


def test_one_set_is_assessed_with_and_without_script_alike(someone: Someone) -> None:
    answers = []
    for scripted in (True, False):
        visitor = someone(story=f"public/assess/{'' if scripted else 'no-'}script-", java_script_enabled=scripted)
        visitor.visit("/tu-danh-gia/", "sets")
        visitor.click(visitor.link(re.compile("Mật ong|[Mm]ật ong")), "form")
        groups = visitor.page.locator("fieldset.criterion")
        for index in range(groups.count()):
            visitor.choose(groups.nth(index))
        if scripted:
            visitor.page.wait_for_function("/[1-9]/.test(document.querySelector('#rating-bar').innerText)")
            visitor.look("filled")
        visitor.click(visitor.button("Xem kết quả"), "result")
        answers.append(visitor.main().replace("In trang này", "").split())  # printing needs the script
    assert answers[0] == answers[1]
    assert re.search(r"[45] sao", " ".join(answers[0]))
