"""Scoring on a tablet whose network comes and goes: nothing chosen is lost, nothing is overwritten unseen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone
from tests.journeys.walker import Walker

SITTING = "Phiên đang chấm trên máy tính bảng (mô phỏng)"
FIVE = ("1.1", "1.2", "1.3", "1.4", "1.5")


def _sheet(walker: Walker, item: str) -> str:
    """The member's own sheet of an item, opened; where it is."""
    page = walker.visit("/hoi-dong/")
    walker.click(walker.link(SITTING))
    row = page.locator(".agenda-item", has_text=item)
    with page.expect_navigation():
        row.get_by_role("link", name=re.compile("Mở phiếu|Chấm tiếp")).click()
    if page.get_by_role("button", name=re.compile("[Mm]ở phiếu chấm")).count():
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("[Mm]ở phiếu chấm")).click()
    walker.look("tablet-sheet")
    return page.url.removeprefix(walker.address)


def _carried(page: Page, sheet: str) -> None:
    """The page has put the sheet and what waits on this device aside, and a worker stands ready to show them."""
    script = (
        "async (ats) => Boolean((await navigator.serviceWorker?.getRegistration('/hoi-dong/phieu/'))?.active)"
        " && (await Promise.all(ats.map((at) => caches.match(at)))).every(Boolean)"
    )
    _until(page, script, [f"{sheet}mang-theo/", "/hoi-dong/phieu/mang-theo/"])


def _until(page: Page, script: str, arg: object = None) -> None:
    """`wait_for_function` takes the promise of an asynchronous function for its answer, so it waits for nothing."""
    for _ in range(150):
        if page.evaluate(script, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within 15 seconds: {script}")


def _choose(page: Page, code: str, nth: int) -> str:
    """Pick an option that is not the present one."""
    free = page.locator(f'input[name="{code}"]:not(:checked)').evaluate_all("all => all.map((one) => one.value)")
    page.locator(f'label.choice:has(input[name="{code}"][value="{free[nth % len(free)]}"])').click()
    return str(free[nth % len(free)])


def _on_device(page: Page, count: int) -> None:
    expect(page.locator("[data-saved]")).to_contain_text(f"chưa gửi {count} ô")


def _sent(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"đã lưu \d\d:\d\d$"))


@contextmanager
def _answered(page: Page) -> Iterator[None]:
    with page.expect_response(lambda answer: "x-autosave" in answer.request.headers):
        yield
    _sent(page)


def _stored(walker: Walker, sheet: str, code: str) -> str:
    """What the server says, asked by a page of its own without the worker between."""
    html = walker.context.request.get(f"{sheet}{code}/").text()
    found = re.search(rf'name="{re.escape(code)}" value="([^"]*)" checked', html)
    return found.group(1) if found else ""


@on_phone
def test_five_criteria_scored_without_network_are_on_the_server_when_it_returns(someone: Someone) -> None:
    walker = someone("Thành viên Ba")
    sheet = _sheet(walker, "Chè dây")
    page = walker.visit(f"{sheet}{FIVE[0]}/")
    _carried(page, sheet)
    page.reload()  # from here on the worker stands between
    walker.context.set_offline(True)
    chosen = {}
    for place, code in enumerate(FIVE):
        expect(page.locator("legend .num").first).to_have_text(code)
        chosen[code] = _choose(page, code, 1)
        _on_device(page, place + 1)
        with page.expect_navigation():
            page.locator("[data-next]").click()
    expect(page.get_by_text("Đang xem bản để sẵn trên máy này")).to_be_visible()
    page.goto(f"{sheet}{FIVE[2]}/")
    assert page.locator(f'input[name="{FIVE[2]}"]:checked').input_value() == chosen[FIVE[2]], (
        "a page turned keeps its choice"
    )
    walker.context.set_offline(False)
    page.reload()
    _sent(page)
    assert {code: _stored(walker, sheet, code) for code in FIVE} == chosen
    walker.errors.clear()  # the browser's own words about the lost network


@on_phone
def test_a_page_closed_in_between_loses_nothing(someone: Someone) -> None:
    walker = someone("Thành viên Bốn")
    sheet = _sheet(walker, "Chè dây")
    page = walker.page
    page.goto(f"{sheet}2.1/")
    _carried(page, sheet)
    walker.context.set_offline(True)
    chosen = _choose(page, "2.1", 1)
    _on_device(page, 1)
    page.close(run_before_unload=False)
    walker.context.set_offline(False)
    walker.page = again = walker.context.new_page()
    again.goto(sheet)
    _sent(again)
    assert _stored(walker, sheet, "2.1") == chosen
    walker.errors.clear()


@on_phone
def test_two_windows_that_chose_differently_are_shown_side_by_side(someone: Someone) -> None:
    walker = someone("Thành viên Năm")
    sheet = _sheet(walker, "Chè dây")
    one = walker.page
    one.goto(f"{sheet}3.1/")
    two = walker.context.new_page()
    two.goto(f"{sheet}3.1/")
    with _answered(one):
        first = _choose(one, "3.1", 0)
    second = _choose(two, "3.1", 1)
    assert first != second
    asked = two.get_by_text("hai máy hoặc hai cửa sổ ghi khác nhau")
    expect(asked).to_be_visible()
    assert _stored(walker, sheet, "3.1") == first, "nothing was overwritten"
    with _answered(two):
        two.get_by_role("button", name="Lấy bản trên máy này").click()
    expect(asked).to_be_hidden()
    assert _stored(walker, sheet, "3.1") == second


@on_phone
def test_signing_out_waits_for_what_is_unsent_and_then_clears_the_device(someone: Someone) -> None:
    walker = someone("Bà Sáu")
    sheet = _sheet(walker, "Chè dây")
    page = walker.page
    page.goto(f"{sheet}4.1/")
    _carried(page, sheet)
    walker.context.set_offline(True)
    _choose(page, "4.1", 1)
    _on_device(page, 1)
    _sign_out(page)
    expect(page.get_by_role("heading", name="Điểm còn trên máy này")).to_be_visible()
    walker.context.set_offline(False)
    # Back in the network it sends by itself: the button «Gửi ngay» may be gone before a finger comes to it.
    expect(page.get_by_text("Không còn gì chưa gửi")).to_be_visible(timeout=15_000)
    with page.expect_navigation():
        _sign_out(page)
    _until(page, "async () => (await caches.keys()).length === 0")
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
    walker.errors.clear()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").last.click()
