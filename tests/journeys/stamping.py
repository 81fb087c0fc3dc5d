"""Steps 7, 8 and 10: a lot, its stamps on paper and on bottles, what a buyer reads, and what the journal remembers."""

import json
import re
from datetime import timedelta

from ocop.stamps.rules.codes import ALPHABET, check_symbol
from tests.journeys.deciding import decoded
from tests.journeys.story import Story, today
from tests.journeys.walker import Walker
from tests.serving import Portal, ocop

AMOUNT, GLUED = 20, 12


def record_lot(story: Story) -> None:
    chi_ba = story.window("Chị Ba")
    page = chi_ba.visit("/san-xuat/", "a0-lots")
    chi_ba.click(chi_ba.link("Ghi lô mới"), "a1-new-lot")
    page.get_by_label("Sản phẩm", exact=True).select_option(label=story.product)
    page.get_by_label("Số lượng").fill("300")
    page.get_by_label("Đơn vị").fill("chai 500 ml")
    page.get_by_label("Mã lô").fill(f"L-{story.screen}")
    page.get_by_label("Hạn dùng").fill((today() + timedelta(days=700)).isoformat())
    page.get_by_label("Nơi làm").select_option(label="Xã Bình Liêu")
    page.get_by_label("Nguyên liệu, nguồn gốc").fill("Mật của 20 thùng ong ở bản Ngàn Phe (mô phỏng).")
    page.get_by_label("Tên công đoạn").first.fill("Quay mật")
    page.get_by_label(re.compile(r"^Ngày \(")).first.fill(today().isoformat())
    page.get_by_label("Làm ở đâu").first.fill("Xưởng của hợp tác xã")
    chi_ba.click(chi_ba.button("Ghi lô"), "a2-lot")


def draw_and_print(story: Story) -> list[str]:
    """The codes as a scanner reads them off the printed sheet."""
    chi_ba = story.window("Chị Ba")
    page = chi_ba.page
    page.get_by_label("Số tem cần cấp").fill("301")
    chi_ba.click(chi_ba.button("Cấp tem"), "a3-too-many", status=422)
    page.get_by_label("Số tem cần cấp").fill(str(AMOUNT))
    chi_ba.click(chi_ba.button("Cấp tem"), "a4-batch")
    codes = decoded(chi_ba.download(chi_ba.button("Tải tệp nhãn")), dots=300)
    assert len(codes) == AMOUNT, codes
    assert all(code.startswith(chi_ba.address.upper()) for code in codes), "capitals make the smallest QR"
    return codes


def activate(story: Story, codes: list[str]) -> None:
    """A scanner types whole addresses; the last two labels came out smudged."""
    chi_ba = story.window("Chị Ba")
    page = chi_ba.visit("/tem/kich-hoat/", "a5-activate")
    page.get_by_label("Tem đầu").fill(codes[0])
    page.get_by_label("Tem cuối").fill(codes[GLUED - 1])
    chi_ba.click(chi_ba.button("Kích hoạt"), "a6-activated")
    assert f"Đã kích hoạt {GLUED} tem" in chi_ba.main()
    chi_ba.visit("/tem/huy/", "a7-void")
    page.get_by_label("Tem đầu").fill(codes[-2].rsplit("/", 1)[1])
    page.get_by_label("Tem cuối").fill(codes[-1].rsplit("/", 1)[1])
    page.get_by_label("Lý do").fill("In nhòe (mô phỏng).")
    chi_ba.click(chi_ba.button("Hủy tem"), "a8-voided")


def scan(story: Story, codes: list[str], buyer: Walker) -> None:
    """A buyer in a shop, one hand, no script: each stamp says in its first sentence what it is."""
    asked = {
        "genuine": (codes[3], "Tem thật. Sao còn hiệu lực.", 200),
        "not-activated": (codes[GLUED + 1], "Tem này chưa được kích hoạt.", 200),
        "void": (codes[-1], "Tem này đã bị hủy.", 200),
        "forged": (forged(codes[3]), "Không có tem này.", 404),
        "misread": (codes[3][:-1] + ("0" if codes[3][-1] != "0" else "1"), "Mã tem chưa đúng.", 400),
    }
    for name, (address, sentence, status) in asked.items():
        page = buyer.visit(address[len(buyer.address) :], f"b-{name}", status)
        assert page.get_by_role("heading", level=1).inner_text() == sentence
    buyer.visit(codes[3][len(buyer.address) :])
    for told in (
        story.product,
        "HTX Mật ong rừng Bình Liêu",
        "Xã Bình Liêu",
        "Ngàn Phe",
        "Quay mật",
        story.certificate.split("/")[2],
    ):
        assert told in buyer.text(), f"the passport does not tell {told}"
    page = buyer.visit("/tra-cuu/", "b-look-up")
    page.get_by_role("searchbox", name=re.compile("Mã tem, số giấy chứng nhận")).fill(
        codes[3].rsplit("/", 1)[1].lower()
    )
    buyer.click(buyer.button("Kiểm tra"), "b-looked-up")
    assert "Tem thật" in buyer.text()


def forged(address: str) -> str:
    """The address of a real stamp with another proof and a right check symbol: what a forger without the key can make."""
    head, code = address.rsplit("/", 1)
    wrong = code[:17] + ALPHABET[(ALPHABET.index(code[17]) + 1) % 32]
    return f"{head}/{wrong}{check_symbol(wrong)}"


def audit(story: Story, portal: Portal, database: dict[str, str]) -> None:
    """The administrator reads who did what; the seal of the whole journal holds, on the page and at the prompt."""
    administrator = story.window("Em Nhân")
    page = administrator.visit("/nhat-ky/", "c0-journal")
    for verb in (
        "submit",
        "request_completion",
        "forward",
        "accept",
        "hand_in",
        "revise",
        "close_sitting",
        "sign_decision",
        "draw_stamps",
        "activate_range",
    ):
        assert page.locator(f'select[name="viec"] option[value="{verb}"]').count() == 1, f"the journal knows no {verb}"
    administrator.click(administrator.button("Kiểm tra toàn bộ sổ"), "c1-verified")
    assert "Sổ nhật ký nguyên vẹn." in administrator.main()
    if portal.process is None:
        return
    done = ocop("journal", "verify", "--format", "json", OCOP_HOME=str(portal.home), **database)
    assert done.returncode == 0 and json.loads(done.stdout)["whole"], done.stderr
