"""Stamps activated where there is no network: noted on the phone, kept through reloads, sent once when it is back."""

import re

from playwright.sync_api import Page, expect

from ocop.stamps.rules.codes import ALPHABET
from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone
from tests.journeys.walker import Walker

PAGE = "/tem/kich-hoat/"
KEPT = """async () => Boolean((await navigator.serviceWorker.getRegistration('/tem/kich-hoat/'))?.active)
  && Boolean(await (await caches.open('tem-kich-hoat-2')).match('/tem/kich-hoat/'))"""


def _unused(walker: Walker, how_many: int) -> list[str]:
    """Codes of stamps that are drawn and not yet activated, as the printing house gets them."""
    page = walker.visit("/san-xuat/")
    page.get_by_role("link", name="L2026-08A").click()
    page.get_by_role("link", name="1000", exact=True).click()
    words = page.get_by_role("row", name="Đã cấp, chưa in").get_by_role("rowheader").inner_text()
    first = int(words.split("–")[0].replace(".", "")) - 1
    file = walker.fetch(f"{page.url}nhan/?first={first + 1}&last={first + how_many}&format=csv&sheet=a4-40")
    return re.findall(rf"\b1000[{ALPHABET}]{{15}}\b", file.decode("utf-8-sig").replace("-", ""))


def _queue(page: Page, words: str, count: int = 1) -> None:
    expect(page.locator("[data-queue] li", has_text=words)).to_have_count(count)


@on_phone
def test_stamps_are_activated_without_a_network_and_arrive_once(someone: Someone) -> None:
    walker = someone("Chị Ba", story="activation/")
    codes = _unused(walker, 5)
    page = walker.visit(PAGE, "before")
    before = page.get_by_role("region", name="Phiếu máy đã gửi").get_by_role("listitem").count()
    page.get_by_role("button", name="Cho máy này ghi khi mất mạng").click()
    expect(page.get_by_text("Máy này đã ghi danh")).to_be_visible()
    page.wait_for_function(KEPT)
    walker.context.set_offline(True)
    page.goto(PAGE)  # never opened again since the worker came: it must be there all the same
    page.get_by_label("Tem đầu").fill(codes[0])
    page.get_by_label("Tem cuối").fill(codes[-1])
    page.get_by_role("button", name="Ghi vào máy, gửi sau").click()
    _queue(page, "Chờ gửi")
    for _ in range(2):  # a battery dies, a page is closed
        page.reload()
        _queue(page, "Chờ gửi")
    walker.shoot("waiting")
    walker.context.set_offline(False)
    page.reload()
    _queue(page, "5 tem")
    walker.errors.clear()  # the browser's own words about the lost network
    walker.look("sent")
    page.get_by_role("button", name="Đã đọc, bỏ khỏi danh sách").click()
    _queue(page, "", 0)
    page.reload()
    sent = page.get_by_role("region", name="Phiếu máy đã gửi").get_by_role("listitem")
    expect(sent.first).to_contain_text("5 tem, lượt 1000")
    assert sent.count() == before + 1, "however often the page was opened, the note arrived once"
