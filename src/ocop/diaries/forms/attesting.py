"""Which paper is attached to what."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.journal.rules import Reason

from .entries import Choices


class AttestForm(forms.Form):
    """Which paper of the vault speaks of which lot, site or growing area."""

    paper = forms.ChoiceField(label="Giấy trong kho", error_messages={"required": "Hãy chọn giấy."})
    to = forms.ChoiceField(label="Gắn vào", error_messages={"required": "Hãy chọn lô hoặc nơi."})

    def __init__(self, *args: Any, papers: Choices, things: list[tuple[str, Choices]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = [("", "chọn giấy"), *papers]  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", "chọn lô hoặc nơi"), *things]  # type: ignore[attr-defined]

    def take(self, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.message)
