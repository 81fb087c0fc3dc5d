"""Steps 1 to 3: Chị Ba files, Anh Tư examines, Cô Năm takes in."""

import re

from playwright.sync_api import expect

from tests.journeys.story import CHOICES, PASSWORD, SET, Story, paper, photograph, spelled
from tests.journeys.walker import Walker

FIRST, SECOND, ASKED = "1.1", "1.2", "4.1"
OPINIONS = {
    "local_material": "Mật lấy từ rừng trong xã, khoảng 4 tấn một năm (mô phỏng).",
    "local_labour": "Mười hai người làm, cả mười hai là người trong xã (mô phỏng).",
    "idea_origin": "Nghề nuôi ong của bản, hợp tác xã thêm khâu lọc (mô phỏng).",
    "local_identity": "Ong lấy mật hoa rừng hồi, chỉ có ở vùng này (mô phỏng).",
}


def register_product(story: Story) -> None:
    """A second product of the cooperative: the portal asks whether it is really another one."""
    chi_ba = story.window("Chị Ba")
    page = chi_ba.visit("/san-pham/moi/", "01-product-new")
    page.get_by_label("Tên sản phẩm").fill(story.product)
    page.get_by_label("Bộ sản phẩm").select_option(str(SET))
    page.get_by_label("Mô tả ngắn").fill("Mật ong hoa hồi, lọc hai lần (mô phỏng).")
    page.get_by_label("Thành phần").fill("Mật ong nguyên chất 100 %.")
    chi_ba.click(chi_ba.button("Đăng ký"), "02-product-alike", status=422)
    page.get_by_label(re.compile("Đây là sản phẩm khác")).check()
    chi_ba.click(chi_ba.button("Đăng ký"), "03-product-registered")
    assert story.product in page.get_by_role("heading", level=1).inner_text()


def file_dossier(story: Story) -> None:
    chi_ba = story.window("Chị Ba")
    _open(story, chi_ba)
    _answer_by_hand(story, chi_ba)
    _answer_the_rest(story, chi_ba)
    _submit(story, chi_ba)


def _open(story: Story, chi_ba: Walker) -> None:
    page = chi_ba.visit("/ho-so/", "10-my-dossiers")
    chi_ba.click(chi_ba.link("Mở hồ sơ mới"), "11-open-dossier")
    card = page.locator("section.card", has=page.get_by_role("heading", name=story.product, exact=True))
    chi_ba.click(card.get_by_role("link", name="Lần đầu"), "11b-open-first")
    page.get_by_role("group", name="Loại đăng ký").get_by_label("Lần đầu").check()
    for yes in page.get_by_role("radio", name="Có", exact=True).all():
        yes.check()
    chi_ba.click(chi_ba.button("Mở hồ sơ"), "12-dossier-empty")
    story.dossier = page.url.removeprefix(chi_ba.address)
    assert re.fullmatch(r"/ho-so/\d+/", story.dossier)


def points(walker: Walker) -> float:
    text = walker.page.locator("#rating-bar .bar-fact").first.inner_text()
    return float(re.search(r"([\d,.]+)\s*/", text)[1].replace(",", "."))  # type: ignore[index]


def _answer_by_hand(story: Story, chi_ba: Walker) -> None:
    """Two answers with the finger: each is saved without being asked to, and the bar moves."""
    chi_ba.click(chi_ba.page.locator(f'a[href="{story.dossier}tieu-chi/{FIRST}/"]').first, "13-criterion")
    for code in (FIRST, SECOND):
        page = chi_ba.page
        if code != FIRST:
            chi_ba.click(chi_ba.button(re.compile(f"Lưu, sang {re.escape(code)}")), "16-criterion-next")
        before = points(chi_ba)
        with chi_ba.autosaved():
            page.locator(f'label.choice:has(input[name="{code}"][value="{spelled(CHOICES[code])}"])').click()
            page.get_by_label("Thuyết minh").fill("Hợp đồng mua mật với hai mươi hộ trong xã (mô phỏng).")
        assert points(chi_ba) > before
        if code == FIRST:
            _bring_papers(chi_ba)
    page.reload()
    assert page.get_by_label("Thuyết minh").input_value().startswith("Hợp đồng mua mật")


def _bring_papers(chi_ba: Walker) -> None:
    page = chi_ba.page
    page.set_input_files("#id_file", {"name": "rừng ong.jpg", "mimeType": "image/jpeg", "buffer": photograph()})
    expect(page.get_by_role("link", name="rừng ong.jpg")).to_be_visible()
    page.set_input_files(
        "#id_file", {"name": "an toàn thực phẩm.pdf", "mimeType": "application/pdf", "buffer": paper()}
    )
    expect(page.get_by_role("link", name="an toàn thực phẩm.pdf")).to_be_visible()
    page.set_input_files(
        "#id_file", {"name": "giả danh.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"\0" * 500}
    )
    expect(page.locator("[data-upload-state]")).to_contain_text(re.compile("không|chưa", re.I))
    chi_ba.errors.clear()  # the refusal of the third file, answered with 422 as it should be
    chi_ba.look("14-papers")
    expect(page.get_by_role("link", name="giả danh.pdf")).to_have_count(0)
    kept = chi_ba.fetch(page.get_by_role("link", name="rừng ong.jpg").get_attribute("href") or "")
    assert kept == photograph(), "those who examine see the paper as it was brought"


def _answer_the_rest(story: Story, chi_ba: Walker) -> None:
    for code in list(CHOICES)[2:]:
        form = {"version": 0, code: spelled(CHOICES[code]), "note": "Thuyết minh mô phỏng."}
        chi_ba.post(f"{story.dossier}tieu-chi/{code}/", form)
    chi_ba.visit(story.dossier, "17-dossier-full")
    assert points(chi_ba) >= 78


def _submit(story: Story, chi_ba: Walker) -> None:
    page = chi_ba.page
    chi_ba.click(chi_ba.link("Xem lại và nộp"), "18-review")
    chi_ba.click(chi_ba.button("Nộp hồ sơ"), "19-review-refused", status=422)
    assert "lời cam đoan" in chi_ba.main() and "mật khẩu" in chi_ba.main()
    page.get_by_label(re.compile("Tôi cam đoan")).check()
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    chi_ba.click(chi_ba.button("Nộp hồ sơ"), "20-receipt")
    story.receipt = re.search(r"\d{2,}/PĐK-22-06838-\d{4}", chi_ba.main())[0]  # type: ignore[index]
    story.code = re.search(r"22-06838-\d+-\d{4}", chi_ba.main().replace(story.receipt, ""))[0]  # type: ignore[index]
    chi_ba.click(chi_ba.link("Trang tình trạng"), "21-status")


def ask_and_complete(story: Story) -> None:
    """Anh Tư asks for one matter; only that one opens for Chị Ba, and she answers it."""
    anh_tu = story.window("Anh Tư")
    assert story.product in anh_tu.main(), "the dossier waits on the officer's desk"
    page = anh_tu.visit("/ho-so/xa/", "30-commune")
    anh_tu.click(page.get_by_role("link", name=story.product), "31-commune-reads")
    anh_tu.click(anh_tu.link("Yêu cầu bổ sung"), "32-completion")
    page.locator(f'input[name="asks"][value="{ASKED}"]').check()
    page.get_by_label(f"Còn thiếu gì ở mục {ASKED}?").fill("Thiếu hợp đồng tiêu thụ; xin chụp trang có chữ ký.")
    anh_tu.click(anh_tu.button("Gửi yêu cầu"), "33-completion-asked")
    _complete(story)


def _complete(story: Story) -> None:
    chi_ba = story.window("Chị Ba")
    page = chi_ba.visit("/ban-lam-viec/", "34-producer-desk")
    assert story.product in chi_ba.main()
    chi_ba.visit(story.dossier, "35-completion")
    assert "Thiếu hợp đồng tiêu thụ" in chi_ba.main()
    chi_ba.visit(f"{story.dossier}tieu-chi/{FIRST}/", "36-locked")
    assert "đang khóa" in chi_ba.main()
    chi_ba.visit(f"{story.dossier}tieu-chi/{ASKED}/", "37-asked")
    with chi_ba.autosaved():
        page.get_by_label("Thuyết minh").fill("Đã thêm hợp đồng với cửa hàng ở Hạ Long (mô phỏng).")
    chi_ba.visit(f"{story.dossier}nop/", "38-complete")
    page.get_by_label(re.compile("Tôi cam đoan")).check()
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    chi_ba.click(chi_ba.button("Gửi bổ sung"), "39-completed")
    chi_ba.visit(f"{story.dossier}phien-ban/", "40-versions")
    assert "cửa hàng ở Hạ Long" in chi_ba.main(), "the difference between the versions is shown"


def forward(story: Story) -> None:
    """Mẫu 03: four opinions, and the dossier goes to the province."""
    anh_tu = story.window("Anh Tư")
    page = anh_tu.visit(story.dossier, "41-commune-again")
    anh_tu.click(anh_tu.link("Ghi ý kiến, chuyển lên tỉnh"), "42-opinion")
    for key, words in OPINIONS.items():
        page.locator(f"#id_{key}").fill(words)
    page.get_by_label("Đề nghị tỉnh đánh giá, phân hạng").check()
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    anh_tu.click(anh_tu.button("Ghi ý kiến và chuyển lên tỉnh"), "43-forwarded")
    assert "đề nghị lên tỉnh" in anh_tu.text()


def take_in(story: Story) -> None:
    co_nam = story.window("Cô Năm")
    assert story.product in co_nam.main(), "the dossier waits on the province's desk"
    page = co_nam.visit("/ho-so/tinh/", "50-province")
    co_nam.click(page.get_by_role("link", name=story.product), "51-province-reads")
    assert OPINIONS["idea_origin"] in co_nam.main()
    co_nam.click(co_nam.button("Tiếp nhận hồ sơ"), "52-accepted")
    assert "Tỉnh đã tiếp nhận" in co_nam.text()
