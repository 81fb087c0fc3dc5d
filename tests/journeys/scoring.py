"""Steps 4 and 5: the sitting is called, advised, scored sheet by sheet, and closed by the law."""

import io
import re

from pypdf import PdfReader

from ocop.portal.management.demo.choices import as_seen_by
from tests.journeys.story import CHOICES, PASSWORD, SET, Story, spelled, today
from tests.journeys.walker import Walker

VOTERS = ("Bà Sáu", "Thành viên Một", "Thành viên Hai", "Thành viên Ba")  # two thirds of six who vote
CONFLICTED = "Thành viên Năm"


def call_sitting(story: Story) -> None:
    """The secretary calls, Cô Năm puts the dossier on the agenda."""
    secretary = story.window("Chị Tám")
    page = secretary.visit("/hoi-dong/", "60-council")
    secretary.click(
        page.get_by_role("main").get_by_role("link", name=re.compile("Hội đồng đánh giá")).first, "61-council"
    )
    secretary.click(secretary.link("Triệu tập phiên họp"), "62-call")
    name = f"Phiên {story.screen} (mô phỏng)"
    page.get_by_label("Tên phiên họp").fill(name)
    options = page.get_by_label("Đợt đánh giá").locator("option")
    page.get_by_label("Đợt đánh giá").select_option(label=next(o for o in options.all_inner_texts() if "cuối năm" in o))
    page.get_by_label("Ngày họp").fill(today().isoformat())
    secretary.click(secretary.button(re.compile("[Tt]riệu tập")), "63-called")
    story.sitting = page.url.removeprefix(secretary.address)
    co_nam = story.window("Cô Năm")
    page = co_nam.visit(f"{story.sitting}chuong-trinh/", "64-agenda")
    page.get_by_label(re.compile(re.escape(story.product))).check()
    co_nam.click(co_nam.button("Đưa vào chương trình"), "65-board-planned")
    story.item = co_nam.link(re.compile(re.escape(story.product))).get_attribute("href") or ""
    assert story.item


def advise(story: Story) -> None:
    advisor = story.window("Chú Bảy")
    page = advisor.visit(story.sitting, "66-advisor-board")
    advisor.click(advisor.link("Lập báo cáo"), "67-report")
    for code, choice in CHOICES.items():
        page.locator(f'input[name="{code}"][value="{spelled(choice)}"]').check(force=True)
    page.get_by_label("Nhận xét của Tổ tư vấn").fill("Đã đến cơ sở; nên xem kỹ phần thị trường (mô phỏng).")
    advisor.click(advisor.button("Nộp báo cáo"), "68-reported")


def draw_codes(story: Story) -> None:
    """The chair and the secretary see their codes once, each on their own page."""
    for name in ("Bà Sáu", "Chị Tám"):
        holder = story.window(name)
        page = holder.visit(f"{story.sitting}ma-mo/", "69-codes" if name == "Bà Sáu" else "")
        page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
        holder.button("Nhận mã của tôi").click()
        code = page.locator(".opening-code")
        code.wait_for()
        story.codes.append(code.inner_text().strip())
        if name == "Bà Sáu":
            holder.look("69-code-shown-once")
        assert story.codes[-1] not in holder.visit(f"{story.sitting}ma-mo/").content()


def declare_conflict(story: Story) -> None:
    """Who declares a conflict cannot open the sheet, by no way; who has none says so for the whole sitting."""
    for name in VOTERS:
        _state_none(story, name)
    member = story.window(CONFLICTED)
    page = member.visit(f"{story.sitting}xung-dot/", "69-conflicts")
    page.get_by_label("Tôi có xung đột lợi ích với sản phẩm này").first.check()
    page.get_by_label("Lý do").first.fill("Chị gái là thành viên hợp tác xã (mô phỏng).")
    page.get_by_label(re.compile("Tôi không có xung đột")).check()
    member.click(member.button("Ghi lời khai cho cả phiên"), "70-declared")
    member.visit(story.sitting, "71-closed-to-me")
    assert "đóng với bạn" in member.main()
    assert page.goto(f"{story.item}phieu/").status in (403, 404)  # type: ignore[union-attr]
    assert page.goto(story.item).status in (403, 404)  # type: ignore[union-attr]
    member.errors.clear()


def _state_none(story: Story, name: str) -> None:
    member = story.window(name)
    page = member.visit(f"{story.sitting}xung-dot/")
    page.get_by_label(re.compile("Tôi không có xung đột")).check()
    with page.expect_navigation():
        member.button("Ghi lời khai cho cả phiên").click()


def open_scoring(story: Story) -> None:
    chair = story.window("Bà Sáu")
    chair.visit(story.sitting, "72-chair-board")
    chair.click(chair.button("Mở phiên chấm"), "73-scoring")


def score(story: Story) -> None:
    """Four sheets, each its owner's own; the first by hand, and nobody reads another's before handing in."""
    sheets: dict[str, str] = {}
    for nth, name in enumerate(VOTERS):
        sheets[name] = _fill(story, name, nth)
        _nobody_else_reads(story, sheets, name)
        _hand_in(story, name, sheets[name], "" if nth else "79-")


def _fill(story: Story, name: str, nth: int) -> str:
    member, page = story.window(name), story.window(name).page
    page.goto(f"{story.item}phieu/")
    if not nth:
        member.look("74-begin")
    with page.expect_navigation():
        member.button("Mở phiếu chấm").click()
    sheet = page.url.removeprefix(member.address)
    choices = as_seen_by(nth, SET, CHOICES)
    if not nth:
        member.look("75-sheet-empty")
        page.goto(f"{sheet}1.1/")
        member.look("76-score")
        with member.autosaved():
            page.locator(f'label.choice:has(input[name="1.1"][value="{spelled(choices["1.1"])}"])').click()
        member.look("77-scored-one")
    page.goto(sheet)
    for edition, (code, choice) in enumerate(list(choices.items())[0 if nth else 1 :], start=_edition(member, sheet)):
        member.post(f"{sheet}{code}/", {"version": edition, code: spelled(choice), "remark": _why(code, choice)})
    return sheet


def _why(code: str, choice: object) -> str:
    """A score below the producer's own needs a word."""
    return "" if choice == CHOICES[code] else "Minh chứng chưa đủ cho mức tự chấm (mô phỏng)."


def _edition(member: Walker, sheet: str) -> int:
    member.page.goto(f"{sheet}1.2/")
    return int(member.page.locator("input[name=version]").input_value())


def _nobody_else_reads(story: Story, sheets: dict[str, str], owner: str) -> None:
    for other in ("Bà Sáu", "Thành viên Một", "Chị Tám", "Cô Năm", "Chị Ba", CONFLICTED):
        if other != owner:
            story.window(other).fetch(sheets[owner], status=404)


def _hand_in(story: Story, name: str, sheet: str, shot: str) -> None:
    member, page = story.window(name), story.window(name).page
    page.goto(f"{sheet}nop/")
    if shot:
        member.look(f"{shot}last-look")
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    with page.expect_navigation():
        member.button("Nộp và niêm phong phiếu").click()
    if shot:
        member.look(f"{shot}handed-in")
    assert "Phiếu đã nộp và niêm phong" in member.main()


def open_sheets(story: Story) -> None:
    """Nobody reads a sealed sheet, its own member included, until two codes open all of them at once."""
    member = story.window("Thành viên Một")
    page = member.visit(f"{story.item}phieu/", "80-my-sealed-sheet")
    assert "niêm phong" in member.main()
    member.visit(f"{story.item}cac-phieu/")
    assert "Chưa có phiếu nào" in member.main()
    chair = story.window("Bà Sáu")
    page = chair.visit(f"{story.sitting}mo-phieu/", "80-opening-locked")
    for label, code in zip(("Mã thứ nhất", "Mã thứ hai"), story.codes, strict=True):
        page.get_by_label(label).fill(code.lower())
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    chair.click(chair.button("Mở khóa của phiên"), "80-opening-unlocked")
    chair.click(chair.button("Thôi chờ và mở phiếu"), "80-opened")
    assert "Đã mở phiếu" in chair.main()


def revise(story: Story) -> None:
    """A changed score keeps the old one and a reason."""
    member = story.window("Bà Sáu")
    page = member.visit(f"{story.item}phieu/", "81-my-sheet")
    sheet = page.url.removeprefix(member.address)
    member.visit(f"{sheet}12/sua/", "82-revise")
    page.locator('label.choice:has(input[name="12"])').nth(0).click()
    page.get_by_label("Lý do sửa điểm").fill("Xem lại mẫu, chấm nhầm dòng (mô phỏng).")
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    member.click(member.button("Sửa và niêm phong lại"), "83-revised")
    member.visit(f"{story.item}cac-phieu/", "84-sheets")
    assert "chấm nhầm dòng" in member.main()


def close(story: Story) -> None:
    """Points and minimum conditions give four stars; the minutes are a PDF that says so."""
    chair = story.window("Bà Sáu")
    page = chair.visit(f"{story.sitting}ket-thuc/", "85-close")
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    chair.click(chair.button("Kết thúc phiên và lập biên bản"), "86-results")
    assert "4 sao" in chair.main()
    minutes = chair.download(chair.link("Biên bản (PDF)"))
    text = " ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(minutes)).pages)
    assert story.product in " ".join(text.split())
    assert CONFLICTED in " ".join(text.split())
    story.window(CONFLICTED).fetch(f"{story.sitting}bien-ban.pdf", status=404)
