"""What the office, the commune and the leader write when a certificate is revoked."""

from __future__ import annotations

from django import forms

from ocop.people.access import PasswordAgain

from ..models import Revocation
from ..rules.issuing import GROUNDS


def _day(label: str, **more: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)  # type: ignore[arg-type]


def _words(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=3000, help_text=hint, widget=forms.Textarea({"rows": 4}))


class OpenCaseForm(forms.Form):
    ground = forms.ChoiceField(label="Căn cứ thu hồi", choices=list(GROUNDS.items()), widget=forms.RadioSelect)
    source = forms.ChoiceField(label="Nguồn phát hiện", choices=Revocation.Source.choices, widget=forms.RadioSelect)
    finding = _words("Nội dung phát hiện", "Việc gì, ở đâu, khi nào.")
    document = forms.CharField(
        label="Số văn bản kết luận", max_length=120, required=False,
        help_text="Để trống khi cần hỏi xã về việc ngừng sản xuất.",
    )  # fmt: skip
    concluded_on = _day("Ngày kết luận", required=False, help_text="Hạn 15 ngày tính từ ngày này.")
    file = forms.FileField(label="Văn bản kết luận (tệp)", required=False)


class ConfirmForm(forms.Form):
    document = forms.CharField(label="Số văn bản xác nhận của xã", max_length=120)
    on = _day("Ngày xác nhận ngừng sản xuất")


class VerifyForm(forms.Form):
    verification = _words("Kết quả xác minh", "Đã đối chiếu gì, kết luận thế nào.")


class DismissForm(forms.Form):
    reason = _words("Vì sao không thu hồi")


class SignCaseForm(PasswordAgain):
    decision_number = forms.CharField(label="Số quyết định thu hồi", max_length=60)
    delegation = forms.CharField(
        label="Thẩm quyền ký", max_length=300, required=False, help_text="Để trống khi Chủ tịch UBND tỉnh ký."
    )
