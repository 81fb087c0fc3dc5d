"""Whose turn it is, and what a step may not follow."""

from __future__ import annotations

from ocop.journal.lifecycle import Step
from ocop.journal.rules import Reason

from ..lifecycle import IDEA_STATES, PLAN_STATES, STEPS

_WHO = {
    "producer": "Chỉ người đứng tên cho chủ thể làm được việc này.",
    "commune_officer": "Chỉ cán bộ xã, phường, đặc khu nơi chủ thể làm được việc này.",
    "province_officer": "Chỉ cơ quan tham mưu OCOP tỉnh làm được việc này.",
}


def steps_named(name: str, state: str) -> list[Step]:
    """The steps of that name that leave `state`."""
    return [step for step in STEPS if step.name == name and step.leaves(state)]


def wrong_state(state: str) -> Reason:
    word = (IDEA_STATES | PLAN_STATES).get(state, state)
    message = f"Việc này không làm được khi đang ở bước “{word}”. Hãy tải lại trang để xem bước hiện nay."
    return Reason(message, "", "wrong_state")


def not_yours(holds: bool, who: str) -> Reason | None:
    return None if holds else Reason(_WHO[who], "", f"not_{who}")
