"""What people type about a stamp."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..exports.words.labels import label
from ..models import Report


class ReportForm(forms.Form):
    code = forms.CharField(label=_("Mã trên tem"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Chuyện gì"), widget=forms.RadioSelect)
    seller = forms.CharField(
        label=_("Mua hoặc thấy ở đâu"),
        max_length=200,
        help_text=_("Tên chợ, cửa hàng, trang bán hàng; xã hoặc phường."),
    )
    note = forms.CharField(
        label=_("Kể thêm"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Không cần ghi tên hay số điện thoại của bạn."),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("Ảnh"), required=False,
        help_text=_("Tem, bao bì hoặc nơi bán; JPEG, PNG, WebP đến 20 MB. Vị trí chụp được gỡ bỏ."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = get_language() or "vi"
        kinds = [(kind, label(f"report_{kind}", spoken)) for kind in Report.Kind.values]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
