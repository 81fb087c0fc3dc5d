"""Before a key changes: the password again, and why."""

from __future__ import annotations

from django import forms

from ocop.people.access import PasswordAgain

from .batches import Told


class OnceForm(PasswordAgain):
    """What must not happen twice by a second click: the form remembers how many there were when it was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OpenEpochForm(OnceForm):
    new_root = forms.BooleanField(
        label="Đổi cả gốc khóa", required=False,
        help_text="Chọn khi nghi gốc khóa đã lộ: các kỳ mới lấy khóa từ một gốc mới. Tem đã in không đổi.",
    )  # fmt: skip


class WithdrawEpochForm(PasswordAgain):
    reason = Told(
        label="Lý do thu hồi", max_length=600, help_text="Ghi vào nhật ký và gửi cho mọi chủ thể có tem thuộc kỳ này."
    )

    field_order = ("reason", "password")
