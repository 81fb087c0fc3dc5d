"""What only a browser can tell: axe, the theme, files dropped, and that nothing is wider than a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium: apt-get install chromium"),
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def _gallery(browser: Browser, live_server: LiveServer, **options: Any) -> Page:
    page = browser.new_page(**options)
    page.goto(f"{live_server.url}/design/")
    return page


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "light"), (1280, "dark")])
def test_the_gallery_has_no_barrier_and_fits(
    browser: Browser, live_server: LiveServer, width: int, scheme: str
) -> None:
    page = _gallery(browser, live_server, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_chosen_theme_stays_for_the_next_page(browser: Browser, live_server: LiveServer) -> None:
    page = _gallery(browser, live_server, color_scheme="light")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Nền tối").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    assert page.get_by_role("button", name="Nền sáng").is_visible()


def test_chosen_files_are_named_before_they_are_sent(browser: Browser, live_server: LiveServer) -> None:
    page = _gallery(browser, live_server)
    file = {"name": "nhãn.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1_500_000}
    page.set_input_files("#id_light-h", file)
    assert page.locator(".drop-list li").first.inner_text() == "nhãn.pdf · 1,5 MB"


def test_the_gallery_is_whole_without_script(browser: Browser, live_server: LiveServer) -> None:
    page = _gallery(browser, live_server, java_script_enabled=False)
    assert page.get_by_role("link", name="Đến nội dung chính").count() == 1
    assert not page.locator("[data-theme-switch]").is_visible()
    assert page.locator("#id_light-h").is_visible()


def test_the_first_tab_leads_past_the_navigation(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/khong-co-trang-nay/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_a_double_click_sends_a_form_once(browser: Browser, live_server: LiveServer) -> None:
    page = _gallery(browser, live_server)
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the page stays, as after a download

    page.route("**/ngon-ngu/", answer)
    for _ in range(2):
        page.evaluate("document.querySelector('.foot-language button').click()")
        page.wait_for_timeout(300)
    assert sent == ["POST"]
