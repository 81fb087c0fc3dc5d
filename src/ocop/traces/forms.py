"""What people type to connect a system."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.journal.rules import clean_text
from ocop.people.access import PasswordAgain

_SCOPES = (
    ("capture", "Ghi sự kiện vào kho"),
    ("query", "Hỏi sự kiện được phép xem"),
)


class TokenForm(PasswordAgain):
    name = forms.CharField(
        label="Dùng cho phần mềm nào", max_length=120, help_text="Ví dụ: phần mềm kho, máy quét ở xưởng đóng gói."
    )
    scopes = forms.MultipleChoiceField(
        label="Được làm gì", choices=_SCOPES, initial=["capture", "query"], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một quyền."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = "Nhập lại mật khẩu, vì ai có mã này sẽ ghi và đọc được thay bạn."

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])
