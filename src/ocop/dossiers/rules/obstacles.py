"""Why a step or a change may not happen now. No database, no clock: facts in, reasons out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ocop.criteria.rules import CriteriaSet, sift
from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit

from ..lifecycle import ASKED_STATES, COMPLETION, DRAFT, STATE_NAMES, STEPS
from .requirements import CHANGES, Requirements

LONGEST_NOTE = 3000
LONGEST_OPINION = 4000
LONGEST_PAGE = 20
MOST_PAPERS = 20
LONGEST_COMPLETION = timedelta(days=90)
DOINGS = {
    "submit": "nộp", "request_completion": "yêu cầu bổ sung", "complete": "gửi bổ sung", "forward": "đề nghị lên tỉnh",
    "accept": "tiếp nhận", "return_dossier": "trả lại", "withdraw": "rút",
    "request_change": "yêu cầu bổ sung", "amend": "gửi bổ sung", "put_before_council": "đưa ra Hội đồng",
    "ask_reply": "mời trả lời", "conclude": "ghi kết quả chấm", "decide": "ghi quyết định", "edit": "sửa",
}  # fmt: skip


def step_from(name: str, state: str) -> Step | None:
    """The step of this name that leaves `state`."""
    return next((step for step in STEPS if step.name == name and step.leaves(state)), None)


def wrong_state(name: str, state: str, receipt: str = "") -> Reason:
    doing, where = DOINGS[name], STATE_NAMES[state].lower()
    if name == "submit" and receipt:
        return Reason(f"Hồ sơ này đã nộp rồi, số phiếu {receipt}. Không cần nộp lại.", "", "already_submitted")
    return Reason(f"Không thể {doing}: hồ sơ đang ở bước “{where}”. Hãy tải lại trang để xem.", "", "wrong_state")


def not_yours(holds: bool, who: str) -> Reason | None:
    """`who` is the role that the step belongs to."""
    if holds:
        return None
    message = {
        "producer": "Chỉ người của chủ thể làm được việc này.",
        "commune_officer": "Chỉ cán bộ của xã, phường nơi nhận hồ sơ làm được việc này.",
        "province_officer": "Chỉ cơ quan tham mưu OCOP tỉnh làm được việc này.",
        "examiner": "Chỉ cơ quan tham mưu OCOP tỉnh hoặc Tổ tư vấn làm được việc này.",
    }[who]
    return Reason(message, "", {"commune_officer": "not_commune_of_product"}.get(who, f"not_{who}"))


def round_closed(is_open: bool, opens_next: date | None, law: str = "QĐ 26/2026, Điều 5") -> Reason | None:
    """Communes propose within a round only; `opens_next` is the next round's first day."""
    if is_open:
        return None
    then = (
        f"Đợt tới mở ngày {opens_next:%d/%m/%Y}." if opens_next else "Chưa có đợt mới; xin hỏi cơ quan tham mưu tỉnh."
    )
    return Reason(f"Hôm nay không có đợt nào đang nhận hồ sơ. {then}", "round", "round_closed", law)


def criterion_locked(state: str, code: str, asked: Collection[str]) -> Reason | None:
    """A draft is open; while completion is asked for, only what was asked about is."""
    if state == DRAFT or (state in ASKED_STATES and code in asked):
        return None
    if state in ASKED_STATES:
        wanted, who = ", ".join(field_name(one) for one in sorted(asked)), "xã" if state == COMPLETION else "tỉnh"
        message = (
            f"{who.capitalize()} chỉ yêu cầu bổ sung mục {wanted}; các mục khác đang khóa. "
            f"Cần sửa mục này thì báo cán bộ {who}."
        )
        return Reason(message, f"choices.{code}", "locked")
    message = f"Hồ sơ đang ở bước “{STATE_NAMES[state].lower()}” nên không sửa được nữa."
    return Reason(message, f"choices.{code}", "locked")


def field_name(code: str) -> str:
    """How a person calls the field: a criterion by its number, the rest by what it is."""
    return {CHANGES: "Thay đổi", "forms": "Phần khai Mẫu 01, 02"}.get(code, code)


def criterion_unknown(criteria_set: CriteriaSet, code: str) -> Reason | None:
    if code in criteria_set.by_code:
        return None
    message = f"Bộ tiêu chí {criteria_set.no} không có mục “{clean_text(code)[:12]}”."
    return Reason(message, "criterion", "unknown_criterion", criteria_set.law)


def field_unknown(criteria_set: CriteriaSet, needs: Requirements, code: str) -> Reason | None:
    """A code that is neither a criterion of the set nor a place for general papers."""
    return None if needs.slot(code) else criterion_unknown(criteria_set, code)


def choice_unfit(criteria_set: CriteriaSet, code: str, choice: object) -> list[Reason]:
    """An impossible option of one criterion; conditions on other criteria are judged at submission."""
    if choice is None:
        return []
    reasons = sift(criteria_set, {code: choice}).reasons
    return [reason for reason in reasons if reason.code != "does_not_apply"]


def note_unfit(note: str) -> list[Reason]:
    return text_unfit(note, field="note", label="Thuyết minh", longest=LONGEST_NOTE)


def changes_unfit(changes: str) -> list[Reason]:
    return text_unfit(changes, field=CHANGES, label="Phần thay đổi", longest=LONGEST_NOTE)


def evidence_unfit(page: str, already: int) -> list[Reason]:
    reasons = text_unfit(page, field="page", label="Số trang", longest=LONGEST_PAGE)
    if already >= MOST_PAPERS:
        message = f"Mỗi tiêu chí nhận tối đa {MOST_PAPERS} giấy tờ. Hãy gộp các trang vào một tệp PDF."
        reasons.append(Reason(message, "file", "too_many"))
    return reasons


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in the dossier when a save came from an older page."""

    criterion: str
    points: int | None
    case: str
    note: str
    edition: int
    saved_by: str
    saved_at: datetime


class StaleEdition(Refused):
    """Someone saved in between: nothing is overwritten, both texts are shown."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        message = (
            f"Mục này vừa được {kept.saved_by} sửa. Bản của bạn chưa lưu và vẫn còn ở đây: "
            "hãy so hai bản rồi chọn bản giữ lại."
        )
        super().__init__(Reason(message, "note", "stale_edition"))


def changed_since_seen(now: str, seen: str) -> Reason | None:
    if now == seen:
        return None
    message = "Hồ sơ vừa có thay đổi sau khi bạn mở trang này. Hãy xem lại nội dung dưới đây rồi xác nhận."
    return Reason(message, "seen", "changed_since_seen")


def completion_due_unfit(due_on: date, day: date) -> Reason | None:
    if day < due_on <= day + LONGEST_COMPLETION:
        return None
    latest = day + LONGEST_COMPLETION
    message = f"Hạn bổ sung phải sau hôm nay và không quá {latest:%d/%m/%Y}."
    return Reason(message, "due_on", "due_on")


def completion_not_due(state: str, due_on: date | None, day: date) -> Reason | None:
    """While the producer still has days to complete, the commune may not send the dossier back."""
    if state not in ASKED_STATES or due_on is None or day > due_on:
        return None
    message = f"Chủ thể còn được bổ sung đến hết ngày {due_on:%d/%m/%Y}; sau ngày đó mới trả lại được."
    return Reason(message, "reasons", "completion_not_due")


def not_completed(unchanged: Collection[str]) -> list[Reason]:
    return [
        Reason(
            f"Mục {field_name(code)} được yêu cầu bổ sung mà chưa thấy thay đổi. Hãy sửa, thêm giấy tờ hoặc viết trả lời.",
            code if code == CHANGES else f"choices.{code}",
            "not_completed",
        )
        for code in unchanged
    ]


OPINIONS = {
    "local_material": "Nguyên liệu địa phương",
    "local_labour": "Lao động địa phương",
    "idea_origin": "Nguồn gốc ý tưởng sản phẩm",
    "local_identity": "Bản sắc, trí tuệ địa phương",
}


def opinion_missing(opinions: dict[str, str]) -> list[Reason]:
    """Mẫu 03 asks the commune about four matters; none may be left out."""
    return [
        reason
        for key, label in OPINIONS.items()
        for reason in text_unfit(opinions[key], field=key, label=label, longest=LONGEST_OPINION, shortest=10)
    ]


def words_missing(words: str, *, field: str, label: str) -> list[Reason]:
    """A refusal owes the other side a reason in words."""
    return text_unfit(words, field=field, label=label, longest=LONGEST_OPINION, shortest=10)
