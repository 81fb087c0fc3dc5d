"""What the province's office writes to open an extra round."""

from __future__ import annotations

from django import forms

from .rules import FIRST_YEAR, LAST_YEAR


class RoundForm(forms.Form):
    name = forms.CharField(label="Tên đợt", max_length=120, help_text="Ví dụ: Đợt bổ sung tháng 11 năm 2026")
    opens_on = forms.DateField(label="Mở từ ngày", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    proposals_until = forms.DateField(
        label="Xã đề nghị đến hết ngày", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label="Hội đồng xong trước hết ngày", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.CharField(
        label="Căn cứ", max_length=200, help_text="Số, ngày của Quy chế Hội đồng và kế hoạch năm cho phép thêm đợt"
    )

    def clean(self) -> dict[str, object] | None:
        opens = self.cleaned_data.get("opens_on")
        if opens and not FIRST_YEAR <= opens.year <= LAST_YEAR:
            self.add_error("opens_on", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return self.cleaned_data
