"""The diary on a phone in the field: written without a network, sent when it returns, told the same on every phone."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone
from tests.journeys.walker import Walker

BOOK = "/nhat-ky-san-xuat/so/"
SENDING = "**/nhat-ky-san-xuat/dong-bo/"
READY = """async () => Boolean((await navigator.serviceWorker.getRegistration('/nhat-ky-san-xuat/so/'))?.active)
  && Boolean(navigator.serviceWorker.controller)"""


def _until(page: Page, script: str) -> None:
    for _ in range(150):
        if page.evaluate(script):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within 15 seconds: {script}")


def _open(walker: Walker) -> Page:
    """The book, with its worker standing between the page and the network."""
    page = walker.page
    page.goto(BOOK)
    expect(page.get_by_role("heading", name="Vừa làm việc gì?")).to_be_visible()
    _until(page, READY)
    return page


def _begin(page: Page, what: str) -> None:
    page.goto(f"{BOOK}#/")
    page.locator("button.tile", has_text=what).click()


def _note(page: Page, words: str, about: str = "") -> None:
    """One note, from the picture to the book."""
    _begin(page, "Ghi chú")
    page.get_by_role("button", name=about or "Không về lô nào").first.click()
    page.get_by_label("Viết thêm").fill(words)
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_text("Đã ghi:")).to_be_visible()


def _send(page: Page) -> None:
    page.get_by_role("button", name="Gửi ngay").first.click()
    expect(page.locator("#tinh-trang")).to_contain_text(re.compile(r"đã gửi hết lúc \d\d:\d\d"))


def _waits(page: Page, count: int) -> None:
    expect(page.locator("#tinh-trang")).to_contain_text(f"{count} ghi chép đang ở trên máy")


def _photo(place: bool = True) -> bytes:
    """A picture as a phone takes it: large, and with the place hidden in it."""
    image = Image.effect_noise((2400, 1800), 40).convert("RGB")
    hidden = Image.Exif()
    if place:
        hidden.get_ifd(0x8825).update({1: "N", 2: (21.0, 30.0, 0.0), 3: "E", 4: (107.0, 24.0, 0.0)})
        hidden[0x0110] = "Máy ảnh mô phỏng"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, exif=hidden)
    return out.getvalue()


def _unique(words: str) -> str:
    return f"{words} {random.randrange(10**9)}"


@on_phone
def test_a_harvest_with_a_photo_is_written_without_a_network_and_sent_when_it_returns(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    words = _unique("nắng to")
    walker.context.set_offline(True)
    page.reload()
    _begin(page, "Thu hoạch")
    page.get_by_role("button", name="Bỏ qua câu này").click()
    page.get_by_label(re.compile("gọi tên", re.IGNORECASE)).fill("Mật ong thô")
    page.get_by_role("button", name="Tiếp").click()
    expect(page.get_by_role("heading", name="Bao nhiêu?")).to_be_visible()
    for key in ("1", "2", "Dấu phẩy", "5"):
        page.get_by_role("group", name="Bàn phím số").get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="Tiếp", exact=True).click()
    page.set_input_files("#anh", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": _photo()})
    expect(page.get_by_role("img", name="Ảnh 1")).to_be_visible()
    page.get_by_label("Viết thêm").fill(words)
    page.wait_for_timeout(300)  # what a finger needs to the next button is enough for the disk
    page.reload()  # a call comes in, the battery goes: what was begun is still there
    expect(page.get_by_label("Viết thêm")).to_have_value(words)
    page.get_by_role("button", name="Ghi vào sổ").evaluate("button => { button.click(); button.click(); }")
    _waits(page, 1)  # a wet finger presses twice and means one harvest
    page.reload()
    _waits(page, 1)
    expect(page.locator(".jot").first).to_contain_text("12,5 kg Mật ong thô")
    expect(page.locator(".jot").first).to_contain_text("đang ở trên máy")
    walker.context.set_offline(False)
    _send(page)
    expect(page.locator(".jot").first).to_contain_text("đã gửi lên")
    page.locator(".jot a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("12,5 kg Mật ong thô")
    walker.errors.clear()  # the browser's own words about the lost network
    walker.look("entry")
    _photo_on_the_server_says_nothing_of_its_place(walker, someone, words)


def _photo_on_the_server_says_nothing_of_its_place(walker: Walker, someone: Someone, words: str) -> None:
    """Another phone, with nothing of its own, gets the entry and the picture from the server."""
    other = someone("Chị Ba", story="diary/other-")
    page = _open(other)
    page.goto(f"{BOOK}#/da-ghi")
    page.locator(".jot a", has_text="12,5 kg Mật ong thô").first.click()
    expect(page.get_by_text(words)).to_be_visible()
    source = page.get_by_role("img", name="Ảnh 1").get_attribute("src") or ""
    assert source.startswith("/nhat-ky-san-xuat/tep/")
    kept = Image.open(io.BytesIO(other.fetch(source)))
    assert max(kept.size) == 1600 and not kept.getexif(), "smaller, and without what the camera hid in it"


@on_phone
def test_two_phones_on_one_lot_keep_both_notes_side_by_side(someone: Someone) -> None:
    one, two = someone("Chị Ba", story="diary/one-"), someone("Chị Ba", story="diary/two-")
    lot = _first_lot(_open(one))
    _open(two)
    first, second = _unique("máy một ghi"), _unique("máy hai ghi")
    for walker, words in ((one, first), (two, second)):
        walker.context.set_offline(True)
        _note(walker.page, words, lot)
        _waits(walker.page, 1)
    for walker in (one, two):
        walker.context.set_offline(False)
        _send(walker.page)
    for walker in (one, two):
        page = walker.page
        page.reload()
        expect(page.locator("#tinh-trang")).to_contain_text("đã gửi hết")
        page.goto(f"{BOOK}#/lo")
        page.get_by_role("link", name=lot).first.click()
        beside = page.locator(".beside", has_text=first)
        expect(beside).to_contain_text("giữ cả hai")
        expect(beside).to_contain_text(second)
        assert beside.locator(".lane").count() >= 2
        walker.errors.clear()
        walker.look("side-by-side")


def _first_lot(page: Page) -> str:
    """What the first lot of the reference data is called."""
    page.goto(f"{BOOK}#/ghi")
    _begin(page, "Ghi chú")
    name = page.locator(".pick").first.locator("small").inner_text()
    page.goto(f"{BOOK}#/")
    return name


@on_phone
def test_a_session_that_ended_meanwhile_costs_nothing(someone: Someone) -> None:
    walker = someone("Chị Ba")
    page = _open(walker)
    walker.context.clear_cookies()
    words = _unique("hết phiên vẫn ghi")
    _note(page, words)
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.get_by_text("Đã hết phiên đăng nhập.")).to_be_visible()
    _waits(page, 1)
    walker.errors.clear()  # 401 is what was asked for
    page.get_by_role("link", name="Đăng nhập lại để gửi").click()
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("0900000001")
    page.get_by_label("Mật khẩu").fill("rung-hoi-binh-lieu-7")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"**{BOOK}*")
    _sent_by_itself_or_now(page)
    walker.errors.clear()


@on_phone
def test_a_portal_that_is_busy_is_not_called_a_lost_network(someone: Someone) -> None:
    walker = someone("Chị Ba")
    # As on phones whose browser does not send in the background: the worker would bring it past the page's busy portal.
    walker.context.add_init_script(
        "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined })"
    )
    page = _open(walker)
    _note(page, _unique("cổng bận vẫn ghi"))
    page.route(SENDING, lambda route: route.fulfill(status=503, body=""))
    page.get_by_role("button", name="Gửi ngay").first.click()
    expect(page.locator("#tinh-trang")).to_contain_text("cổng đang bận, máy sẽ tự gửi lại")
    _waits(page, 1)
    page.unroute(SENDING)
    _sent_by_itself_or_now(page)
    expect(page.locator("#tinh-trang")).not_to_contain_text("cổng đang bận")
    walker.errors.clear()  # 503 is what was asked for


def _sent_by_itself_or_now(page: Page) -> None:
    status = page.locator("#tinh-trang")
    expect(status).to_contain_text(re.compile("đã gửi hết|đang ở trên máy"))
    # The button goes by itself once the entry is sent, even under the finger: pressed only while it is there.
    page.evaluate(
        "[...document.querySelectorAll('#tinh-trang button')].find((b) => b.textContent.includes('Gửi ngay'))?.click()"
    )
    expect(status).to_contain_text("đã gửi hết", timeout=90_000)


@on_phone
def test_what_the_server_refuses_stays_and_is_said_better_in_a_new_entry(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    words = _unique("đồng hồ sai")
    _begin(page, "Ghi chú")
    page.get_by_role("button", name="Không về lô nào").click()
    page.get_by_label("Viết thêm").fill(words)
    page.get_by_text("Việc này làm lúc khác").click()
    page.get_by_label("Ngày giờ làm").fill("2039-01-01T08:00")
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#tinh-trang")).to_contain_text("1 ghi chép bị trả lại")
    page.get_by_role("link", name="1 ghi chép bị trả lại").click()
    expect(page.locator(".jot")).to_contain_text("đồng hồ của máy đang sai")
    walker.look("refused-list")
    page.locator(".jot a").click()
    walker.look("refused")
    page.get_by_role("button", name="Sửa và gửi lại").click()
    page.get_by_role("button", name="Không về lô nào").click()
    expect(page.get_by_label("Viết thêm")).to_have_value(words)
    page.get_by_text("Việc này làm lúc khác").click()
    page.get_by_label("Ngày giờ làm").fill("2026-08-09T08:00")
    page.get_by_role("button", name="Ghi vào sổ").click()
    _send(page)
    expect(page.locator("#tinh-trang")).not_to_contain_text("bị trả lại")


@on_phone
def test_a_note_can_be_taken_back_within_its_minute_and_put_right_later(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    gone, wrong, right = _unique("lấy lại"), _unique("ghi nhầm"), _unique("ghi đúng")
    _note(page, gone)
    walker.look("written")
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator("#tinh-trang")).not_to_contain_text("đang ở trên máy")
    _note(page, wrong)
    _send(page)
    page.locator(".jot a").first.click()
    page.get_by_role("button", name="Sửa", exact=True).click()
    page.get_by_role("button", name="Không về lô nào").click()
    page.get_by_label("Viết thêm").fill(right)
    page.get_by_role("button", name="Ghi vào sổ").click()
    _send(page)
    page.locator(".jot a").first.click()
    page.get_by_role("link", name="Xem bản cũ").click()
    expect(page.get_by_text("Ghi chép này đã được sửa.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(wrong)
    walker.look("put-right")
    assert gone not in page.evaluate("document.body.innerText")


@on_phone
def test_signing_out_asks_about_what_is_unsent_and_another_account_does_not_see_it(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    words = _unique("để lại trên máy")
    walker.context.set_offline(True)
    _note(page, words)
    walker.context.set_offline(False)
    page.goto("/ban-lam-viec/")
    page.get_by_role("button", name="Đăng xuất").last.click()
    expect(page.get_by_role("heading", name="Còn 1 ghi chép chưa gửi")).to_be_visible()
    walker.errors.clear()
    walker.look("leaving")
    with page.expect_navigation():
        page.get_by_role("button", name="Đăng xuất, để ghi chép lại trên máy").click()
    with page.expect_response(lambda answer: answer.url.endswith("/dong-bo/")):
        page.goto(BOOK)
    expect(page.locator("#tinh-trang")).to_contain_text("1 ghi chép đang ở trên máy")
    expect(page.get_by_text("Đã hết phiên đăng nhập.")).to_be_visible()
    walker.errors.clear()
    walker.sign_in("0900000001", "rung-hoi-binh-lieu-7")
    page.goto(BOOK)
    _sent_by_itself_or_now(page)
    expect(page.get_by_text("Ghi chú").first).to_be_visible()
    walker.errors.clear()


def _screens(page: Page) -> dict[str, Callable[[], object]]:
    """Every screen, by how one comes to it."""
    return {
        "today": lambda: page.goto(f"{BOOK}#/"),
        "where": lambda: _begin(page, "Thu hoạch"),
        "what": lambda: page.get_by_role("button", name="Bỏ qua câu này").click(),
        "amount": lambda: page.locator(".picks button").first.click(),
        "last": lambda: page.get_by_role("button", name="Chưa cân, bỏ qua").click(),
        "unfinished": lambda: page.get_by_role("link", name="Để sau").click(),
        "which-work": lambda: (_begin(page, "Chế biến"), page.get_by_role("button", name="Bỏ qua câu này").click()),
        "who": lambda: (_begin(page, "Xuất"), page.get_by_role("button", name="Bỏ qua câu này").click()),
        "day": lambda: page.goto(f"{BOOK}#/ghi/packing/2") and None,
        "written": lambda: page.goto(f"{BOOK}#/da-ghi"),
        "unsent": lambda: page.goto(f"{BOOK}#/da-ghi/may"),
        "stories": lambda: page.goto(f"{BOOK}#/lo"),
        "story": lambda: page.locator(".pick").last.click(),
        "phone": lambda: page.goto(f"{BOOK}#/may-nay"),
        "leaving": lambda: page.goto(f"{BOOK}#/roi-may"),
        "help": lambda: page.goto(f"{BOOK}#/cach-cai"),
        "nothing": lambda: page.goto(f"{BOOK}#/muc/khong-co"),
    }


def test_every_screen_fits_and_has_no_barrier(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    for name, come in _screens(page).items():
        come()
        page.wait_for_timeout(150)
        walker.look(name)


def test_a_visitor_learns_what_the_book_is_and_how_to_install_it(someone: Someone) -> None:
    walker = someone(story="diary/")
    walker.visit(BOOK, "welcome")
    expect(walker.page.get_by_role("link", name="Đăng nhập")).to_be_visible()
    walker.visit("/nhat-ky-san-xuat/cach-cai/", "install")


def test_the_whole_of_a_note_is_written_from_the_keyboard(someone: Someone) -> None:
    walker = someone("Chị Ba")
    page = _open(walker)
    words = _unique("chỉ bằng bàn phím")
    page.locator("button.tile", has_text="Xuất").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Giao lô hay mẻ nào?")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.get_by_role("button", name="Bỏ qua câu này").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Giao cho ai?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Số chứng từ?")).to_be_focused()
    page.get_by_role("button", name="Bỏ qua câu này").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ghi vào sổ?")).to_be_focused()
    page.get_by_role("button", name="Ghi vào sổ").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã ghi:")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


def _answer(page: Page) -> None:
    """Answers whatever is asked: the first thing offered, some number, a word, a day."""
    tap = page.get_by_role("button", name="Tiếp", exact=True)
    if page.locator(".keys").count():
        page.locator(".keys").get_by_role("button", name="7", exact=True).click()
        tap.click()
    elif page.get_by_role("button", name="Đủ rồi, tiếp").count():
        page.get_by_role("button", name="Đủ rồi, tiếp").click()
    elif page.locator("#ngay").count():
        page.fill("#ngay", "2027-08-15")
        tap.click()
    elif page.locator("button.pick").count():
        page.locator("button.pick").first.click()
    else:
        page.locator(".typed input").fill("mô phỏng")
        tap.click()


@on_phone
def test_every_picture_leads_to_an_entry_that_the_server_takes_and_the_phone_can_hand_over(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    kinds = page.locator("button.tile b").all_inner_texts()
    assert len(kinds) == 10
    for kind in kinds[:-1]:
        page.goto(f"{BOOK}#/")
        page.locator("button.tile", has=page.get_by_text(kind, exact=True)).click()
        asked = ""
        for _ in range(14):
            expect(page.locator(".ask")).not_to_have_attribute("data-asked", "yes")
            if (asked := page.get_by_role("heading", level=1).inner_text()) == "Ghi vào sổ?":
                break
            page.locator(".ask").evaluate("part => part.setAttribute('data-asked', 'yes')")
            _answer(page)
        assert asked == "Ghi vào sổ?", f"{kind} ended at {asked}"
        page.get_by_role("button", name="Ghi vào sổ").click()
        expect(page.get_by_text("Đã ghi:")).to_contain_text("Đã ghi")
    _waits(page, 9)
    _send(page)
    expect(page.locator("#tinh-trang")).not_to_contain_text("bị trả lại")
    page.goto(f"{BOOK}#/may-nay")
    handed = zipfile.ZipFile(io.BytesIO(walker.download(page.get_by_role("button", name="Lưu ra tệp"))))
    assert handed.testzip() is None and len(json.loads(handed.read("so.json"))["rows"]) >= 9


@on_phone
def test_a_harvest_leads_on_to_a_packed_lot_and_its_stamps_without_a_network(someone: Someone) -> None:
    walker = someone("Chị Ba", story="diary/")
    page = _open(walker)
    keys, on = page.locator(".keys"), page.get_by_role("button", name="Tiếp", exact=True)
    walker.context.set_offline(True)
    _begin(page, "Thu hoạch")
    page.get_by_role("button", name="Bỏ qua câu này").click()
    page.locator(".picks button").first.click()
    keys.get_by_role("button", name="9", exact=True).click()
    on.click()
    page.get_by_role("button", name="Ghi vào sổ").click()
    page.get_by_role("navigation", name="Rồi làm gì tiếp?").get_by_role("button", name="Đóng gói").click()
    expect(page.get_by_label("Con số")).to_have_value("9")
    on.click()
    page.locator("button.pick").first.click()
    keys.get_by_role("button", name="8", exact=True).click()
    on.click()
    page.get_by_role("button", name="Bỏ qua câu này").click()
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator(".notice.done")).to_contain_text("Đóng gói: 8")
    stamps = page.get_by_role("link", name="Xin tem cho lô này")
    walker.context.set_offline(False)
    _send(page)
    walker.errors.clear()
    walker.look("onward")
    stamps.click()
    expect(page.get_by_role("heading", name="Tem của lô", exact=True)).to_be_visible()
