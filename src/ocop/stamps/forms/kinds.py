"""What the office writes when it requires a kind of stamp."""

from __future__ import annotations

from django import forms

from ..models import Batch
from .batches import Telling, Told


class KindDemandForm(Telling):
    kind = forms.ChoiceField(label="Loại tem bắt buộc", choices=Batch.Kind.choices)
    reason = Told(
        label="Lý do", max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chủ thể đọc nguyên văn. Ví dụ: hai vụ chép tem trong năm, ở hai tỉnh.",
    )  # fmt: skip
