"""Samples, assistance, requests for change and replies: why something may not happen now. No database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason, text_unfit

from ..lifecycle import SAMPLE_STATE_NAMES, SAMPLE_STEP_NAMES

# The parts of Mẫu 01–02 that are no criterion; asked about and locked like one.
FORMS, FORMS_LABEL = "forms", "Phần khai của Mẫu 01, 02"
LONGEST_REPLY = 4000


def pieces_unfit(pieces: Sequence[int], expected: int, step: Step, states: Mapping[int, str]) -> list[Reason]:
    """The log has no gaps: each piece moves only from where it stands. `states`: number → state, absent: not sealed."""
    doing = SAMPLE_STEP_NAMES[step.name].lower()
    if not expected:
        return [Reason("Sản phẩm du lịch không nộp mẫu; hãy dùng phiếu khảo sát.", "pieces", "no_samples")]
    if not pieces:
        return [Reason(f"Hãy chọn ít nhất một mẫu để {doing}.", "pieces", "no_piece")]
    reasons = [
        Reason(f"Không có mẫu số {piece}: bộ mẫu gồm {expected} sản phẩm.", "pieces", "piece_unknown")
        for piece in pieces
        if not 1 <= piece <= expected
    ]
    for piece in pieces:
        here = states.get(piece, "")
        if 1 <= piece <= expected and not step.leaves(here):
            where = SAMPLE_STATE_NAMES[here].lower() if here else "chưa niêm phong"
            message = f"Không thể {doing} mẫu số {piece}: mẫu này {where}."
            reasons.append(Reason(message, "pieces", "out_of_order"))
    return reasons


def seals_unfit(seals: Mapping[int, str], taken: Collection[str]) -> list[Reason]:
    """Every piece has its own seal number, never used twice in a dossier."""
    reasons: list[Reason] = []
    seen = set(taken)
    for piece, seal in seals.items():
        reasons += text_unfit(
            seal, field=f"seal.{piece}", label=f"Số niêm phong của mẫu {piece}", longest=40, shortest=2
        )
        if seal and seal in seen:
            message = f"Số niêm phong “{seal}” đã dùng cho mẫu khác. Mỗi mẫu một số riêng."
            reasons.append(Reason(message, f"seal.{piece}", "seal_twice"))
        seen.add(seal)
    return reasons


def sample_moment_unfit(
    step: Step, state: str, allowed: Collection[str], state_names: Mapping[str, str]
) -> Reason | None:
    if state in allowed:
        return None
    message = f"Không thể {SAMPLE_STEP_NAMES[step.name].lower()}: hồ sơ đang ở bước “{state_names[state].lower()}”."
    return Reason(message, "", "wrong_state")


def extension_unfit(due_on: date, now_due: date | None, day: date, longest: int) -> list[Reason]:
    if now_due is None:
        return [Reason("Không có yêu cầu bổ sung nào đang chờ nên không có gì để gia hạn.", "", "nothing_asked")]
    latest = max(now_due, day) + timedelta(days=longest)
    if max(now_due, day) < due_on <= latest:
        return []
    message = f"Hạn mới phải sau {max(now_due, day):%d/%m/%Y} và không quá {latest:%d/%m/%Y}."
    return [Reason(message, "due_on", "due_on")]


def assistance_days_unfit(starts_on: date, ends_on: date, day: date, longest: int) -> list[Reason]:
    if starts_on < day:
        return [Reason("Ngày bắt đầu giúp không thể trước hôm nay.", "starts_on", "assistance_days")]
    if not starts_on <= ends_on <= starts_on + timedelta(days=longest):
        message = f"Ngày thôi giúp phải từ ngày bắt đầu đến hết {starts_on + timedelta(days=longest):%d/%m/%Y}."
        return [Reason(message, "ends_on", "assistance_days")]
    return []


def purpose_unfit(purpose: str) -> list[Reason]:
    return text_unfit(purpose, field="purpose", label="Giúp việc gì", longest=300, shortest=5)


def not_read_back(needed: bool, read: bool) -> Reason | None:
    """What a helper filled in is sealed only after it was read to the producer, word for word."""
    if not needed or read:
        return None
    message = (
        "Có phần do người giúp điền. Hãy đọc lại toàn bộ cho chủ thể nghe và xác nhận ở trang Đọc lại, rồi mới nộp."
    )
    return Reason(message, "", "not_read_back")


def reply_unfit(words: str, due_on: date, day: date, answered: bool) -> list[Reason]:
    if answered:
        return [Reason("Tiêu chí này đã được trả lời; bản trả lời không sửa được nữa.", "words", "already_answered")]
    if day > due_on:
        message = f"Đã hết hạn trả lời ({due_on:%d/%m/%Y}). Hãy liên hệ cơ quan tham mưu."
        return [Reason(message, "words", "reply_late")]
    return text_unfit(words, field="words", label="Trả lời", longest=LONGEST_REPLY, shortest=10)
