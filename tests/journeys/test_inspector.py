"""The inspector at a market without a network: stamps proved, looked up and noted on the phone, sent when a network is back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.test_public_pages import on_phone
from tests.journeys.walker import Walker

APP = "/thanh-tra/quet/"
READY = f"""async () => Boolean((await navigator.serviceWorker.getRegistration('{APP}'))?.active)
  && Boolean(navigator.serviceWorker.controller)"""
LISTED = re.compile(r"Danh sách lúc \d\d:\d\d.*còn dùng tới \d\d:\d\d")


def _open(walker: Walker) -> Page:
    page = walker.page
    page.goto(APP)
    expect(page.locator("[data-list]")).to_have_text(LISTED)
    for _ in range(150):
        if page.evaluate(READY):
            return page
        page.wait_for_timeout(100)
    raise AssertionError("the worker does not stand between the page and the network")


def _check(page: Page, text: str, sentence: str) -> None:
    page.get_by_label("Mã hoặc địa chỉ trên tem").fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator("[data-answer] h2")).to_have_text(sentence)


def test_stamps_are_proved_without_a_network(someone: Someone, demo: dict[str, Any]) -> None:
    signed, plain = demo["examples"]["stamp_signed_content"], demo["examples"]["stamp_code"]
    walker = someone("Chú Ba Kiểm", story="inspector/")
    page = _open(walker)
    walker.look("app")
    walker.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-list]")).to_have_text(LISTED)
    expect(page.locator("[data-net]")).to_have_text("Không có mạng")

    _check(page, signed, "Tem thật theo chữ ký.")
    expect(page.locator("[data-answer]")).to_contain_text("Mật ong hoa sú Bình Liêu")
    expect(page.locator("[data-answer] .verdict")).to_have_class("verdict ok")
    expect(page.locator("[data-answer] .verdict")).to_contain_text(LISTED)
    walker.shoot("genuine")
    page.get_by_label("Nơi kiểm tra").fill("Chợ Tiên Yên")
    page.get_by_label("Ghi chú").fill("Quầy số 3")
    page.get_by_role("button", name="Ghi thêm vào lần kiểm tra").click()
    expect(page.get_by_text("Đã ghi vào máy.")).to_be_visible()

    head, _, tail = signed.partition("?S=")
    damaged = f"{head}?S={tail[:40]}{'0' if tail[40] != '0' else '1'}{tail[41:]}"
    _check(page, damaged, "Không phải tem thật: chữ ký sai.")
    _check(page, f"{head}?S={tail[:-1]}", "Không phải tem thật: chữ ký sai.")
    _check(page, signed.replace("/01/095", "/01/085", 1), "Không phải tem thật: chữ ký sai.")
    _check(page, head, "Thiếu chữ ký mà lượt này phải có.")
    _check(page, plain, "Không có chữ ký: không chứng minh được khi không có mạng.")
    walker.shoot("listed")
    _check(page, "1005-639Z-ZSA0-VQBN-GMC", "Không đọc được mã tem.")
    elsewhere = "HTTPS://TEM-GIA.EXAMPLE" + signed[signed.index("/01/") :]
    _check(page, elsewhere, "Địa chỉ trên tem không phải của cổng.")
    expect(page.locator("[data-answer] .verdict")).to_have_class("verdict void")
    expect(page.locator("[data-checks]")).to_contain_text("lần chờ gửi")

    page.evaluate("() => { const list = listing; list.warn = 1; list.exp = 2; }")
    _check(page, signed, "Tem thật theo chữ ký.")
    expect(page.locator("[data-answer] .verdict")).to_have_class("verdict soon")
    expect(page.locator("[data-answer]")).to_contain_text("Danh sách đã quá hạn")

    walker.context.set_offline(False)
    expect(page.locator("[data-net]")).to_have_text("Có mạng")
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("[data-checks]")).not_to_contain_text("chờ gửi")
    expect(page.locator("[data-checks]")).to_contain_text("đã gửi; cổng nói: Tem thật")
    walker.errors = [error for error in walker.errors if "ERR_INTERNET_DISCONNECTED" not in error]
    walker.look("sent")
    walker.visit("/thanh-tra/quet/da-kiem-tra/", "checks")
    expect(page.get_by_role("main")).to_contain_text("Chợ Tiên Yên")
    expect(page.get_by_role("main")).to_contain_text("Quầy số 3")


@on_phone
def test_a_shelf_is_gone_through_offline_and_arrives_once(someone: Someone, demo: dict[str, Any]) -> None:
    signed = demo["examples"]["stamp_signed_content"]
    head, _, tail = signed.partition("?S=")
    walker = someone("Chú Ba Kiểm", story="inspector/shelf-")
    page = _open(walker)
    page.get_by_role("button", name="Bắt đầu kiểm kệ").click()
    expect(page.get_by_text("Hãy gõ tên nơi bán.")).to_be_visible()
    page.get_by_label("Tên nơi bán").fill("Cửa hàng thử ở Hòn Gai (mô phỏng)")
    page.get_by_role("button", name="Bắt đầu kiểm kệ").click()
    walker.context.set_offline(True)

    _check(page, signed, "Tem thật theo chữ ký.")
    page.get_by_label("Mã hoặc địa chỉ trên tem").fill(signed)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.locator("[data-answer]")).to_contain_text("Mã này đã quét lúc")
    page.get_by_role("button", name="Hai món cùng một mã").click()
    expect(page.locator("[data-answer] h2")).to_have_text("Hai món hàng cùng mang một mã.")
    _check(page, f"{head}?S={tail[:-1]}", "Không phải tem thật: chữ ký sai.")
    page.get_by_text("Hàng ghi sao OCOP mà không có tem").click()
    page.get_by_label("Tên sản phẩm ghi trên nhãn").fill("Trà sâm đất (mô phỏng)")
    page.get_by_role("button", name="Ghi món này").click()
    expect(page.locator("[data-heaps]")).to_contain_text("4 món, 3 món cần xem")
    walker.look("going")
    page.reload()
    expect(page.locator("[data-running]")).to_contain_text("Cửa hàng thử ở Hòn Gai")
    page.get_by_role("button", name="Kết thúc lượt này").click()
    expect(page.locator("[data-heaps]")).to_contain_text("Có thể ngay tình")
    walker.look("ended")

    walker.context.set_offline(False)
    expect(page.locator("[data-net]")).to_have_text("Có mạng")
    page.locator("[data-heaps]").get_by_role("link", name="Mở lượt này").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cửa hàng thử ở Hòn Gai (mô phỏng)")
    expect(page.get_by_role("main")).to_contain_text("4 món, 3 món cần xem")
    walker.errors = [error for error in walker.errors if "ERR_INTERNET_DISCONNECTED" not in error]
    walker.look("arrived")
    page.get_by_label("Lời nhắn").fill("Hãy xem lại (mô phỏng).")
    page.get_by_role("button", name="Gửi lời báo").click()
    expect(page.get_by_role("main")).to_contain_text("Đã báo")
    walker.look("told")


@on_phone
def test_the_inspectors_pages_are_sound(someone: Someone) -> None:
    walker = someone("Chú Ba Kiểm", story="inspector/pages-")
    paths = {
        "look-up": "/thanh-tra/", "found": "/thanh-tra/?ma=m%E1%BA%ADt", "route": "/thanh-tra/tuyen/", "shelves": "/thanh-tra/ke/",
        "radar": "/thanh-tra/ra-da/", "measured": "/thanh-tra/ra-da/do-luong/", "case": "/thanh-tra/vu-viec/1/",
        "open-case": "/thanh-tra/vu-viec/moi/", "lot": "/thanh-tra/lo/1/", "recalls": "/hang-thu-hoi/dot/",
        "recall": "/hang-thu-hoi/dot/1/", "national": "/truy-xuat/cong-quoc-gia/", "tried": "/tem/luot-quet/do-ma/",
    }  # fmt: skip
    walker.tour(paths)


@on_phone
def test_the_list_is_taken_only_from_a_key_that_the_phone_knows(someone: Someone, demo: dict[str, Any]) -> None:
    page = _open(someone("Chú Ba Kiểm"))
    said = page.evaluate("""async () => {
      const held = await shelf.get("list");
      const told = await (await call(`${HOME}danh-sach.json`)).json();
      const fault = async (change, kept = held) => { try { await taken({ ...told, ...change }, kept); return "taken"; } catch (wrong) { return wrong.constructor.name; } };
      const key = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]));
      const stranger = async () => {
        const payload = told.payload.replace(/"epochs":\\[\\]/, '"epochs":[1]'), header = told.signatures[0].protected;
        const bytes = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.privateKey, new TextEncoder().encode(`${header}.${payload}`));
        return { payload, signatures: [{ protected: header, signature: toText(new Uint8Array(bytes)) }] };
      };
      return [await fault({}), await fault({ exp: told.exp + 1 }), await fault({ payload: told.payload + " " }),
        await fault(await stranger()), await fault({ signatures: [] }), await fault({}, { ...held, iat: told.iat + 10 })];
    }""")
    assert said == ["taken", "Untrusted", "Untrusted", "Untrusted", "Untrusted", "Untrusted"]


@on_phone
def test_a_phone_that_is_old_or_nobodys_says_what_it_cannot_do(someone: Someone, demo: dict[str, Any]) -> None:
    visitor = someone(story="inspector/visitor-")
    visitor.visit(APP, "empty")
    expect(visitor.page.locator("[data-list]")).to_contain_text("Chưa đăng nhập")
    _check(visitor.page, demo["examples"]["stamp_signed_content"], "Máy chưa có danh sách.")

    old = someone("Chú Ba Kiểm")
    old.context.add_init_script(
        "Object.defineProperty(crypto, 'subtle', { value: undefined }); delete window.BarcodeDetector;"
    )
    old.page.goto(APP)
    expect(old.page.locator("[data-list]")).to_have_text(LISTED)
    expect(old.page.locator("[data-help]")).to_contain_text("Hãy gõ mã")
    old.page.get_by_label("Mã hoặc địa chỉ trên tem").fill(demo["examples"]["stamp_signed_content"])
    old.page.keyboard.press("Enter")
    expect(old.page.locator("[data-answer]")).to_contain_text("không kiểm được chữ ký")
    expect(old.page.locator("[data-answer] .verdict")).not_to_have_class("verdict ok")


@pytest.mark.parametrize("width", [320])
@on_phone
def test_the_app_fits_the_smallest_phone(someone: Someone, demo: dict[str, Any], width: int) -> None:
    walker = someone("Chú Ba Kiểm")
    walker.page.set_viewport_size({"width": width, "height": 640})
    _check(_open(walker), demo["examples"]["stamp_signed_content"], "Tem thật theo chữ ký.")
    walker.look("narrow")
