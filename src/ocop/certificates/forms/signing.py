"""What the office and the leader write about decisions and certificates."""

from __future__ import annotations

from django import forms

from ocop.people.access import PasswordAgain


class DraftForm(forms.Form):
    number = forms.CharField(
        label="Số quyết định", max_length=60, help_text="Theo sổ văn bản, ví dụ 1234/QĐ-UBND. Mỗi số dùng một lần."
    )


class SignForm(PasswordAgain):
    delegation = forms.CharField(
        label="Thẩm quyền ký", max_length=300, required=False,
        help_text="Để trống khi Chủ tịch UBND tỉnh ký. Ký thay: ghi rõ theo văn bản ủy quyền nào.",
    )  # fmt: skip
