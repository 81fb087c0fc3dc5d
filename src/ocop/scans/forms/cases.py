"""What an inspector types about a case, and a producer about where a lot is sold."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from ocop.journal.rules import clean_text

from ..models import Case
from ..rules.regions import regions


class OpenCaseForm(forms.Form):
    code = forms.CharField(label="Mã trên tem", max_length=300, help_text="Gõ hoặc quét; cả địa chỉ cũng được.")
    whole_batch = forms.BooleanField(label="Cả lượt cấp, không riêng tem này", required=False)
    note = forms.CharField(
        label="Vì sao mở", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Thấy gì, ở đâu, lúc nào.",
    )  # fmt: skip


class NoteForm(forms.Form):
    text = forms.CharField(label="Ghi thêm", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(label="Kết luận", choices=Case.Outcome.choices, widget=forms.RadioSelect)
    finding = forms.CharField(
        label="Nhận định", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Căn cứ vào đâu. Câu này lưu cùng vụ việc.",
    )  # fmt: skip


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Lý do mở lại", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class MarketForm(forms.Form):
    regions = forms.MultipleChoiceField(label="Tỉnh, thành phố", required=False, widget=forms.CheckboxSelectMultiple)
    countries = forms.CharField(
        label="Nước khác", max_length=120, required=False, help_text="Mã hai chữ, cách nhau bằng dấu phẩy: CN, JP, US."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(regions().values(), key=lambda region: (region.code != "22", region.name))
        self.fields["regions"].choices = [(r.code, r.name) for r in names]  # type: ignore[attr-defined]

    @property
    def places(self) -> list[str]:
        typed = clean_text(self.cleaned_data["countries"]).upper()
        return [*self.cleaned_data["regions"], *(word for word in re.split(r"[,;\s]+", typed) if word)]
