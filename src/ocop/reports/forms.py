"""Which day, and whether simulated rows count."""

from __future__ import annotations

from datetime import date

from django import forms

from .queries import Scope

FIRST_DAY = date(2013, 1, 1)


class FiguresForm(forms.Form):
    """A day since the programme began, not in the future; anything else falls back with a sentence."""

    ngay = forms.DateField(label="Tính đến ngày", required=False, error_messages={"invalid": "Ngày không đúng."})
    mo_phong = forms.ChoiceField(
        label="Dữ liệu mô phỏng",
        required=False,
        choices=[("", "không tính"), ("include", "tính cả"), ("only", "chỉ xem")],
    )

    def clean_ngay(self) -> date | None:
        day: date | None = self.cleaned_data.get("ngay")
        if day is not None and day < FIRST_DAY:
            raise forms.ValidationError("Chương trình bắt đầu từ năm 2013. Hãy chọn ngày sau 01/01/2013.")
        return day

    def asked(self, today: date) -> tuple[date, Scope]:
        """The day and scope to answer for; a wrong field keeps its error and the default answers."""
        if not self.is_bound:
            return today, "real"
        self.is_valid()
        day = self.cleaned_data.get("ngay") or today
        if day > today:
            self.add_error("ngay", "Chưa thể biết số liệu của ngày sau hôm nay.")
            day = today
        scope: Scope = self.cleaned_data.get("mo_phong") or "real"
        return day, scope
