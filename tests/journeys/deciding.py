"""Step 6: the decision is drafted, signed, its certificates issued and published; the paper leads back to its page."""

import io
import re

import pypdfium2
import zxingcpp
from PIL import Image
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.journeys.story import PASSWORD, Story


def decide(story: Story) -> None:
    co_nam = story.window("Cô Năm")
    page = co_nam.visit("/quyet-dinh/", "90-decisions")
    sitting = story.sitting.rstrip("/").rsplit("/", 1)[1]
    co_nam.click(page.locator(f'a[href="/quyet-dinh/du-thao/{sitting}/"]'), "91-draft")
    assert story.product in co_nam.main()
    page.get_by_label("Số quyết định").fill(f"{sitting}0/QĐ mô phỏng")
    co_nam.click(co_nam.button("Dự thảo và chuyển ký"), "92-drafted")
    decision = page.url.removeprefix(co_nam.address)
    _sign(story, decision)
    co_nam.visit(decision, "95-signed")
    co_nam.click(co_nam.button(re.compile(r"Cấp \d+ giấy chứng nhận")), "96-issued")
    co_nam.click(co_nam.button("Công bố"), "97-published")
    found = page.get_by_role("main").locator('a[href^="/giay-chung-nhan/GCN"]').first
    story.certificate = found.get_attribute("href") or ""


def _sign(story: Story, decision: str) -> None:
    leader = story.window("Ông Chín")
    page = leader.visit("/ban-lam-viec/", "93-leader-desk")
    assert decision in {
        link.get_attribute("href") or "" for link in page.get_by_role("main").get_by_role("link").all()
    } | {
        (link.get_attribute("href") or "").removesuffix("ky/")
        for link in page.get_by_role("main").get_by_role("link").all()
    }, "the decision waits on the leader's desk"
    leader.visit(f"{decision}ky/", "94-sign")
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    leader.click(leader.button("Ký quyết định"), "94-signed")


def check_certificate(story: Story) -> None:
    """Anybody reads the page and the paper; the QR of both leads to the page, as a camera sees it."""
    visitor = story.window("")
    page = visitor.visit(story.certificate, "98-certificate")
    assert "Giấy còn hiệu lực đến hết ngày" in visitor.main() and story.product in visitor.main()
    assert seen_by_a_camera(page) == [visitor.address + story.certificate]
    printed = visitor.fetch(visitor.link(re.compile("Tải bản in")).get_attribute("href") or "")
    text = "".join("".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(printed)).pages).split())
    assert "".join(story.product.split()) in text and story.certificate.split("/")[2] in text
    assert decoded(printed) == [visitor.address + story.certificate]
    page = visitor.visit("/giay-chung-nhan/GCN-22-1999-0001/", "99-no-certificate", status=404)


def seen_by_a_camera(page: Page) -> list[str]:
    """The QR codes on the screen."""
    page.locator(".qr svg, svg.qr, figure svg").first.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    return sorted({code.text for code in zxingcpp.read_barcodes(picture) if "QR" in code.format.name})


def decoded(pdf: bytes, dots: int = 200) -> list[str]:
    """The QR codes of a PDF as a printer of so many dots an inch would put them on paper."""
    found: set[str] = set()
    for sheet in pypdfium2.PdfDocument(pdf):
        picture = sheet.render(scale=dots / 72, grayscale=True).to_pil()
        found.update(code.text for code in zxingcpp.read_barcodes(picture))
    return sorted(found)
