"""What producer and office write about how much is made in a year."""

from __future__ import annotations

from django import forms

from ocop.design.forms import WholeNumber
from ocop.people.access import PasswordAgain


class AskOutputForm(forms.Form):
    output_quantity = WholeNumber(
        label="Sản lượng mỗi năm", error_messages={"required": "Hãy ghi sản lượng mỗi năm."},
        help_text="Bao nhiêu đơn vị thành phẩm trong một năm.",
    )  # fmt: skip
    output_unit = forms.CharField(
        label="Đơn vị",
        max_length=60,
        error_messages={"required": "Hãy ghi đơn vị."},
        help_text="Như ghi ở lô, ví dụ: chai 500 ml, gói 200 g, kg.",
    )
    reason = forms.CharField(
        label="Vì sao điều chỉnh", max_length=1000, error_messages={"required": "Hãy ghi vì sao."},
        widget=forms.Textarea({"rows": 3}),
        help_text="Ví dụ: thêm đàn, thêm hộ, thêm máy; nói rõ từ khi nào và chứng minh bằng gì.",
    )  # fmt: skip


class ConfirmOutputForm(PasswordAgain):
    words = forms.CharField(
        label="Ghi chú", max_length=1000, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Đã đối chiếu gì: sổ sách, khảo sát, diện tích.",
    )  # fmt: skip


class DeclineOutputForm(forms.Form):
    words = forms.CharField(
        label="Vì sao chưa xác nhận", max_length=1000, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Hãy ghi vì sao, để chủ thể biết cần bổ sung gì."},
    )  # fmt: skip
