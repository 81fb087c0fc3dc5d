"""Single moments that a person must be able to rely on: no mouse, no network."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone

LOGIN, PASSWORD = "0900000031", "rung-hoi-binh-lieu-7"


# The mark of the focus stands on the control or on the card around it.
RINGED = """(() => {
  const marked = (e) => { const s = getComputedStyle(e); return s.outlineStyle !== "none" || s.boxShadow !== "none"; };
  return marked(document.activeElement) || marked(document.activeElement.closest("label") ?? document.activeElement);
})()"""


def _tab_to(page: Page, script: str, limit: int = 60) -> None:
    """Press Tab until the focused element `e` is the wanted one, and see that its focus is visible on the way."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const e = document.activeElement; return {script}; }})()"):
            assert page.evaluate(RINGED), (
                f"the focus cannot be seen on {page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}"
            )
            return
    raise AssertionError(f"no element where {script} within {limit} tabs")


def _enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_dossier_is_opened_and_a_criterion_saved_with_the_keyboard_alone(someone: Someone, screen: str) -> None:
    walker = someone()
    page = walker.visit("/dang-nhap/")
    _tab_to(page, "e.name === 'login'")
    page.keyboard.type("0900000001")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    _enter(page)
    walker.look("keyboard-desk")
    _tab_to(page, "e.href && e.href.endsWith('/ho-so/mo/')")
    _enter(page)
    name = {"phone": "Phấn hoa", "laptop": "Trà hoa vàng"}[screen]
    _tab_to(page, f"e.href && e.href.includes('loai=') && e.closest('section').innerText.includes('{name}')")
    _enter(page)
    for question in ("registered", "small", "on_sale", "known_material", "own"):
        _tab_to(page, f"e.name === '{question}'")
        page.keyboard.press("Space")
    _tab_to(page, "e.tagName === 'BUTTON' && e.textContent.includes('Mở hồ sơ')")
    _enter(page)
    walker.look("keyboard-dossier")
    _tab_to(page, "e.href && e.href.endsWith('/tieu-chi/1.1/')")
    _enter(page)
    _tab_to(page, "e.name === '1.1'")
    with walker.autosaved():
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    chosen = page.locator('input[name="1.1"]:checked').get_attribute("value")
    walker.look("keyboard-saved")
    page.reload()
    assert page.locator('input[name="1.1"]:checked').get_attribute("value") == chosen


@on_phone
def test_what_is_typed_without_network_is_kept_and_saved_when_it_returns(someone: Someone) -> None:
    walker = someone("Chị Lan")
    page, words = _some_draft(walker.page), "Viết lúc mất sóng trên đèo (mô phỏng)."
    page.wait_for_load_state("networkidle")
    walker.context.set_offline(True)
    page.get_by_label("Thuyết minh").fill(words)
    expect(page.locator("[data-saved]")).to_contain_text(re.compile("Mất mạng"))
    assert page.get_by_label("Thuyết minh").input_value() == words
    with walker.autosaved():
        walker.context.set_offline(False)
    walker.errors.clear()  # the browser's own words about the lost network
    page.reload()
    assert page.get_by_label("Thuyết minh").input_value() == words


def _some_draft(page: Page) -> Page:
    """The neighbour registers a product for a dossier of her own, so that no other journey is disturbed."""
    page.goto("/san-pham/moi/")
    page.get_by_label("Tên sản phẩm").fill("Bánh gai nương (mô phỏng)")
    page.get_by_label("Bộ sản phẩm").select_option("6")
    with page.expect_navigation():
        page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.goto("/ho-so/mo/")
    card = page.locator("section.card", has=page.get_by_role("heading", name="Bánh gai nương (mô phỏng)", exact=True))
    if card.count():  # with one product only, its form stands here at once
        card.get_by_role("link", name="Lần đầu").click()
    for yes in page.get_by_role("radio", name="Có", exact=True).all():
        yes.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Mở hồ sơ").click()
    page.goto(page.url + "tieu-chi/1.1/")
    return page
