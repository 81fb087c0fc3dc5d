"""The ways of a sitting, of an item on its agenda and of a sheet (QĐ 26/2026 Điều 5, 7; the rest by the by-laws)."""

from __future__ import annotations

from ocop.journal.lifecycle import Step

PLANNED = "planned"
SCORING = "scoring"
CLOSED = "closed"
SITTING_STATES = {PLANNED: "Đang chuẩn bị", SCORING: "Đang chấm", CLOSED: "Đã kết thúc"}

MEETING = "meeting"
WRITTEN = "written"
SITTING_KINDS = {MEETING: "Họp", WRITTEN: "Lấy ý kiến bằng văn bản"}

LISTED = "listed"
OPENED = "opened"
DISCUSSION = "discussion"
RESCORING = "rescoring"
CONCLUDED = "concluded"
POSTPONED = "postponed"
ITEM_STATES = {
    LISTED: "Trong chương trình",
    SCORING: "Đang chấm",
    OPENED: "Đã mở phiếu",
    DISCUSSION: "Đang thảo luận",
    RESCORING: "Đang chấm vòng hai",
    CONCLUDED: "Đã có kết quả",
    POSTPONED: "Hoãn",
}
# Sheets are filled in and handed in only then; what is opened is read only from `OPENED` on.
ITEM_TAKES_SHEETS = (SCORING, RESCORING)

OPEN = "open"
HANDED_IN = "handed_in"
VOID = "void"
SHEET_STATES = {OPEN: "Đang chấm", HANDED_IN: "Đã niêm phong", OPENED: "Đã mở", VOID: "Không còn tính"}
SHEET_IS_IN = (HANDED_IN, OPENED)

OPEN_SITTING = Step("open_sitting", PLANNED, SCORING, "council_secretary")
CLOSE_SITTING = Step("close_sitting", SCORING, CLOSED, "council_chair")
CLOSE_CONSULTATION = Step("close_consultation", SCORING, CLOSED, "council_chair")
# The way out when two opening codes are lost: new codes are drawn, what was sealed is scored again.
LOSE_CODES = Step("lose_codes", SCORING, PLANNED, "council_chair")

BEGIN_ITEM = Step("open_sitting", LISTED, SCORING, "council_secretary")
OPEN_SHEETS = Step("open_sheets", (SCORING, RESCORING), OPENED, "council_chair")
CALL_DISCUSSION = Step("call_discussion", OPENED, DISCUSSION, "council_chair")
END_DISCUSSION = Step("end_discussion", DISCUSSION, OPENED, "council_chair")
CALL_SECOND_ROUND = Step("call_second_round", DISCUSSION, RESCORING, "council_chair")
CONCLUDE_ITEM = Step("close_sitting", OPENED, CONCLUDED, "council_chair")
AGREE_ITEM = Step("close_consultation", SCORING, CONCLUDED, "council_chair")
OBJECT_ITEM = Step("close_consultation", SCORING, POSTPONED, "council_chair")
POSTPONE_ITEM = Step(
    "postpone_item", (LISTED, SCORING, OPENED, DISCUSSION, RESCORING), POSTPONED, "council_chair"
)  # fmt: skip
PUT_AGAIN = Step("put_again", POSTPONED, LISTED, "province_officer")
LIST_AGAIN = Step("lose_codes", SCORING, LISTED, "council_chair")

HAND_IN = Step("hand_in", OPEN, HANDED_IN, "council_member")
REVEAL = Step("open_sheets", HANDED_IN, OPENED, "council_chair")
REVISE = Step("revise", OPENED, OPENED, "council_member")
VOID_SHEET = Step("postpone_item", (OPEN, HANDED_IN, OPENED), VOID, "council_chair")
VOID_SEALED = Step("lose_codes", (OPEN, HANDED_IN), VOID, "council_chair")

STEPS = (
    OPEN_SITTING, CLOSE_SITTING, CLOSE_CONSULTATION, LOSE_CODES, BEGIN_ITEM, OPEN_SHEETS, CALL_DISCUSSION,
    END_DISCUSSION, CALL_SECOND_ROUND, CONCLUDE_ITEM, AGREE_ITEM, OBJECT_ITEM, POSTPONE_ITEM, PUT_AGAIN, LIST_AGAIN,
    HAND_IN, REVEAL, REVISE, VOID_SHEET, VOID_SEALED,
)  # fmt: skip
