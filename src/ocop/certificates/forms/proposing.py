"""What the office, the ministry's officer and the leader write about a proposal for five stars."""

from __future__ import annotations

from django import forms

from ocop.people.access import PasswordAgain

from ..rules.proposals import ADDED_KINDS

_DATE = {"type": "date"}


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(_DATE, format="%Y-%m-%d"))


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label="Loại giấy tờ", choices=list(ADDED_KINDS.items()))
    file = forms.FileField(label="Tệp")


class SendForm(forms.Form):
    letter_number = forms.CharField(label="Số văn bản đề nghị của UBND tỉnh", max_length=120)
    on = _day("Ngày gửi")
    samples_note = forms.CharField(
        label="Mẫu gửi kèm",
        max_length=300,
        required=False,
        help_text="Ví dụ: 05 mẫu niêm phong, giao ngày nào, cho ai.",
    )
    missing_note = forms.CharField(
        label="Vì sao gửi khi còn thiếu", max_length=300, required=False, help_text="Chỉ khi bộ hồ sơ còn thiếu."
    )


class FiveStarsForm(forms.Form):
    points = forms.DecimalField(label="Điểm của Trung ương", max_digits=5, decimal_places=2, min_value=0, max_value=100)
    document = forms.CharField(label="Số quyết định của Bộ", max_length=120)
    on = _day("Ngày quyết định")


class ReturnForm(forms.Form):
    points = forms.DecimalField(label="Điểm của Trung ương", max_digits=5, decimal_places=2, min_value=0, max_value=100)
    star = forms.TypedChoiceField(
        label="Hạng theo kết quả Trung ương", coerce=int, choices=[(n, f"{n} sao") for n in (4, 3, 2, 1)]
    )
    document = forms.CharField(label="Số văn bản của Bộ", max_length=120)
    on = _day("Ngày văn bản")
    remark = forms.CharField(
        label="Nhận xét của Bộ", max_length=3000, required=False, widget=forms.Textarea({"rows": 4})
    )


class AdoptForm(PasswordAgain):
    decision_number = forms.CharField(label="Số quyết định công nhận", max_length=60)
    delegation = forms.CharField(
        label="Thẩm quyền ký", max_length=300, required=False, help_text="Để trống khi Chủ tịch UBND tỉnh ký."
    )
    reason = forms.CharField(label="Vì sao chọn cách này", max_length=3000, widget=forms.Textarea({"rows": 3}))


class AgainForm(PasswordAgain):
    reason = forms.CharField(label="Vì sao chọn cách này", max_length=3000, widget=forms.Textarea({"rows": 3}))
